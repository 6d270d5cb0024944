package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is delivered of transactions that were rolled back, wholly or in part, is what the server's tables hold. */
class RollbackIT {

    /** Transactions on {@code i}, whose changes can be taken back, and {@code m}, whose cannot. Some statements fail. */
    private static final List<String> STORY = List.of(
            "BEGIN; INSERT INTO i VALUES (1); SAVEPOINT s; INSERT INTO i VALUES (2); ROLLBACK TO s; INSERT INTO i VALUES (3); COMMIT",
            "BEGIN; INSERT INTO i VALUES (4); SAVEPOINT s; INSERT INTO i VALUES (5); INSERT INTO m VALUES (5);"
                    + " INSERT INTO i VALUES (6); ROLLBACK TO s; INSERT INTO i VALUES (7); COMMIT",
            "BEGIN; INSERT INTO i VALUES (8); INSERT INTO m VALUES (8); ROLLBACK",
            "BEGIN; INSERT INTO m VALUES (9); INSERT INTO i VALUES (9); ROLLBACK",
            "BEGIN; SAVEPOINT s; INSERT INTO i VALUES (10); INSERT INTO m VALUES (10); ROLLBACK TO s; INSERT INTO i VALUES (11); COMMIT",
            "BEGIN; INSERT INTO m VALUES (12); SAVEPOINT s; INSERT INTO i VALUES (13); SAVEPOINT `T`; INSERT INTO i VALUES (14);"
                    + " SAVEPOINT s; INSERT INTO i VALUES (15); INSERT INTO m VALUES (16); ROLLBACK TO t; INSERT INTO i VALUES (17);"
                    + " RELEASE SAVEPOINT t; COMMIT",
            "BEGIN; INSERT INTO i VALUES (20); SAVEPOINT a; INSERT INTO i VALUES (21); SAVEPOINT b; INSERT INTO i VALUES (22);"
                    + " ROLLBACK TO b; INSERT INTO i VALUES (23); CREATE TEMPORARY TABLE t1 (id INT); UPDATE i SET id = 120 WHERE id = 20;"
                    + " ROLLBACK TO a; DELETE FROM i WHERE id = 1; COMMIT",
            "BEGIN; INSERT INTO i VALUES (24); CREATE TEMPORARY TABLE t2 (id INT); INSERT INTO i VALUES (25); ROLLBACK",
            "BEGIN; INSERT INTO i VALUES (26); DROP TEMPORARY TABLE IF EXISTS t2; SAVEPOINT q; INSERT INTO m VALUES (26);"
                    + " ROLLBACK TO q; ROLLBACK",
            "CREATE TRIGGER tr AFTER INSERT ON i FOR EACH ROW INSERT INTO m VALUES (NEW.id)",
            "BEGIN; INSERT INTO i VALUES (30); SAVEPOINT s; INSERT INTO i VALUES (31); ROLLBACK TO s; COMMIT",
            "BEGIN; INSERT INTO i VALUES (32); ROLLBACK",
            "INSERT INTO i VALUES (33), (33)",
            "DROP TRIGGER tr",
            "CREATE TRIGGER tr AFTER INSERT ON m FOR EACH ROW INSERT INTO i VALUES (NEW.id)",
            "BEGIN; INSERT INTO m VALUES (40); SAVEPOINT s; INSERT INTO m VALUES (41); ROLLBACK TO s; COMMIT",
            "BEGIN; INSERT INTO m VALUES (42); ROLLBACK",
            "INSERT INTO m VALUES (43), (43)",
            "DROP TRIGGER tr",
            "BEGIN; UPDATE i, m SET i.id = i.id + 1000, m.id = m.id + 1000 WHERE i.id = m.id; ROLLBACK",
            "BEGIN; SET @@SESSION.binlog_direct_non_transactional_updates = ON; INSERT INTO i VALUES (50); ROLLBACK",
            "SET SESSION binlog_direct_non_transactional_updates = ON; BEGIN; INSERT INTO i VALUES (51); SAVEPOINT s;"
                    + " INSERT INTO m VALUES (51); INSERT INTO i VALUES (52); ROLLBACK TO s; COMMIT",
            "INSERT INTO m VALUES (60), (61), (60)",
            "BEGIN; INSERT INTO i VALUES (62); INSERT INTO m VALUES (62), (63), (62); ROLLBACK",
            "BEGIN; INSERT INTO i VALUES (64); SAVEPOINT s; INSERT INTO m VALUES (64), (65), (64); ROLLBACK TO s; COMMIT");

