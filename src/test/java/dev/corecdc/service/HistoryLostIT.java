package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

/** The server has purged what the service had not yet read. */
class HistoryLostIT {

    private final Path folder;

    HistoryLostIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aLostHistoryFailsUnlessTheConfigurationGivesItUp(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id INT PRIMARY KEY, value VARCHAR(20))");
            String yaml = Yaml.shopToFile(server, "shop.*");
            try (ServiceProcess service = ServiceProcess.jar(folder, yaml).start()) {
                service.awaitOutput("shop is RUNNING");
                server.execute("INSERT INTO shop.item VALUES (1, 'read')");
                awaitChanges("INSERT 1 read");
                service.terminate();

                server.execute("INSERT INTO shop.item VALUES (2, 'lost')");
                String current = purgeAllButTheLastFile(server);
                service.startAnew().awaitOutput("shop is FAILED");
                assertThat(service.output())
                        .containsAnyOf("The oldest log file is " + current, "the oldest log file is " + current);
                service.terminate();
            }
            String givenUp =
                    yaml.replace("type: " + kind.type(), "on-history-lost: latest\n      type: " + kind.type());
            try (ServiceProcess service = ServiceProcess.jar(folder, givenUp).startAnew()) {
                service.awaitOutput("changes are lost").awaitOutput("shop is RUNNING");
                server.execute("INSERT INTO shop.item VALUES (3, 'next')");
                awaitChanges("INSERT 1 read", "INSERT 3 next");
            }
        }
    }

    private static String purgeAllButTheLastFile(DatabaseServer server) {
        server.execute("FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
        String current = server.value(server.isMariaDb() ? "SHOW MASTER STATUS" : "SHOW BINARY LOG STATUS");
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            server.execute("PURGE BINARY LOGS TO '%s'".formatted(current));
            return current != null && current.equals(server.value("SHOW BINARY LOGS"));
        });
        return String.valueOf(current);
    }

    private void awaitChanges(String... changes) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(WrittenChanges.read(folder.resolve("data/out.ndjson")))
                        .containsExactly(changes));
    }
}
