package dev.corecdc.processor.mysql;

import dev.corecdc.testing.DatabaseServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/** One connection of a {@link RandomWorkload}: transactions of any length, with savepoints and rollbacks. */
final class WorkloadWriter implements Callable<Void> {

    private static final List<String> METADATA = List.of("FULL", "MINIMAL");

    private static final List<String> IMAGES = List.of("FULL", "NOBLOB", "MINIMAL");

    private static final List<String> OF_MYSQL = List.of(
            "binlog_transaction_compression = ON",
            "binlog_transaction_compression = OFF",
            "binlog_rows_query_log_events = ON",
            "binlog_rows_query_log_events = OFF",
            "gtid_next = 'AUTOMATIC:of_one_writer'",
            "gtid_next = 'AUTOMATIC'");

    private static final List<String> OF_MARIADB = List.of(
            "GLOBAL log_bin_compress = ON",
            "GLOBAL log_bin_compress = OFF",
            "GLOBAL log_bin_compress_min_len = 10",
            "binlog_annotate_row_events = OFF",
            "binlog_annotate_row_events = ON",
            "binlog_alter_two_phase = ON",
            "gtid_domain_id = 1",
            "gtid_domain_id = 2");

    /** A statement that no server can read: a mistake in this test. */
    private static final int SYNTAX_ERROR = 1064;

    private final RandomWorkload workload;
    private final Random random;
    private final boolean changesTables;
    private final int rows;
    private final boolean mariaDb;

    /** Otherwise MariaDB's log does not have what REPLACE sets to its default. */
    private boolean whole = true;

    /** @param rows how many all writers are to change */
    WorkloadWriter(RandomWorkload workload, Random random, boolean changesTables, int rows) {
        this.workload = workload;
        this.random = random;
        this.changesTables = changesTables;
        this.rows = rows;
        this.mariaDb = workload.server().isMariaDb();
    }

    @Override
    public Void call() throws SQLException {
        DatabaseServer server = workload.server();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET innodb_lock_wait_timeout = 1, lock_wait_timeout = 3");
            long changed = 0;
            while (workload.committed(changed) < rows) {
                if (random.nextInt(25) == 0) {
                    run(statement, setting());
                }
                if (changesTables && random.nextInt(12) == 0) {
                    new RandomDdl(workload, random).run(statement);
                }
                changed = switch (random.nextInt(9)) {
                    case 0, 1, 2 -> Math.max(0, run(statement, change()));
                    case 3 -> xaTransaction(statement);
                    default -> transaction(statement);
                };
            }
        }
        return null;
    }

    private String setting() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> image(one(IMAGES));
            case 2 -> "SET GLOBAL binlog_row_metadata = " + one(METADATA);
            case 3 -> "SET GLOBAL binlog_checksum = " + one(List.of("NONE", "CRC32"));
            case 4 -> "SET time_zone = " + one(List.of("'+05:30'", "'+00:00'"));
            default -> "SET " + one(mariaDb ? OF_MARIADB : OF_MYSQL);
        };
    }

    /** With minimal images, documents that are logged in part cannot be put together. */
    private String image(String image) {
        whole = image.equals("FULL") || !mariaDb;
        String partial = image.equals("MINIMAL") || random.nextInt(3) == 0 ? "" : "PARTIAL_JSON";
        return "SET binlog_row_image = " + image + (mariaDb ? "" : ", binlog_row_value_options = '" + partial + "'");
    }

    private String one(List<String> choice) {
        return choice.get(random.nextInt(choice.size()));
    }

    private String change() {
        String change = workload.any(random).change(random, workload.any(random));
        return whole ? change : change.replaceFirst("^REPLACE", "INSERT IGNORE");
    }

    /** How many rows were changed for good. */
    private long transaction(Statement statement) throws SQLException {
        run(statement, random.nextInt(5) == 0 ? "START TRANSACTION WITH CONSISTENT SNAPSHOT" : "BEGIN");
        long changed = 0;
        int statements = 1 + random.nextInt(random.nextInt(10) == 0 ? 120 : 8);
        for (int i = 0; i < statements; i++) {
            switch (random.nextInt(12)) {
                case 0, 1 -> run(statement, "SAVEPOINT s" + random.nextInt(3));
                case 2 -> run(statement, "ROLLBACK TO s" + random.nextInt(3));
                case 3 -> run(statement, temporary());
                default -> changed += Math.max(0, run(statement, change()));
            }
        }
        boolean rollback = random.nextInt(8) == 0;
        run(statement, rollback ? "ROLLBACK" : "COMMIT");
        return rollback ? 0 : changed;
    }

    /** Prepared or not, and at times rolled back. What goes wrong ends it. */
    private long xaTransaction(Statement statement) throws SQLException {
        String name = " 'xa%d'".formatted(workload.newNumber());
        run(statement, "XA START" + name);
        long changed = 0;
        for (int i = random.nextInt(8); i >= 0; i--) {
            changed += Math.max(0, run(statement, change()));
        }
        boolean ended = run(statement, "XA END" + name) >= 0;
        boolean prepared = ended && random.nextInt(3) != 0 && run(statement, "XA PREPARE" + name) >= 0;
        boolean committed = ended
                && random.nextInt(4) != 0
                && run(statement, "XA COMMIT" + name + (prepared ? "" : " ONE PHASE")) >= 0;
        if (!committed) {
            run(statement, "XA ROLLBACK" + name);
        }
        return committed ? changed : 0;
    }

    /** What makes MariaDB log what is rolled back. */
    private String temporary() {
        return random.nextBoolean()
                ? "CREATE TEMPORARY TABLE IF NOT EXISTS mysql.scratch (id INT)"
                : "DROP TEMPORARY TABLE IF EXISTS mysql.scratch";
    }

    /** How many rows it changed; -1 if the server refused it, for which there are many good reasons. */
    private long run(Statement statement, String sql) throws SQLException {
        return run(workload, statement, sql);
    }

    static long run(RandomWorkload workload, Statement statement, String sql) throws SQLException {
        workload.ran();
        try {
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        } catch (SQLException e) {
            if (e.getErrorCode() == SYNTAX_ERROR || e.getErrorCode() == 0) {
                throw new SQLException(sql, e);
            }
            workload.refused(e.getErrorCode());
            return -1;
        }
    }
}