    @OnEveryServer
    void deliversWhatTheTablesHold(ServerKind kind) throws Exception {
        deliverWhatTheTablesHold(kind.server(), "MyISAM");
    }

    @Test
    void deliversWhatTheTablesHoldWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            deliverWhatTheTablesHold(server, "MyISAM");
        }
    }

    @Test
    void deliversWhatTheTablesHoldOfAria() throws Exception {
        deliverWhatTheTablesHold(ServerKind.MARIADB.server(), "Aria");
    }

    private static void deliverWhatTheTablesHold(DatabaseServer server, String engine) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        followed.execute(
                "CREATE TABLE i (id INT PRIMARY KEY) ENGINE=InnoDB",
                "CREATE TABLE m (id INT PRIMARY KEY) ENGINE=" + engine);
        Position start = followed.latest();
        for (String part : STORY) {
            tell(followed, part);
        }

        List<ChangeBatch> batches = followed.readToEnd(start);

        Map<String, Set<Long>> tables = replay(batches);
        for (String table : List.of("i", "m")) {
            assertThat(tables.getOrDefault(table, Set.of()).toString().replaceAll("[\\[\\] ]", ""))
                    .as("table %s", table)
                    .isEqualTo(requireNonNull(server.value(
                            "SELECT GROUP_CONCAT(id ORDER BY id) FROM %s.%s".formatted(followed.database(), table))));
        }
        for (int i = 0; i < batches.size(); i++) {
            assertThat(FollowedServer.described(
                            followed.readToEnd(batches.get(i).resumePosition())))
                    .isEqualTo(FollowedServer.described(batches.subList(i + 1, batches.size())));
        }
    }

    /** Each part on a connection of its own; what a server refuses is left out, and the rest of the part goes on. */
    private static void tell(FollowedServer followed, String part) throws SQLException {
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + followed.database());
            for (String sql : part.split("; ", -1)) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    // a part of the story: a key that is there already, or a mixture that MySQL's GTIDs do not allow
                }
            }
        }
    }

    /** The ids that the tables hold after the changes; each change has to fit. */
    private static Map<String, Set<Long>> replay(List<ChangeBatch> batches) {
        Map<String, Set<Long>> tables = new TreeMap<>();
        for (ChangeBatch batch : batches) {
            for (ChangeRecord change : batch.records()) {
                Set<Long> ids = tables.computeIfAbsent(change.columns().table(), table -> new TreeSet<>());
                Long id = (Long) requireNonNull(change.row().get(0));
                if (change.type() == EventType.UPDATE) {
                    assertThat(ids.remove(requireNonNull(change.before()).get(0)))
                            .isTrue();
                }
                assertThat(change.type() == EventType.DELETE ? ids.remove(id) : ids.add(id))
                        .as("%s of %d", change.type(), id)
                        .isTrue();
            }
        }
        return tables;
    }

    /** Only MariaDB logs what was rolled back. */
    @Test
    void stopsAtALargeTransactionOfWhichAPartWasTakenBackTooLate() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MARIADB.server());
        followed.execute(
                "CREATE TABLE i (id INT PRIMARY KEY, note LONGTEXT) ENGINE=InnoDB",
                "CREATE TABLE m (id INT PRIMARY KEY) ENGINE=MyISAM");
        Position start = followed.latest();
        List<String> statements = new ArrayList<>(List.of("BEGIN", "SAVEPOINT z", "INSERT INTO i VALUES (1, '')"));
        statements.add("SAVEPOINT s");
        for (int i = 2; i < 12; i++) {
            statements.add("INSERT INTO i VALUES (%d, REPEAT('x', 1000000))".formatted(i));
        }
        statements.addAll(List.of("INSERT INTO m VALUES (1)", "ROLLBACK TO s", "COMMIT"));
        followed.execute(statements.toArray(String[]::new));

        List<ChangeBatch> batches = new ArrayList<>();
        try (ChangeReader reader = followed.processor().open(start)) {
            SourceException refused = Batches.readToFailure(reader, batches);
            assertThat(refused.kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(refused).hasMessageContaining("has been handed over").hasMessageContaining("8 MB");
        }
    }
}
