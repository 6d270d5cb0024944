package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A slow target and a backlog much larger than the heap. */
class SlowTargetIT {

    private static final int SMALL_TRANSACTIONS = 20;
    private static final int ROWS_OF_ONE = 10_000;
    private static final int ROWS = 500_000;

    private final Path folder;

    SlowTargetIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aBacklogOfHalfAMillionRowsFitsIntoASmallHeap(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            writeBacklog(server);
            String yaml = """
                    cdc.processors.shop:
                      type: %s
                      start-at: earliest
                      include: ["shop.sale"]
                      %s
                    cdc.targets.slow.type: bean
                    """.formatted(kind.type(), Yaml.connection(server));
            try (ServiceProcess service = ServiceProcess.main(
                    SlowTargetApplication.class, folder, yaml, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError")) {
                service.start().awaitOutput("delivered up to %d.".formatted(ROWS));
                service.terminate();

                assertThat(service.output()).doesNotContain("OutOfMemoryError").doesNotContain("after ");
            }
        }
    }

    /** First transactions of 10,000 rows, then one of 300,000. */
    private static void writeBacklog(DatabaseServer server) {
        server.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.digit (d INT PRIMARY KEY)",
                "INSERT INTO shop.digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                "CREATE TABLE shop.sale (id BIGINT PRIMARY KEY, customer VARCHAR(40), note VARCHAR(200), amount DECIMAL(12,2))");
        for (int i = 0; i < SMALL_TRANSACTIONS; i++) {
            server.execute(insertTenThousand(i));
        }
        List<String> large = new ArrayList<>(List.of("START TRANSACTION"));
        for (int i = SMALL_TRANSACTIONS; i < ROWS / ROWS_OF_ONE; i++) {
            large.add(insertTenThousand(i));
        }
        large.add("COMMIT");
        server.execute(large.toArray(String[]::new));
    }

    private static String insertTenThousand(int number) {
        return """
                INSERT INTO shop.sale
                SELECT n.n + 1, CONCAT('customer ', n.n MOD 1000), REPEAT('note ', 20), n.n / 100
                FROM (SELECT %d + a.d + 10 * b.d + 100 * c.d + 1000 * d.d AS n
                      FROM shop.digit a, shop.digit b, shop.digit c, shop.digit d) n
                ORDER BY n.n""".formatted(number * ROWS_OF_ONE);
    }
}
