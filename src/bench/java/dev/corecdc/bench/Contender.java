package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One that reads a workload, each time in a process of its own. */
enum Contender {
    HEADERS("the library, headers only", LibraryReader.class, "headers"),
    STOCK_DECODING("the library, stock decoding", LibraryReader.class, "decode"),
    DEBEZIUM("Debezium's engine, JSON", DebeziumReader.class, ""),
    COUNTING("core-cdc, a counting target", ServiceReader.class, "counting"),
    FILE("core-cdc, a file target", ServiceReader.class, "file"),
    TWO_TARGETS("core-cdc, two counting targets", ServiceReader.class, "counting,second");

    private static final String HEAP = "-Xmx512m";

    private final String title;
    private final Class<?> main;
    private final String variant;

    Contender(String title, Class<?> main, String variant) {
        this.title = title;
        this.main = main;
        this.variant = variant;
    }

    String title() {
        return title;
    }

    /** What {@code -Dbench.jvm} says. */
    static List<String> jvmOptions() {
        String options = System.getProperty("bench.jvm", "");
        return options.isEmpty() ? List.of() : List.of(options.split(" ", -1));
    }

    /** Reads the workload once, in an empty folder below {@code scratch}. */
    Measured read(DatabaseServer server, Workload workload, Path scratch) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(scratch), name().toLowerCase(Locale.ROOT));
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP));
        command.addAll(jvmOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path", ""),
                main.getName(),
                server.host(),
                Integer.toString(server.port()),
                server.user(),
                server.password(),
                workload.file(),
                workload.gtids(),
                workload.tables(),
                Long.toString(workload.rows()),
                variant));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("%s has not ended:%n%s".formatted(title, Files.readString(output)));
            }
        } finally {
            process.destroyForcibly();
        }
        return Meter.parse(Files.readString(output));
    }
}
