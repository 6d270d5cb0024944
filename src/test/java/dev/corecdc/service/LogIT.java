package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of the service, as text and as JSON. */
class LogIT {

    private final Path folder;

    LogIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void isJsonByOneSetting(ServerKind kind) throws Exception {
        String settings = """
                logging.structured.format.console: ecs
                cdc.log-interval: 200ms
                """;
        DatabaseServer server = kind.server();
        String database = server.createDatabase("logged");
        server.execute("CREATE TABLE %s.item (id INT PRIMARY KEY, value VARCHAR(20))".formatted(database));
        try (ServiceProcess service = ServiceProcess.jar(folder, settings + Yaml.shopToFile(server, database + ".*"))) {
            service.start().awaitOutput("shop is RUNNING");
            server.execute("INSERT INTO %s.item VALUES (1, 'one'), (2, 'two')".formatted(database));
            await().atMost(Duration.ofMinutes(1)).until(() -> lines(service).stream()
                    .anyMatch(line -> line.path("rate").asDouble() > 0));
            assertThat(service.terminate()).isEqualTo(143);

            assertThat(lines(service)).allSatisfy(line -> assertThat(
                            line.path("ecs").path("version").asString())
                    .isNotEmpty());
            assertThat(first(service, "shop is RUNNING").path("processor").asString())
                    .isEqualTo("shop");
            JsonNode status = first(service, "shop: RUNNING");
            assertThat(status.path("processor").asString()).isEqualTo("shop");
            assertThat(status.path("rate").isNumber()).isTrue();
            assertThat(status.path("lag").isNumber()).isTrue();
            assertThat(status.path("position").path("file").asString()).isNotEmpty();
            assertThat(status.path("log").path("logger").asString()).isEqualTo("dev.corecdc.stream.StatusLog");
        }
    }

    @OnEveryServer
    void isTextThatNamesProcessorAndTarget(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("logged");
        server.execute("CREATE TABLE %s.item (id INT PRIMARY KEY, value VARCHAR(20))".formatted(database));
        try (ServiceProcess service = ServiceProcess.jar(folder, Yaml.shopToFile(server, database + ".*"))) {
            service.start().awaitOutput("shop is RUNNING").awaitOutput("Started CoreCdcApplication");
            int before = service.output().lines().toList().size();
            for (int i = 0; i < 50; i++) {
                server.execute("INSERT INTO %s.item VALUES (%d, 'x')".formatted(database, i));
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> WrittenChanges.read(folder.resolve("data/out.ndjson"))
                                    .size()
                            == 50);

            assertThat(service.output().lines().skip(before)).isEmpty();
            assertThat(service.output().lines())
                    .anyMatch(line -> line.matches(".*\\[ +cdc-shop] shop +d.*: shop is RUNNING"))
                    .anyMatch(line -> line.matches(".*\\[ +main] o\\.s\\.b.*: Tomcat started on port.*"));
        }
    }

    /** Those that are whole. */
    private static List<JsonNode> lines(ServiceProcess service) {
        String output = service.output();
        return output.substring(0, output.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private static JsonNode first(ServiceProcess service, String message) {
        return lines(service).stream()
                .filter(line -> line.path("message").asString().startsWith(message))
                .findFirst()
                .orElseThrow();
    }
}
