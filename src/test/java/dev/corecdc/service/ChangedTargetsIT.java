package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service stopped in good order and started again, with the same targets and with others. */
class ChangedTargetsIT {

    /** So many take a slow target ten seconds. */
    private static final int ROWS = 2_000;

    private final Path folder;

    ChangedTargetsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @EnumSource(names = "MYSQL")
    void targetsAreAddedAndRenamed(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id INT PRIMARY KEY, value VARCHAR(20))");
            String first = run(server, "latest", "out", () -> {
                insert(server, 1);
                awaitChanges("out", 1);
            });
            assertThat(first).doesNotContain("new targets").doesNotContain("does not have");

            insert(server, 2);
            String second = run(server, "earliest", "out, copy", () -> {
                insert(server, 3);
                awaitChanges("out", 1, 2, 3);
                awaitChanges("copy", 1, 2, 3);
                insert(server, 4);
                awaitChanges("out", 1, 2, 3, 4);
                awaitChanges("copy", 1, 2, 3, 4);
            });
            assertThat(second).contains("shop: new targets begin at 'start-at: earliest': [copy].");

            String third = run(server, "latest", "out, renamed", () -> {
                insert(server, 5);
                awaitChanges("out", 1, 2, 3, 4, 5);
                awaitChanges("renamed", 5);
            });
            assertThat(third)
                    .contains("shop: there are checkpoints of targets that it does not have: [copy].")
                    .contains("shop: new targets begin at 'start-at: latest': [renamed]. A target that was renamed");
            assertThat(Files.exists(folder.resolve("data/checkpoints/shop/copy.json")))
                    .isTrue();

            run(server, "latest", "out, copy", () -> awaitChanges("copy", 1, 2, 3, 4, 5));
        }
    }

    /** Runs the service with targets, files of their names, until SIGTERM ends it; what it has printed. */
    private String run(DatabaseServer server, String startAt, String targets, Runnable meanwhile) throws Exception {
        StringBuilder yaml = new StringBuilder("""
                cdc.processors.shop:
                  type: %s
                  start-at: %s
                  include: ["shop.*"]
                  %s
                """.formatted(server.kind().type(), startAt, Yaml.connection(server)));
        for (String target : targets.split(", ", -1)) {
            yaml.append("cdc.targets.%s: { type: file, ddl: false, file: { path: data/%s.ndjson } }%n"
                    .formatted(target, target));
        }
        try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml.toString())) {
            service.startAnew().awaitOutput("shop is RUNNING");
            meanwhile.run();
            assertThat(service.terminate()).isEqualTo(143);
            return service.output();
        }
    }

    private static void insert(DatabaseServer server, int id) {
        server.execute("INSERT INTO shop.item VALUES (%d, 'a')".formatted(id));
    }

    /** Waits until a target has these rows in this order, and nothing else; what one target is to have again others may get again, too. */
    private void awaitChanges(String target, Integer... ids) {
        List<String> expected =
                List.of(ids).stream().map("INSERT %d a"::formatted).toList();
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> WrittenChanges.withoutRepeats(folder.resolve("data/%s.ndjson".formatted(target))),
                        expected::equals);
    }

    @ParameterizedTest
    @EnumSource(names = "MYSQL")
    void whatIsQueuedIsDeliveredBeforeTheEndAndNotAgain(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.main(
                        SlowTargetApplication.class, folder, """
                        spring.security.user: { name: me, password: secret }
                        cdc.processors.shop:
                          type: %s
                          include: ["shop.*"]
                          %s
                        cdc.targets.slow: { type: bean, batch-size: 20 }
                        """.formatted(kind.type(), Yaml.connection(server)))) {
            server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id BIGINT PRIMARY KEY)");
            service.start().awaitOutput("shop is RUNNING");
            server.execute("INSERT INTO shop.item VALUES "
                    + IntStream.rangeClosed(1, ROWS).mapToObj("(%d)"::formatted).collect(Collectors.joining(", ")));
            Http.of(service)
                    .awaitText(
                            "/actuator/prometheus",
                            "cdc_records_read_total{event_type=\"INSERT\",processor=\"shop\"} %d.0".formatted(ROWS));
            assertThat(service.output()).doesNotContain("delivered up to %d.".formatted(ROWS));

            assertThat(service.terminate()).isEqualTo(143);

            assertThat(service.output())
                    .contains("delivered up to %d.".formatted(ROWS))
                    .doesNotContain("after ");
            service.startAnew().awaitOutput("shop is RUNNING");
            server.execute("INSERT INTO shop.item VALUES (%d)".formatted(ROWS + 1));
            service.awaitOutput("after 0 came %d".formatted(ROWS + 1));
        }
    }
}
