package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import java.io.IOException;
import java.time.Duration;

/** One that reads a workload, each time in a process of its own. */
enum Contender {
    HEADERS("the library, headers only", LibraryReader.class, "headers"),
    STOCK_DECODING("the library, stock decoding", LibraryReader.class, "decode"),
    DEBEZIUM("Debezium's engine, JSON", DebeziumReader.class, ""),
    COUNTING("core-cdc, a counting target", ServiceReader.class, "counting"),
    FILE("core-cdc, a file target", ServiceReader.class, "file"),
    TWO_TARGETS("core-cdc, two counting targets", ServiceReader.class, "counting,second");

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

    /** Reads the workload once. */
    Measured read(DatabaseServer server, Workload workload) throws IOException, InterruptedException {
        try (ReaderProcess process = ReaderProcess.start(main, server, workload, variant)) {
            return Meter.parse(process.await(Duration.ofMinutes(10)));
        }
    }
}
