package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk that the service's forerunner printed in its README: what the file target holds afterwards, to the letter. */
class SeedWalkThroughIT {

    private static final String CREATE_DATABASE = "CREATE DATABASE IF NOT EXISTS test_database";
    private static final String CREATE_TABLE = """
            CREATE TABLE person (
                id INT AUTO_INCREMENT PRIMARY KEY,
                first_name VARCHAR(50) NOT NULL,
                last_name VARCHAR(50) NOT NULL,
                email VARCHAR(100),
                birth_date DATE,
                created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
            )""";

    private final Path folder;

    SeedWalkThroughIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void theFileHoldsTheRecords(ServerKind kind) throws Exception {
        walkThrough(kind, ServerOptions.DEFAULT);
    }

    @Test
    void theFileHoldsTheRecordsOfAServerWithoutGtids() throws Exception {
        walkThrough(ServerKind.MYSQL, ServerOptions.DEFAULT.withoutGtids());
    }

    private void walkThrough(ServerKind kind, ServerOptions options) throws Exception {
        try (DatabaseServer server = kind.start(options);
                ServiceProcess service = ServiceProcess.jar(folder, Yaml.shopToFile(server, "test_database.*"))
                        .start()
                        .awaitOutput("shop is RUNNING")) {
            walk(server);

            Path out = folder.resolve("data/out.ndjson");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(out) && Files.readAllLines(out).size() >= 6);
            assertThat(service.terminate()).isEqualTo(143);
            assertThat(Files.readAllLines(out)).containsExactlyElementsOf(expected(server));
        }
    }

    private static void walk(DatabaseServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET timestamp = 1733197735, time_zone = '+01:00'");
            statement.execute(CREATE_DATABASE);
            statement.execute("USE test_database");
            statement.execute(CREATE_TABLE);
            statement.execute("""
                    INSERT INTO person (first_name, last_name, email, birth_date)
                    VALUES
                    ('John', 'Doe', 'john.doe@example.com', '1990-01-15'),
                    ('Jane', 'Smith', 'jane.smith@example.com', '1985-07-22')""");
            statement.execute("UPDATE person SET first_name = 'Jonathan', last_name = 'Dover' WHERE id = 1");
            statement.execute("DELETE FROM person WHERE id = 2");
        }
    }

    private static List<String> expected(DatabaseServer server) throws SQLException {
        String john = person(1, "John", "Doe", "john.doe@example.com", "1990-01-15");
        String jane = person(2, "Jane", "Smith", "jane.smith@example.com", "1985-07-22");
        String jonathan = person(1, "Jonathan", "Dover", "john.doe@example.com", "1990-01-15");
        List<LoggedChange> log = LoggedChange.lastOf(server, 5);
        return List.of(
                log.get(0).ddl(CREATE_DATABASE, "null"),
                log.get(1).ddl(CREATE_TABLE.replace("\n", "\\n"), "\"person\""),
                log.get(2).row("INSERT", john, 1, ""),
                log.get(2).row("INSERT", jane, 2, ""),
                log.get(3).row("UPDATE", jonathan, 1, ",\"before\":" + john),
                log.get(4).row("DELETE", jane, 1, ""));
    }

    private static String person(int id, String first, String last, String email, String born) {
        return """
                {"id":%d,"first_name":"%s","last_name":"%s","email":"%s","birth_date":"%s","created_at":"2024-12-03T03:48:55"}""".formatted(id, first, last, email, born);
    }

    /** An event of rows or a DDL statement as SHOW BINLOG EVENTS tells of it; ids as JSON. */
    private record LoggedChange(String file, String end, String globalId, String transactionId) {

        private static final Pattern GTID = Pattern.compile("GTID(?:_NEXT=)? '?([0-9a-f:-]+)'?$");
        private static final Pattern XID = Pattern.compile("xid=(\\d+)");

        static List<LoggedChange> lastOf(DatabaseServer server, int count) throws SQLException {
            List<LoggedChange> changes = new ArrayList<>();
            String globalId = "null";
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement();
                    ResultSet events = statement.executeQuery("SHOW BINLOG EVENTS")) {
                boolean endUnknown = false;
                while (events.next()) {
                    if (endUnknown) { // MariaDB does not tell the ends of events within a transaction
                        LoggedChange last = changes.remove(changes.size() - 1);
                        changes.add(new LoggedChange(
                                last.file, events.getString("Pos"), last.globalId, last.transactionId));
                        endUnknown = false;
                    }
                    String type = events.getString("Event_type");
                    String info = events.getString("Info");
                    Matcher gtid = GTID.matcher(info);
                    Matcher xid = XID.matcher(info);
                    if (type.equals("Gtid") && gtid.find()) {
                        globalId = '"' + gtid.group(1) + '"';
                    } else if (type.matches("(Write|Update|Delete)_rows.*") || info.matches("(?s).*CREATE .*")) {
                        changes.add(new LoggedChange(
                                events.getString("Log_name"), events.getString("End_log_pos"), globalId, "null"));
                        endUnknown = true;
                    } else if (type.equals("Xid") && xid.find()) {
                        LoggedChange rows = changes.remove(changes.size() - 1);
                        changes.add(new LoggedChange(rows.file, rows.end, rows.globalId, '"' + xid.group(1) + '"'));
                    }
                }
            }
            return changes.subList(changes.size() - count, changes.size());
        }

        String ddl(String sql, String table) {
            return record("QUERY", "", "{\"query\":\"" + sql + "\"}", table, 1, "");
        }

        String row(String type, String row, int sequence, String before) {
            return record(type, "id", row, "\"person\"", sequence, before);
        }

        private String record(String type, String key, String row, String table, int sequence, String before) {
            return """
                    {"event_timestamp":1733197735,"event_type":"%s","global_id":%s,"position":%s,"primary_key":"%s",\
                    "record":%s,"schema_name":"test_database","table_name":%s,"service":"test","source":"%s",\
                    "transaction_id":%s,"sequence":%d%s}""".formatted(type, globalId, end, key, row, table, file, transactionId, sequence, before);
        }
    }
}
