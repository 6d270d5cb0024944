package dev.corecdc.bench;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The whole service, with web server and all, and targets that make each record's bytes. */
@Configuration(proxyBeanMethods = false)
class ServiceReader {

    @Bean
    TargetFactory<NoSettings> countingTargetFactory() {
        return new CountingTargetFactory();
    }

    @Bean
    @ConditionalOnProperty("bench.timing")
    Target timing(@Value("${bench.timing}") long rows) {
        Latencies latencies = new Latencies(rows);
        return records -> {
            for (ChangeRecord change : records) {
                latencies.delivered((Long) Objects.requireNonNull(change.row().get(1)));
            }
        };
    }

    public static void main(String[] arguments) {
        Reading reading = Reading.of(arguments);
        List<String> settings = new ArrayList<>(List.of(
                "--server.port=0",
                "--cdc.processors.bench.type=mysql",
                "--cdc.processors.bench.start-at=" + reading.file() + ":4",
                "--cdc.processors.bench.include=" + reading.tables(),
                "--cdc.processors.bench.mysql.host=" + reading.host(),
                "--cdc.processors.bench.mysql.port=" + reading.port(),
                "--cdc.processors.bench.mysql.username=" + reading.user(),
                "--cdc.processors.bench.mysql.password=" + reading.password(),
                "--cdc.processors.bench.mysql.ssl.mode=disabled",
                "--cdc.processors.bench.mysql.allow-public-key-retrieval=true"));
        for (String target : reading.variant().split(",", -1)) {
            settings.addAll(target(target, reading.rows()));
        }
        var context = SpringApplication.run(
                new Class<?>[] {CoreCdcApplication.class, ServiceReader.class}, settings.toArray(String[]::new));
        if (!reading.variant().equals(Latencies.VARIANT)) {
            watch(context.getBean(StreamControl.class), new Meter(reading.rows()), reading.variant());
        }
    }

    private static List<String> target(String name, long rows) {
        return switch (name) {
            case "file" -> List.of("--cdc.targets.file.type=file", "--cdc.targets.file.file.path=out.ndjson");
            case Latencies.VARIANT -> List.of("--bench." + name + "=" + rows);
            default -> List.of("--cdc.targets.%s.type=counting".formatted(name));
        };
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

    /** Settings of a target that has none. */
    record NoSettings() {}

    /** Makes targets that make the bytes and throw them away. */
    private static final class CountingTargetFactory implements TargetFactory<NoSettings> {

        @Override
        public String type() {
            return "counting";
        }

        @Override
        public Class<NoSettings> settingsType() {
            return NoSettings.class;
        }

        @Override
        public boolean writesLines() {
            return true;
        }

        @Override
        public Target create(String name, RecordFormat format, NoSettings settings) {
            return records -> format.writeLines(records, OutputStream.nullOutputStream());
        }
    }
}
