package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.corecdc.CoreCdcApplication;
import dev.corecdc.management.Http;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is masked or left out is in nothing that the service says or writes: not in records, whatever the change, not in statements, in the
 * log at its lowest level, in checkpoints or in answers.
 */
class MaskedValuesIT {

    /** Text, a number, and text in base64 and in hexadecimal digits. */
    private static final Pattern CANARY =
            Pattern.compile("canary|4242424242|Y2FuYXJ5|63616e617279", Pattern.CASE_INSENSITIVE);

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private static final String LOGIN = """
            logging.level: { root: trace, "[org.mongodb.driver]": trace, "[org.apache]": info, "[org.springframework]": info }
            spring.security.user: { name: me, password: me }
            """;

    private final Path folder;

    MaskedValuesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void ofTablesAreNowhere(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("masked");
        server.execute(
                "SET GLOBAL %s = ON"
                        .formatted(
                                kind == ServerKind.MYSQL
                                        ? "binlog_rows_query_log_events"
                                        : "binlog_annotate_row_events"),
                """
                CREATE TABLE %s.users (id VARCHAR(20) PRIMARY KEY, email VARCHAR(50), number BIGINT, amount DECIMAL(20, 2),
                  raw VARBINARY(20), doc JSON, kind ENUM('canary', 'b'), note TEXT, city VARCHAR(20))""".formatted(database),
                "CREATE TABLE %s.audit (id INT PRIMARY KEY AUTO_INCREMENT, what VARCHAR(20))".formatted(database),
                "CREATE TRIGGER %1$s.audited AFTER INSERT ON %1$s.users FOR EACH ROW INSERT INTO %1$s.audit (what) VALUES ('new')"
                        .formatted(database));
        try (ServiceProcess service =
                ServiceProcess.main(CoreCdcApplication.class, folder, LOGIN + shop(server, database))) {
            service.start().awaitOutput("shop is RUNNING");
            server.execute(
                    "INSERT INTO %s.users VALUES ('canary-1', 'canary@x', 4242424242, 4242424242.5, 'canary', '{\"a\": \"canary\"}', 'canary', 'canary', 'Ulm')"
                            .formatted(database),
                    "UPDATE %s.users SET email = 'canary@y', city = 'Bonn' WHERE id = 'canary-1'".formatted(database),
                    "ALTER TABLE %s.users ADD phone VARCHAR(20) DEFAULT 'canary' COMMENT 'canary', ADD size BIGINT DEFAULT 4242424242"
                            .formatted(database),
                    "UPDATE %s.users SET phone = 'canary-2' WHERE id = 'canary-1'".formatted(database),
                    "CREATE VIEW %1$s.some AS SELECT * FROM %1$s.users WHERE email = 'canary@x'".formatted(database),
                    "DELETE FROM %s.users WHERE id = 'canary-1'".formatted(database),
                    "INSERT INTO %s.audit (what) VALUES ('end')".formatted(database));
            List<JsonNode> records = awaitRecords("end");
            Map<String, String> said = said(service);
            service.terminate();

            assertThat(records)
                    .extracting(record -> record.path("event_type").asString())
                    .containsExactly("INSERT", "INSERT", "UPDATE", "QUERY", "UPDATE", "QUERY", "DELETE", "INSERT");
            JsonNode inserted = records.get(0).path("record");
            assertThat(inserted.path("id").asString()).matches("[0-9a-f]{64}");
            assertThat(inserted.path("email").asString()).isEqualTo("***");
            assertThat(inserted.path("raw").asString()).isEqualTo("Yw==");
            assertThat(inserted.path("number").isNull()).isTrue();
            assertThat(inserted.has("note")).isFalse();
            assertThat(inserted.path("city").asString()).isEqualTo("Ulm");
            assertThat(records.get(0).path("primary_key").asString()).isEqualTo("id");
            assertThat(records.get(2).path("before").path("id")).isEqualTo(inserted.path("id"));
            assertThat(records.get(0).has("query")).isTrue();
            assertThat(said.get("log"))
                    .containsOnlyOnce("Of %s.users, hidden: id, email, number, amount, raw, doc, kind, note\n"
                            .formatted(database))
                    .containsOnlyOnce("hidden: id, email, number, amount, raw, doc, kind, note, phone, size\n");
            assertNowhere(said);
        }
    }

