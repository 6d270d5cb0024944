package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records logs of real servers, each with events of some kinds, as they are read by {@link RecordedLog}: {@code FOLDER}. Started by
 * {@code src/test/tools/record-logs}.
 */
final class LogRecorder {

    private static final String TABLE =
            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(50), doc JSON, total DECIMAL(12,4))";

    /** By the name of the recording. Every list begins in an empty database. */
    private static final Map<String, List<String>> MYSQL = Map.of(
            "log",
            List.of(
                    TABLE,
                    "SET binlog_rows_query_log_events = ON",
                    "INSERT INTO t VALUES (1, 'one', '{\"a\": [1, 2.5, null]}', 1.5), (2, 'two', NULL, NULL)",
                    "UPDATE t SET name = 'eins', total = -7.25 WHERE id = 1",
                    "DELETE FROM t WHERE id = 2",
                    "SET gtid_next = 'AUTOMATIC:tagged'",
                    "INSERT INTO t VALUES (3, 'three', '[]', 0)",
                    "SET gtid_next = 'AUTOMATIC'",
                    "CREATE TABLE m (id INT, b BLOB) ENGINE=MyISAM",
                    "INSERT INTO m VALUES (1, x'0102'), (NULL, NULL)",
                    "CREATE TABLE made SELECT id, name FROM t",
                    "SET binlog_row_image = MINIMAL",
                    "UPDATE t SET name = 'drei' WHERE id = 3",
                    "START TRANSACTION",
                    "INSERT INTO t (id) VALUES (4)",
                    "SAVEPOINT a",
                    "DELETE FROM t WHERE id = 1",
                    "COMMIT",
                    "RENAME TABLE m TO n",
                    "DROP TABLE n, made"),
            "payload",
            List.of(
                    TABLE,
                    "SET binlog_transaction_compression = ON",
                    "INSERT INTO t VALUES (1, REPEAT('x', 50), '{\"a\": 1}', 1), (2, 'two', NULL, NULL)",
                    "UPDATE t SET total = 2",
                    "DELETE FROM t"),
            "partial",
            List.of(
                    TABLE,
                    "INSERT INTO t VALUES (1, 'one', '{\"a\": [1, 2], \"b\": {\"c\": \"" + "x".repeat(200)
                            + "\"}}', 1)",
                    "SET binlog_row_value_options = PARTIAL_JSON",
                    "UPDATE t SET doc = JSON_SET(doc, '$.a[0]', 5)",
                    "UPDATE t SET doc = JSON_REMOVE(JSON_ARRAY_INSERT(doc, '$.a[1]', 'n'), '$.b.c')"),
            "xa",
            List.of(
                    TABLE,
                    "XA START 'a', 'b', 3",
                    "INSERT INTO t (id) VALUES (1)",
                    "XA END 'a', 'b', 3",
                    "XA PREPARE 'a', 'b', 3",
                    "XA COMMIT 'a', 'b', 3",
                    "XA START 'c'",
                    "INSERT INTO t (id) VALUES (2)",
                    "XA END 'c'",
                    "XA COMMIT 'c' ONE PHASE",
                    "XA START 'd'",
                    "INSERT INTO t (id) VALUES (3)",
                    "XA END 'd'",
                    "XA PREPARE 'd'",
                    "XA ROLLBACK 'd'"),
            "statement",
            List.of(
                    "CREATE TABLE s (id INT AUTO_INCREMENT PRIMARY KEY, v DOUBLE)",
                    "SET binlog_format = STATEMENT",
                    "SET @a = 5",
                    "INSERT INTO s (v) VALUES (@a + RAND())"));

    private static final Map<String, List<String>> MARIADB = Map.of(
            "log",
            List.of(
                    TABLE,
                    "INSERT INTO t VALUES (1, 'one', '{\"a\": [1, 2.5, null]}', 1.5), (2, 'two', NULL, NULL)",
                    "UPDATE t SET name = 'eins', total = -7.25 WHERE id = 1",
                    "DELETE FROM t WHERE id = 2",
                    "CREATE TABLE m (id INT, b BLOB) ENGINE=Aria TRANSACTIONAL=0",
                    "INSERT INTO m VALUES (1, x'0102'), (NULL, NULL)",
                    "CREATE TABLE made SELECT id, name FROM t",
                    "CREATE SEQUENCE q",
                    "SELECT NEXT VALUE FOR q",
                    "SET binlog_row_image = MINIMAL",
                    "UPDATE t SET name = 'drei' WHERE id = 1",
                    "START TRANSACTION",
                    "INSERT INTO t (id) VALUES (4)",
                    "SAVEPOINT a",
                    "DELETE FROM t WHERE id = 1",
                    "COMMIT",
                    "RENAME TABLE m TO n",
                    "DROP TABLE n, made"),
            "compressed_log",
            List.of(
                    "SET GLOBAL log_bin_compress = 1, GLOBAL log_bin_compress_min_len = 10",
                    TABLE,
                    "INSERT INTO t VALUES (1, REPEAT('x', 50), '{\"a\": 1}', 1), (2, 'two', NULL, NULL)",
                    "UPDATE t SET total = 2",
                    "DELETE FROM t"),
            "xa",
            List.of(
                    TABLE,
                    "XA START 'a', 'b', 3",
                    "INSERT INTO t (id) VALUES (1)",
                    "XA END 'a', 'b', 3",
                    "XA PREPARE 'a', 'b', 3",
                    "XA COMMIT 'a', 'b', 3",
                    "XA START 'd'",
                    "INSERT INTO t (id) VALUES (3)",
                    "XA END 'd'",
                    "XA PREPARE 'd'",
                    "XA ROLLBACK 'd'"),
            "two_phases",
            List.of(TABLE, "SET SESSION binlog_alter_two_phase = 1", "ALTER TABLE t ADD COLUMN a INT"),
            "statement",
            List.of(
                    "CREATE TABLE s (id INT AUTO_INCREMENT PRIMARY KEY, v DOUBLE)",
                    "SET binlog_format = STATEMENT",
                    "SET @a = 5",
                    "INSERT INTO s (v) VALUES (@a + RAND())"));

    private LogRecorder() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        record(ServerKind.MYSQL, ServerOptions.DEFAULT, MYSQL, folder);
        record(
                ServerKind.MYSQL,
                ServerOptions.DEFAULT.withoutGtids(),
                Map.of("anonymous", List.of(TABLE, "INSERT INTO t VALUES (1, 'one', NULL, 2)", "DELETE FROM t")),
                folder);
        record(ServerKind.MARIADB, ServerOptions.DEFAULT, MARIADB, folder);
    }

    private static void record(
            ServerKind kind, ServerOptions options, Map<String, List<String>> recordings, Path folder)
            throws IOException {
        try (DatabaseServer server = kind.start(options)) {
            server.execute("CREATE DATABASE shop");
            for (Map.Entry<String, List<String>> recording : recordings.entrySet()) {
                server.execute("DROP DATABASE shop", "CREATE DATABASE shop", "FLUSH BINARY LOGS");
                String verb = kind == ServerKind.MYSQL ? "SHOW BINARY LOG STATUS" : "SHOW MASTER STATUS";
                String file = server.value(verb);
                server.execute(Stream.concat(Stream.of("USE shop"), recording.getValue().stream())
                        .toArray(String[]::new));
                server.execute("FLUSH BINARY LOGS");
                Path log = Path.of(server.value("SELECT @@log_bin_basename")).resolveSibling(file);
                String name = "%s-%s.binlog".formatted(kind.name().toLowerCase(Locale.ROOT), recording.getKey());
                Files.write(folder.resolve(name), Files.readAllBytes(log));
            }
        }
    }
}
