package dev.corecdc.bench;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** Writes the stretches of the log that are read. */
final class Workloads {

    private static final int ROWS_A_TRANSACTION = 10_000;

    /** Of the filtered workload: one transaction in so many is wanted. */
    private static final int WANTED = 20;

    /** Of a small transaction's course: two inserts, an update of each, a delete of one. */
    private static final int STEPS = 5;

    private static final String COLUMNS = """
            id BIGINT NOT NULL PRIMARY KEY, customer_id INT UNSIGNED NOT NULL, status ENUM('placed','paid','shipped','closed') NOT NULL,
            placed_at DATETIME(3) NOT NULL, changed_at TIMESTAMP(6) NOT NULL, total DECIMAL(12,2) NOT NULL, currency CHAR(3) NOT NULL,
            country VARCHAR(40) NOT NULL, email VARCHAR(120) NOT NULL, weight DOUBLE NULL, is_gift TINYINT(1) NOT NULL, note VARCHAR(255) NULL
            """;

    private static final String VALUES = """
            n, n %% 90000, 1 + n %% 4, '2026-01-01' + INTERVAL n %% 30000000 SECOND, NOW(6), n %% 100000 / 7, 'EUR',
            ELT(1 + n %% 3, 'Österreich', 'Deutschland', 'France'), CONCAT('customer', n %% 90000, '@example.com'), n / 3, n %% 2,
            IF(n %% 3 = 0, NULL, CONCAT('Leave it at the door no. ', n))
            """.replace("%%", "%");

    private final DatabaseServer server;
    private final double scale;

    /** @param scale 1 = the whole size */
    Workloads(DatabaseServer server, double scale) {
        this.server = server;
        this.scale = scale;
        server.execute(
                "CREATE DATABASE bench",
                "CREATE TABLE bench.numbers (n INT PRIMARY KEY)",
                "SET cte_max_recursion_depth = 100000",
                "INSERT INTO bench.numbers WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s"
                        .formatted(ROWS_A_TRANSACTION - 1));
    }

    /** A server that is busy with its log only. */
    static ServerOptions server() {
        return ServerOptions.DEFAULT.with(
                "--sync-binlog=0",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=OFF",
                "--innodb-buffer-pool-size=512M",
                "--max-binlog-size=1G");
    }

    /** Inserts of 10,000 rows a transaction. */
    Workload bulk() throws SQLException {
        createTables("orders");
        Place begin = begin();
        long transactions = Math.max(2, Math.round(400 * scale));
        for (long i = 0; i < transactions; i++) {
            insert("orders", i);
        }
        return begin.workload("bulk", "bench.orders", transactions * ROWS_A_TRANSACTION);
    }

    /** Transactions of one change each. */
    Workload small() {
        createTables("small_orders");
        server.execute("""
                CREATE PROCEDURE bench.write_small(courses BIGINT) BEGIN
                  DECLARE i BIGINT DEFAULT 0;
                  DECLARE n BIGINT;
                  WHILE i < courses DO
                    SET n = 2 * i;
                    INSERT INTO bench.small_orders SELECT %1$s;
                    SET n = 2 * i + 1;
                    INSERT INTO bench.small_orders SELECT %1$s;
                    UPDATE bench.small_orders SET status = 'paid', changed_at = NOW(6) WHERE id = 2 * i;
                    UPDATE bench.small_orders SET total = total + 1, changed_at = NOW(6) WHERE id = 2 * i + 1;
                    DELETE FROM bench.small_orders WHERE id = 2 * i;
                    SET i = i + 1;
                  END WHILE;
                END""".formatted(VALUES));
        Place begin = begin();
        long courses = Math.max(100, Math.round(200_000 * scale));
        server.execute("CALL bench.write_small(%d)".formatted(courses));
        return begin.workload("small", "bench.small_orders", courses * STEPS);
    }

    /** The same as {@link #bulk}, of which one row in twenty is wanted. */
    Workload filtered() throws SQLException {
        createTables("wanted_orders", "other_orders");
        Place begin = begin();
        long transactions = Math.max(WANTED, Math.round(400 * scale) / WANTED * WANTED);
        for (long i = 0; i < transactions; i++) {
            insert(i % WANTED == WANTED - 1 ? "wanted_orders" : "other_orders", i);
        }
        return begin.workload("filtered", "bench.wanted_orders", transactions / WANTED * ROWS_A_TRANSACTION);
    }

    private void createTables(String... tables) {
        for (String table : tables) {
            server.execute("CREATE TABLE bench.%s (%s)".formatted(table, COLUMNS));
        }
    }

    private Place begin() {
        return beginning(server);
    }

    /** The beginning of a new file. */
    static Place beginning(DatabaseServer server) {
        server.execute("FLUSH BINARY LOGS");
        return new Place(
                text(server, "SHOW BINARY LOG STATUS"),
                text(server, "SELECT @@GLOBAL.gtid_executed").replaceAll("\\s", ""));
    }

    private static String text(DatabaseServer server, String query) {
        return Objects.requireNonNull(server.value(query), query);
    }

    /** A place in the log. */
    record Place(String file, String gtids) {

        Workload workload(String name, String tables, long rows) {
            return new Workload(name, file, gtids, tables, rows);
        }
    }

    private void insert(String table, long transaction) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO bench.%s SELECT %s FROM (SELECT %d + n AS n FROM bench.numbers) AS numbers"
                    .formatted(table, VALUES, transaction * ROWS_A_TRANSACTION));
        }
    }
}
