package dev.corecdc.bench;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.format.FormatSettings;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.format.RecordFormatFactory;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.target.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The whole service, with web server and all, and targets that make each record's bytes. */
@Configuration(proxyBeanMethods = false)
class ServiceReader {

    @Bean
    Target counting(List<RecordFormatFactory> formats) {
        return new FormattingTarget(formats);
    }

    @Bean
    @ConditionalOnProperty("bench.second")
    Target second(List<RecordFormatFactory> formats) {
        return new FormattingTarget(formats);
    }

    public static void main(String[] arguments) {
        Reading reading = Reading.of(arguments);
        List<String> targets = List.of(reading.variant().split(",", -1));
        var context =
                SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, ServiceReader.class}, new String[] {
                    "--server.port=0",
                    "--cdc.processors.bench.type=mysql",
                    "--cdc.processors.bench.start-at=" + reading.file() + ":4",
                    "--cdc.processors.bench.include=" + reading.tables(),
                    "--cdc.processors.bench.targets=" + reading.variant(),
                    "--cdc.processors.bench.mysql.host=" + reading.host(),
                    "--cdc.processors.bench.mysql.port=" + reading.port(),
                    "--cdc.processors.bench.mysql.username=" + reading.user(),
                    "--cdc.processors.bench.mysql.password=" + reading.password(),
                    "--cdc.processors.bench.mysql.ssl.mode=disabled",
                    "--cdc.processors.bench.mysql.allow-public-key-retrieval=true",
                    "--cdc.targets.file.type=file",
                    "--cdc.targets.file.file.path=out.ndjson",
                    targets.contains("second") ? "--bench.second=true" : "--bench.first=true"
                });
        watch(context.getBean(StreamControl.class), new Meter(reading.rows()), reading.variant());
    }

    /** Follows the counters of the slowest target, as often as does not matter. */
    private static void watch(StreamControl control, Meter meter, String variant) {
        long last = 0;
        while (true) {
            LockSupport.parkNanos(1_000_000);
            long delivered = control.status("bench").targets().stream()
                    .filter(target -> variant.contains(target.name()))
                    .mapToLong(target -> target.counts().delivered())
                    .min()
                    .orElse(0);
            if (delivered > last) {
                meter.count(delivered - last);
                last = delivered;
            }
        }
    }

    /** Makes the bytes and throws them away. */
    private static final class FormattingTarget implements Target {

        private final RecordFormat format;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);

        FormattingTarget(List<RecordFormatFactory> formats) {
            format = formats.stream()
                    .filter(factory -> factory.name().equals("core-cdc"))
                    .findFirst()
                    .orElseThrow()
                    .create(new FormatSettings(
                            "bench",
                            new FormatSettings.JsonSettings(
                                    FormatSettings.NumberStyle.NUMBER, FormatSettings.NumberStyle.NUMBER)));
        }

        @Override
        public void save(List<ChangeRecord> records) throws IOException {
            for (ChangeRecord change : records) {
                format.write(change, bytes);
                bytes.reset();
            }
        }
    }
}
