package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three targets, of which one hangs, and a backlog of large rows in a small heap. The system property {@code backlog.megabytes} says how large
 * the backlog is.
 */
class HungTargetIT {

    private static final int ROWS = Integer.getInteger("backlog.megabytes", 300);

    /** The default of {@code cdc.delivery.queue-size}, and one batch: 1 MB of small rows, or one row of 1 MB as it lies in memory. */
    private static final int MOST_QUEUED = 8 + 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60).plusMillis(500L * ROWS);

    private final Path folder;

    HungTargetIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aHungTargetNeitherFillsTheHeapNorHoldsUpTheOthers(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            server.execute(
                    "CREATE DATABASE shop",
                    "CREATE TABLE shop.film (id BIGINT PRIMARY KEY, content LONGBLOB NOT NULL)");
            for (int id = 1; id <= ROWS; id++) {
                server.execute("INSERT INTO shop.film VALUES (%d, REPEAT('x', 1048576))".formatted(id));
            }
            String yaml = """
                    cdc.processors.shop:
                      type: %s
                      start-at: earliest
                      include: ["shop.film"]
                      %s
                    """.formatted(kind.type(), Yaml.connection(server));
            try (ServiceProcess service = ServiceProcess.main(
                    HungTargetApplication.class, folder, yaml, "-Xms256m", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError")) {
                service.start()
                        .awaitOutput("first delivered up to %d,".formatted(ROWS), PATIENCE)
                        .awaitOutput("second delivered up to %d,".formatted(ROWS), PATIENCE);
                service.awaitOutput("shop/hung is BEHIND");
                assertThat(service.output())
                        .doesNotContain("OutOfMemoryError")
                        .doesNotContain(" came ")
                        .doesNotContain("unaccounted:");
                int queued = Pattern.compile("at most (\\d+) MB queued")
                        .matcher(service.output())
                        .results()
                        .mapToInt(found -> Integer.parseInt(found.group(1)))
                        .max()
                        .orElseThrow();
                System.out.printf("%s: a backlog of %d MB, at most %d MB in a queue%n", kind, ROWS, queued);
                assertThat(queued).isLessThanOrEqualTo(MOST_QUEUED);
            }
        }
    }
}
