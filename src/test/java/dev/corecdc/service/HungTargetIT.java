package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three targets, of which one hangs, and a backlog of large rows in a small heap. The system property {@code backlog.megabytes} says how large
 * the backlog is.
 */
class HungTargetIT {

    private static final int ROWS = Integer.getInteger("backlog.megabytes", 200);

    /** The default of {@code cdc.delivery.queue-size}, and one batch: 1 MB of small rows, or one row of 1 MB as it lies in memory. */
    private static final int MOST_QUEUED = 32 + 4;

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
                    HungTargetApplication.class, folder, yaml, "-Xmx256m", "-XX:+ExitOnOutOfMemoryError")) {
                service.start()
                        .awaitOutput("first delivered up to %d,".formatted(ROWS))
                        .awaitOutput("second delivered up to %d,".formatted(ROWS));
                service.awaitOutput("shop/hung is BEHIND");
                assertThat(service.output())
                        .doesNotContain("OutOfMemoryError")
                        .doesNotContain(" came ")
                        .doesNotContain("unaccounted:");
                assertThat(Pattern.compile("at most (\\d+) MB queued")
                                .matcher(service.output())
                                .results()
                                .map((MatchResult found) -> Integer.valueOf(found.group(1))))
                        .allMatch(megabytes -> megabytes <= MOST_QUEUED);
            }
        }
    }
}
