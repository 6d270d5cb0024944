package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** The service as its operator sees it, over HTTP. */
class OperationIT {

    private static final String SETTINGS = """
            cdc.health.down-after: 2s
            spring.security.user: { name: me, password: secret }
            """;

    private final Path folder;

    OperationIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aPauseOutlivesARestart(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("paused");
        server.execute("CREATE TABLE %s.item (id INT PRIMARY KEY, value VARCHAR(20))".formatted(database));
        try (ServiceProcess service = ServiceProcess.jar(folder, SETTINGS + Yaml.shopToFile(server, database + ".*"))) {
            service.start().awaitOutput("shop is RUNNING");
            server.execute("INSERT INTO %s.item VALUES (1, 'before')".formatted(database));
            awaitChanges("INSERT 1 before");

            assertThat(Http.of(service).post("/api/processors/shop/pause")).isEqualTo(202);
            Http.of(service).awaitText("/api/processors/shop", "\"state\":\"PAUSED\"");
            server.execute("INSERT INTO %s.item VALUES (2, 'while')".formatted(database));
            service.terminate();
            service.startAnew().awaitOutput("shop is PAUSED");
            assertThat(Http.of(service).get("/actuator/health")).contains("\"status\":\"UP\"");
            assertThat(WrittenChanges.read(out())).containsExactly("INSERT 1 before");

            assertThat(Http.of(service).post("/api/processors/shop/resume")).isEqualTo(202);
            awaitChanges("INSERT 1 before", "INSERT 2 while");
            assertThat(Http.of(service).get("/actuator/prometheus"))
                    .contains("cdc_records_delivered_total{processor=\"shop\",target=\"out\"} 1.0");
        }
    }

    @OnEveryServer
    void aSourceThatIsNotThereIsTriedUntilItIs(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.jar(folder, SETTINGS + Yaml.shopToFile(server, "shop.*"))) {
            server.execute("CREATE DATABASE shop", "CREATE TABLE shop.item (id INT PRIMARY KEY, value VARCHAR(20))");
            server.stop();
            service.start().awaitOutput("shop is RECONNECTING");
            Http http = Http.of(service);
            http.awaitText("/actuator/health", "\"status\":\"DOWN\"");
            assertThat(http.get("/actuator/health/liveness")).contains("\"status\":\"UP\"");
            assertThat(http.get("/actuator/health/readiness")).contains("\"status\":\"UP\"");

            server.start();
            service.awaitOutput("shop is RUNNING");
            http.awaitText("/actuator/health", "\"status\":\"UP\"");
            server.execute("INSERT INTO shop.item VALUES (1, 'later')");
            awaitChanges("INSERT 1 later");
        }
    }

    @OnEveryServer
    void aWrongPasswordFailsAtOnceUnlessItHasWorked(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("refused");
        String reader = database + "_reader";
        server.execute(
                "CREATE TABLE %s.item (id INT PRIMARY KEY, value VARCHAR(20))".formatted(database),
                "CREATE USER %s@'%%' IDENTIFIED BY 'other'".formatted(reader),
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO %s@'%%'".formatted(reader));
        String yaml = Yaml.shopToFile(server, database + ".*")
                .replace("username: " + server.user(), "username: " + reader)
                .replace("password: " + server.password(), "password: right");
        try (ServiceProcess service = ServiceProcess.jar(folder, SETTINGS + yaml)) {
            service.start().awaitOutput("shop is FAILED");
            Http http = Http.of(service);
            assertThat(http.get("/api/processors/shop")).contains("refuses user '%s'".formatted(reader));
            assertThat(http.get("/actuator/health")).contains("\"status\":\"DOWN\"");

            server.execute("ALTER USER %s@'%%' IDENTIFIED BY 'right'".formatted(reader));
            assertThat(http.post("/api/processors/shop/resume")).isEqualTo(202);
            service.awaitOutput("shop is RUNNING");

            server.execute("ALTER USER %s@'%%' IDENTIFIED BY 'other'".formatted(reader));
            endConnections(server, reader);
            service.awaitOutput("shop is RECONNECTING: ");
            http.awaitText("/api/processors/shop", "refuses user '%s'".formatted(reader));
            server.execute(
                    "ALTER USER %s@'%%' IDENTIFIED BY 'right'".formatted(reader),
                    "INSERT INTO %s.item VALUES (1, 'again')".formatted(database));
            awaitChanges("INSERT 1 again");
        }
    }

    private static void endConnections(DatabaseServer server, String user) {
        String ids = server.value(
                "SELECT GROUP_CONCAT(id) FROM information_schema.processlist WHERE user = '%s'".formatted(user));
        assertThat(ids).as("the connections of %s", user).isNotNull();
        server.execute(Stream.of(String.valueOf(ids).split(",", -1))
                .map("KILL "::concat)
                .toArray(String[]::new));
    }

    private Path out() {
        return folder.resolve("data/out.ndjson");
    }

    private void awaitChanges(String... changes) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(WrittenChanges.read(out())).isEqualTo(List.of(changes)));
    }
}
