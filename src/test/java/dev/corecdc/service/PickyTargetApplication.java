package dev.corecdc.service;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Json;
import dev.corecdc.target.DdlRecordTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The service with a target {@code picky} that rejects what has the word {@code poison} in it, and of the changes of a {@link RandomWriter} some,
 * always the same. It writes each change that it takes to a file as {@link RandomWriter} names it.
 */
@Configuration(proxyBeanMethods = false)
class PickyTargetApplication {

    /** Where it writes, in the folder of the service. */
    static final String FILE = "data/picky";

    private static final int REJECTED = 17;

    @Bean
    Target picky() {
        return new Picky();
    }

    public static void main(String[] args) {
        SpringApplication.run(new Class<?>[] {CoreCdcApplication.class, PickyTargetApplication.class}, args);
    }

    /** Whether it rejects a change of a {@link RandomWriter}, by its name. */
    static boolean rejects(String name) {
        String value = name.substring(name.lastIndexOf(' ') + 1);
        return name.contains("poison")
                || (value.matches("v\\d+") && Integer.parseInt(value.substring(1)) % REJECTED == 0);
    }

    private static void take(List<ChangeRecord> records) throws IOException, RejectedRecordException {
        List<String> names = records.stream().map(PickyTargetApplication::name).toList();
        for (int i = 0; i < names.size(); i++) {
            if (rejects(names.get(i))) {
                throw new RejectedRecordException(i, "not " + names.get(i), null);
            }
        }
        byte[] lines = names.stream()
                .map(name -> name + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        Path file = Path.of(FILE);
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap(lines)); // in one piece, whenever the service is killed
        }
    }

    private static String name(ChangeRecord record) {
        return record.type() + " "
                + IntStream.range(0, record.row().size())
                        .mapToObj(i -> text(record.row().get(i)))
                        .collect(Collectors.joining(" "));
    }

    private static String text(@Nullable Object value) {
        return value instanceof Json json ? json.text() : String.valueOf(value);
    }

    private static final class Picky implements DdlRecordTarget {

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            take(records);
        }

        @Override
        public void saveDdl(DdlEvent statement) {
            // Its file has records only.
        }
    }
}
