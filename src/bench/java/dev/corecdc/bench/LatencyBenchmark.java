package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.ServerKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a change takes from the client that writes it until it is delivered, at a steady rate of single-row transactions, and what
 * the reading process takes of a processor when nothing happens.
 *
 * <p>System properties: {@code bench.rate} (5,000 changes a second), {@code bench.seconds} (20, after 10 to warm up),
 * {@code bench.runs} (1), {@code bench.java} and {@code bench.jvm} for the processes that read.
 */
@Tag("latency")
class LatencyBenchmark {

    @Test
    void deliversWhatIsWrittenAtASteadyRate() throws Exception {
        int rate = Integer.getInteger("bench.rate", 5_000);
        int rows = rate * Integer.getInteger("bench.seconds", 20) * 3 / 2;
        StringBuilder text = new StringBuilder("\n%,d changes a second:%n%n".formatted(rate));
        text.append(
                "| | p50 ms | p90 | p99 | p99.9 | most | %% of a processor when idle | peak MB | written a second |\n"
                        .formatted());
        text.append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        try (DatabaseServer server = DatabaseServers.start(ServerKind.MYSQL, Workloads.server())) {
            PacedWriter writer = new PacedWriter(server);
            for (int run = 0; run < Integer.getInteger("bench.runs", 1); run++) {
                text.append(row("core-cdc", measure(server, writer, ServiceReader.class, rows, rate)));
                text.append(row("Debezium's engine, JSON", measure(server, writer, DebeziumReader.class, rows, rate)));
            }
        }
        Report.write("latency", text.toString());
    }

    /** What the reader has told, and the rate that was reached. */
    private static List<String> measure(DatabaseServer server, PacedWriter writer, Class<?> main, int rows, int rate)
            throws Exception {
        Workload workload = Workloads.beginning(server).workload("timed", "bench.timed", rows);
        try (ReaderProcess reader = ReaderProcess.start(main, server, workload, Latencies.VARIANT)) {
            writer.write(1, rate);
            reader.await(Latencies.READING, Duration.ofMinutes(2));
            Duration took = writer.write(rows - 1, rate);
            String told = reader.await(Duration.ofMinutes(3))
                    .lines()
                    .filter(line -> line.startsWith(Latencies.RESULT))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("nothing was measured"));
            String reached = String.format(Locale.ROOT, "%.0f", rows / (took.toMillis() / 1000.0));
            return List.of((told + " " + reached).split(" ", -1));
        }
    }

    private static String row(String title, List<String> told) {
        return "| %s | %s |%n".formatted(title, String.join(" | ", told.subList(1, told.size())));
    }
}
