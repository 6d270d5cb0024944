package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One story on a real MySQL, in all formats at once; that of Debezium is held against what Debezium itself has written of it. */
class FormatsIT {

    private static final String RESOURCES = "/dev/corecdc/format/";
    private static final List<String> FORMATS = List.of("core-cdc", "debezium", "maxwell", "canal", "cloudevents");
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** How many changes and statements there are. */
    private static final int STORY = 36;

    private static final String DATA = ",\"data\":";

    /** What differs from run to run, and what the service does not know. */
    private static final Set<String> OF_THE_RUN =
            Set.of("ts_ms", "ts_us", "ts_ns", "version", "server_id", "gtid", "file", "pos", "thread");

    private final Path folder;

    FormatsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyFormatTellsTheSameStory() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, settings(server))
                        .start()
                        .awaitOutput("shop is RUNNING")) {
            tell(server);
            for (String format : FORMATS) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.exists(file(format))
                                && lines(format).stream().anyMatch(line -> line.contains("DROP DATABASE formats")));
            }
            assertThat(service.terminate()).isEqualTo(143);
        }

        List<String> records = lines("core-cdc");
        assertThat(records).hasSize(STORY);
        assertThat(normalised("maxwell")).isEqualTo(resource("maxwell-story.ndjson"));
        assertThat(normalised("canal")).isEqualTo(resource("canal-story.ndjson"));
        assertThat(lines("cloudevents"))
                .extracting(line -> line.substring(line.indexOf(DATA) + DATA.length(), line.length() - 1))
                .isEqualTo(records);
        assertIsWhatDebeziumWrites(parsed(lines("debezium")));
    }

    private static void assertIsWhatDebeziumWrites(List<JsonNode> messages) throws IOException {
        // By default Debezium does not tell that a table was truncated.
        List<JsonNode> told = messages.stream()
                .filter(message -> !message.path("op").asString("").equals("t"))
                .toList();
        List<JsonNode> recorded = parsed(resource("debezium-recorded.ndjson"));
        assertThat(told).hasSameSizeAs(recorded).hasSize(messages.size() - 1);
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(plain(told.get(i))).isEqualTo(asWrittenHere(plain(recorded.get(i))));
        }
    }

    private List<String> normalised(String format) throws IOException {
        return lines(format).stream()
                .map(line -> line.replaceAll("\"(ts|es|xid|server_id)\":\\d+", "\"$1\":0"))
                .map(line -> line.replaceAll("\"(gtid|position)\":\"[^\"]*\"", "\"$1\":\"\""))
                .toList();
    }

    private static void tell(DatabaseServer server) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = '', time_zone = '+05:30'");
            for (String sql : resource("statements.sql")) {
                statement.execute(sql);
            }
        }
    }

    private Path file(String format) {
        return folder.resolve("data/" + format + ".ndjson");
    }

    private List<String> lines(String format) throws IOException {
        return Files.readAllLines(file(format));
    }

    private static List<String> resource(String name) throws IOException {
        try (var stream = FormatsIT.class.getResourceAsStream(RESOURCES + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    private static List<JsonNode> parsed(List<String> lines) {
        return lines.stream().map(MAPPER::readTree).toList();
    }

    /** Without what differs from run to run, and documents of a JSON column without the spaces between their parts. */
    private static ObjectNode plain(JsonNode message) {
        ObjectNode copy = message.deepCopy().asObject();
        copy.remove(OF_THE_RUN);
        copy.path("source").asObject().remove(OF_THE_RUN);
        if (copy.path("after").path("j").isString()) {
            JsonNode document = MAPPER.readTree(copy.path("after").path("j").asString());
            copy.path("after").asObject().put("j", document.toString());
        }
        return copy;
    }

    /** What the service writes otherwise, see formats.md. */
    private static JsonNode asWrittenHere(ObjectNode recorded) {
        JsonNode after = recorded.path("after");
        if (after.has("b1")) {
            ObjectNode numbers = after.asObject();
            numbers.replace(
                    "b",
                    MAPPER.readTree(
                            after.path("b").isNull() ? "null" : after.path("b").asBoolean() ? "1" : "0"));
            if (after.path("fd").isNumber()) {
                numbers.replace("fd", MAPPER.readTree(Float.toString((float)
                        after.path("fd").asDouble())));
            }
            if (after.path("y").asInt() == 1900) {
                numbers.put("y", 0);
            }
        } else if (after.path("e").asString("").equals("green\\, blue")) {
            after.asObject().put("e", "green, blue");
        } else if (recorded.path("ddl").asString("").startsWith("DROP TABLE")) {
            recorded.put("ddl", recorded.path("ddl").asString() + " /* generated by server */");
        } else if (recorded.path("ddl").asString("").startsWith("CREATE INDEX")) {
            recorded.put("databaseName", "formats");
            recorded.path("source").asObject().put("db", "formats").put("table", "composite");
        }
        return recorded;
    }

    private static String settings(DatabaseServer server) {
        StringBuilder targets = new StringBuilder();
        for (String format : FORMATS) {
            targets.append(
                    "    %1$s: { type: file, format: %1$s, file: { path: data/%1$s.ndjson } }%n".formatted(format));
        }
        return """
                cdc:
                  service: shop
                  processors:
                    shop:
                      type: mysql
                      include: ["formats.*"]
                      %s
                  targets:
                %s
                """.formatted(Yaml.connection(server), targets);
    }
}
