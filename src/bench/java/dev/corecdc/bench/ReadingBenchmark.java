package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.DatabaseServers;
import dev.corecdc.testing.ServerKind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reads the same stretches of a MySQL server's log by each contender in turn, several times over, and prints the medians.
 *
 * <p>System properties: {@code bench.scale} (1 = 4,000,000 rows in bulk and 1,000,000 small changes), {@code bench.runs} (3),
 * {@code bench.workloads} ({@code bulk,small,filtered}), {@code bench.contenders} (names of {@link Contender}; all),
 * {@code bench.java} and {@code bench.jvm} (a folder of another JDK, and more options, for the processes that read).
 */
@Tag("reading")
class ReadingBenchmark {

    @Test
    void readsEveryWorkloadByEveryContender() throws Exception {
        double scale = Double.parseDouble(System.getProperty("bench.scale", "1"));
        int runs = Integer.getInteger("bench.runs", 3);
        List<String> wanted = List.of(
                System.getProperty("bench.workloads", "bulk,small,filtered").split(",", -1));
        List<Contender> contenders = contenders();
        Results results = new Results();
        try (DatabaseServer server = DatabaseServers.start(ServerKind.MYSQL, Workloads.server())) {
            Workloads workloads = new Workloads(server, scale);
            for (String name : wanted) {
                Workload workload =
                        switch (name) {
                            case "bulk" -> workloads.bulk();
                            case "small" -> workloads.small();
                            case "filtered" -> workloads.filtered();
                            default -> throw new IllegalArgumentException("no workload is called " + name);
                        };
                for (int run = 0; run < runs; run++) {
                    for (Contender contender : contenders) {
                        results.add(workload, contender, contender.read(server, workload));
                    }
                }
            }
        }
        Report.write("reading", results.toMarkdown());
    }

    private static List<Contender> contenders() {
        String names = System.getProperty("bench.contenders", "");
        return names.isEmpty()
                ? List.of(Contender.values())
                : Arrays.stream(names.split(",", -1)).map(Contender::valueOf).toList();
    }
}
