package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is masked or left out is in no dead letter either, nor in what is told of it: of a target that puts all it got into its words, too. */
class MaskedDeadLettersIT {

    /** Text, a number, and text in base64 and in hexadecimal digits. */
    private static final Pattern CANARY =
            Pattern.compile("canary|4242424242|Y2FuYXJ5|63616e617279", Pattern.CASE_INSENSITIVE);

    private static final String SETTINGS = """
            logging.level: { root: trace, "[org.mongodb.driver]": trace, "[org.apache]": info, "[org.springframework]": info }
            spring.security.user: { name: me, password: secret }
            """;

    private static final String PICKY = "    picky: { type: bean, on-failure: dead-letter }\n";

    private final Path folder;

    MaskedDeadLettersIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void holdNothingOfWhatTablesHide(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String database = server.createDatabase("hidden");
        server.execute(
                "SET GLOBAL %s = ON"
                        .formatted(
                                kind == ServerKind.MYSQL
                                        ? "binlog_rows_query_log_events"
                                        : "binlog_annotate_row_events"),
                """
                CREATE TABLE %s.users (id VARCHAR(20) PRIMARY KEY, email VARCHAR(50), number BIGINT, raw VARBINARY(20), note TEXT,
                  city VARCHAR(20))""".formatted(database));
        try (ServiceProcess service =
                ServiceProcess.main(PickyTargetApplication.class, folder, SETTINGS + shop(server, database))) {
            service.start().awaitOutput("shop is RUNNING");
            server.execute(
                    "INSERT INTO %s.users VALUES ('canary-1', 'canary@x', 4242424242, 'canary', 'canary', 'poison')"
                            .formatted(database),
                    "UPDATE %s.users SET email = 'canary@y' WHERE id = 'canary-1'".formatted(database),
                    "ALTER TABLE %s.users ADD phone VARCHAR(20) DEFAULT 'canary' COMMENT 'canary'".formatted(database),
                    "UPDATE %s.users SET phone = 'canary-2' WHERE id = 'canary-1'".formatted(database),
                    "DELETE FROM %s.users WHERE id = 'canary-1'".formatted(database));
            Map<String, String> said = said(service, 5);
            if (kind == ServerKind.MYSQL) {
                said.put("the table of letters", rows(server, "checkpoints.core_cdc_checkpoints_dead"));
            }
            service.terminate();

            assertThat(said.get("letters")).contains("\"INSERT\"", "\"UPDATE\"", "\"DELETE\"", "ALTER TABLE", "***");
            assertNowhere(said, kind == ServerKind.MYSQL ? "the table of letters" : "dead-letters");
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
                          - { columns: ["%2$s.users.id"], with: hash }
                          - { columns: ["%2$s.users.raw"], with: truncate, length: 1 }
                          - { columns: ["*.users.number"], with: "null" }
                          - { columns: ["%2$s.users.email", "%2$s.*.phone"], with: redact }
                      %3$s
                  targets:
                """.formatted(
                                server.kind().type(),
                                database,
                                Yaml.connection(server).replace(" }", ", include-query: true }"))
                + PICKY
                + Yaml.storeIn(server);
    }

    @Test
    void holdNothingOfWhatDocumentsHide() throws Exception {
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start();
                MongoClient client = MongoClients.create(replicaSet.uri());
                ServiceProcess service = ServiceProcess.main(
                        PickyTargetApplication.class, folder, SETTINGS + people(replicaSet.uri()))) {
            service.start().awaitOutput("people is RUNNING");
            MongoCollection<Document> people = client.getDatabase("test").getCollection("people");
            people.insertOne(
                    Document.parse(
                            "{_id: 1, email: 'canary', address: {street: 'canary'}, phones: [{number: 4242424242}], note: 'canary', city: 'poison'}"));
            people.updateOne(Filters.eq(1), Updates.set("address.street", "canary-2"));
            people.deleteOne(Filters.eq(1));
            Map<String, String> said = said(service, 3);
            StringBuilder kept = new StringBuilder();
            for (String database : client.listDatabaseNames()) {
                if (!database.equals("test") && !database.equals("local")) {
                    for (String collection : client.getDatabase(database).listCollectionNames()) {
                        for (Document document : client.getDatabase(database)
                                .getCollection(collection)
                                .find()) {
                            kept.append(document.toJson()).append('\n');
                        }
                    }
                }
            }
            said.put("the documents of letters", kept.toString());
            service.terminate();

            assertThat(said.get("letters")).contains("\"INSERT\"", "\"UPDATE\"", "\"DELETE\"", "***");
            assertNowhere(said, "the documents of letters");
        }
    }

    private static String people(String uri) {
        return """
                cdc:
                  checkpoint:
                    type: mongodb
                    mongodb: { uri: "%1$s" }
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
                      mongodb: { uri: "%1$s", full-document-before-change: when-available }
                  targets:
                """.formatted(uri) + PICKY;
    }

    /** All that the service says and writes, once there are so many letters. */
    private Map<String, String> said(ServiceProcess service, int letters) throws Exception {
        Http http = Http.of(service);
        http.awaitText("/api/dead-letters", "\"total\":" + letters);
        Map<String, String> said = new LinkedHashMap<>();
        said.put("letters", http.get("/api/dead-letters"));
        for (JsonNode letter :
                JsonMapper.shared().readTree(http.get("/api/dead-letters")).path("deadLetters")) {
            String path = "/api/dead-letters/" + letter.path("id").asString();
            said.put(path, http.get(path));
            http.post(path + "/retry");
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> service.output().contains("rejected dead letter"));
        for (String path : List.of("/api/processors", "/actuator/cdc", "/actuator/health", "/actuator/prometheus")) {
            said.put(path, http.get(path));
        }
        said.put("log", service.output());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("application.yml"))
                    .toList()) {
                said.put(file.toString(), Files.readString(file));
            }
        }
        return said;
    }

    private static String rows(DatabaseServer server, String table) throws Exception {
        StringBuilder text = new StringBuilder();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(rows.getString(column)).append('\n');
                }
            }
        }
        return text.toString();
    }

    /** @param store where the letters are, so that they were looked into */
    private static void assertNowhere(Map<String, String> said, String store) {
        assertThat(said.get("log")).contains(" TRACE ", "rejected");
        assertThat(said.entrySet())
                .anyMatch(entry ->
                        entry.getKey().contains(store) && entry.getValue().contains("***"));
        said.forEach((where, text) -> assertThat(
                        text.lines().filter(line -> CANARY.matcher(line).find()))
                .as(where)
                .isEmpty());
    }
}