    private static String shop(DatabaseServer server, String database) {
        return """
                cdc:
                  processors:
                    shop:
                      type: %1$s
                      include: ["%2$s.*"]
                      transforms:
                        exclude-columns: ["%2$s.users.note"]
                        secret: 0123456789abcdef
                        mask:
                          - { columns: ["%2$s.users.id", "%2$s.users.kind"], with: hash }
                          - { columns: ["%2$s.users.raw", "%2$s.users.doc"], with: truncate, length: 1 }
                          - { columns: ["*.users.number", "*.users.size"], with: "null" }
                          - { columns: ["%2$s.users.em?il", "%2$s.users.amount", "%2$s.*.phone"], with: redact }
                      %3$s
                  targets:
                    console: { type: log }
                    out: { type: file, file: { path: data/out.ndjson } }
                """.formatted(
                server.kind().type(), database, Yaml.connection(server).replace(" }", ", include-query: true }"));
    }

    @Test
    void ofDocumentsAreNowhere() throws Exception {
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start();
                MongoClient client = MongoClients.create(replicaSet.uri());
                ServiceProcess service =
                        ServiceProcess.main(CoreCdcApplication.class, folder, LOGIN + people(replicaSet.uri()))) {
            service.start().awaitOutput("people is RUNNING");
            MongoCollection<Document> people = client.getDatabase("test").getCollection("people");
            people.insertOne(
                    Document.parse(
                            "{_id: 1, email: 'canary', address: {street: 'canary', city: 'Ulm'}, phones: [{number: 4242424242}], note: 'canary'}"));
            people.updateOne(Filters.eq(1), Updates.set("address.street", "canary-2"));
            people.updateOne(Filters.eq(1), Updates.set("phones.0.number", 42424242421L));
            people.replaceOne(
                    Filters.eq(1),
                    Document.parse("{_id: 1, email: ['canary'], address: [{street: {name: 'canary'}}], city: 'Bonn'}"));
            people.deleteOne(Filters.eq(1));
            people.insertOne(Document.parse("{_id: 2, city: 'end'}"));
            List<JsonNode> records = awaitRecords("end");
            Map<String, String> said = said(service);
            service.terminate();

            assertThat(records)
                    .filteredOn(record -> !record.path("event_type").asString().equals("QUERY"))
                    .extracting(record -> record.path("event_type").asString())
                    .containsExactly("INSERT", "UPDATE", "UPDATE", "UPDATE", "DELETE", "INSERT");
            assertThat(records.toString())
                    .contains("\"address.street\":\"***\"", "\"city\":\"Ulm\"", "\"phones.0.number\":null");
            assertNowhere(said);
        }
    }

    private static String people(String uri) {
        return """
                cdc:
                  processors:
                    people:
                      type: mongodb
                      include: ["test.people"]
                      transforms:
                        exclude-columns: ["test.people.note"]
                        secret: 0123456789abcdef
                        mask:
                          - { columns: ["test.people.email"], with: hash }
                          - { columns: ["test.people.address.street"], with: redact }
                          - { columns: ["test.people.phones"], with: "null" }
                      mongodb: { uri: "%s", full-document-before-change: when-available }
                  targets:
                    console: { type: log }
                    out: { type: file, file: { path: data/out.ndjson } }
                """.formatted(uri);
    }

    private List<JsonNode> awaitRecords(String last) {
        return await().atMost(Duration.ofMinutes(2))
                .until(
                        this::records,
                        records -> !records.isEmpty()
                                && records.get(records.size() - 1).toString().contains('"' + last + '"'));
    }

    private List<JsonNode> records() throws IOException {
        Path file = folder.resolve("data/out.ndjson");
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    private Map<String, String> said(ServiceProcess service) throws Exception {
        Map<String, String> said = new LinkedHashMap<>();
        said.put("log", service.output());
        Matcher port = PORT.matcher(service.output());
        assertThat(port.find()).isTrue();
        Http http = new Http(Integer.parseInt(port.group(1)));
        for (String path : List.of("/api/processors", "/actuator/cdc", "/actuator/health", "/actuator/prometheus")) {
            said.put(path, http.send("GET", path, Http.login("me", "me")).body());
        }
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                said.put(file.toString(), Files.readString(file));
            }
        }
        return said;
    }

    private static void assertNowhere(Map<String, String> said) {
        assertThat(said).hasSizeGreaterThan(6);
        assertThat(said.get("log")).contains(" TRACE ").contains("\"event_type\":\"INSERT\"");
        said.forEach((where, text) -> assertThat(
                        text.lines().filter(line -> CANARY.matcher(line).find()))
                .as(where)
                .isEmpty());
    }
}
