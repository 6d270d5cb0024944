package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A course of random changes of tables, whose rows hold the names of their own columns, all of the same type: whatever is done to
 * them, no value ever comes under another name. {@code -Dnames.steps} makes it longer, {@code -Dnames.seed} repeats one.
 */
class RandomNamesIT {

    private static final int STEPS = Integer.getInteger("names.steps", 150);
    private static final int ROUND = 10;

    private static final List<String> TABLES = List.of("t", "u", "v");
    private static final List<String> COLUMNS = List.of("a", "b", "c", "d", "e", "f");

    /** {@code T} and {@code U} stand for tables, {@code X} and {@code Y} for columns. */
    private static final List<String> CHANGES = List.of(
            "ALTER TABLE T ADD COLUMN X VARCHAR(9)",
            "ALTER TABLE T ADD X VARCHAR(9) FIRST, ADD Y VARCHAR(9) AFTER X",
            "ALTER TABLE T ADD X VARCHAR(9) AFTER Y",
            "ALTER TABLE T DROP X",
            "ALTER TABLE T DROP X, ADD X VARCHAR(9) FIRST",
            "ALTER TABLE T DROP COLUMN X, RENAME COLUMN Y TO X",
            "ALTER TABLE T RENAME COLUMN X TO Y, RENAME COLUMN Y TO X",
            "ALTER TABLE T RENAME COLUMN X TO Y",
            "ALTER TABLE T CHANGE X Y VARCHAR(9)",
            "ALTER TABLE T CHANGE X Y VARCHAR(9), CHANGE Y X VARCHAR(9) FIRST",
            "ALTER TABLE T MODIFY X VARCHAR(9) FIRST",
            "ALTER TABLE T MODIFY X VARCHAR(9) AFTER Y, ADD INDEX (X)",
            "ALTER TABLE T MODIFY COLUMN X VARCHAR(9) AFTER Y, MODIFY Y VARCHAR(9) FIRST",
            "ALTER TABLE T CONVERT TO CHARACTER SET latin1",
            "ALTER TABLE T CONVERT TO CHARACTER SET utf8mb4, MODIFY X VARCHAR(9) FIRST",
            "ALTER TABLE T /*!50000 MODIFY X VARCHAR(9) FIRST */",
            "ALTER TABLE T ADD KEY (X), COMMENT 'DROP X'",
            "ALTER TABLE T RENAME TO U",
            "RENAME TABLE T TO swapped, U TO T, swapped TO U",
            "CREATE TABLE U LIKE T",
            "CREATE TABLE T (X VARCHAR(9), Y VARCHAR(9))",
            "CREATE TABLE IF NOT EXISTS T (Y VARCHAR(9), X VARCHAR(9))",
            "CREATE TABLE T SELECT * FROM U LIMIT 0",
            "DROP TABLE T",
            "TRUNCATE T",
            "CREATE TEMPORARY TABLE T (Y VARCHAR(9), X VARCHAR(9))",
            "DROP TEMPORARY TABLE T");

    /** Those of which it is certain what they do. */
    private static final List<String> FOLLOWED = CHANGES.stream()
            .filter(sql -> Stream.of("/*!", "IF NOT EXISTS", "SELECT", "CONVERT", "AFTER Y, MODIFY Y")
                    .noneMatch(sql::contains))
            .toList();

    @OnEveryServer
    void noValueComesUnderAnotherName(ServerKind kind) throws Exception {
        String off = kind == ServerKind.MYSQL ? "MINIMAL" : "NO_LOG";
        long seed = Long.getLong("names.seed", System.nanoTime());
        System.out.printf("Changing tables of %s with -Dnames.seed=%d%n", kind, seed);
        Random random = new Random(seed);
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--binlog-row-metadata=" + off))) {
            FollowedServer followed = FollowedServer.of(server);
            List<Position> positions = new ArrayList<>(List.of(followed.latest()));
            for (String table : TABLES) {
                followed.execute("CREATE TABLE %s (a VARCHAR(9), b VARCHAR(9), c VARCHAR(9))".formatted(table));
            }
            int rows = 0;
            int read = 0;
            for (int i = 0; i < STEPS / ROUND; i++) {
                for (int step = 0; step < ROUND; step++) {
                    if (random.nextInt(10) == 0) {
                        server.execute("SET GLOBAL binlog_row_metadata = " + (random.nextBoolean() ? "FULL" : off));
                    }
                    rows += change(followed, CHANGES, random);
                }
                Position last = positions.get(positions.size() - 1);
                try {
                    List<ChangeBatch> batches =
                            followed.readToEnd(followed.processor().parse(last.toMap()));
                    read += check(batches);
                    positions.add(
                            batches.isEmpty() ? last : Batches.last(batches).resumePosition());
                } catch (SourceException e) {
                    assertThat(e).hasMessageContaining("is not certain");
                    rows = read;
                    positions.add(followed.latest());
                }
            }
            assertThat(read).as("read of %d rows", rows).isEqualTo(rows).isGreaterThan(STEPS / 4);
            int certain = 0;
            for (Position position : positions) {
                try {
                    check(followed.readToEnd(position));
                    certain++;
                } catch (SourceException e) {
                    assertThat(e).hasMessageContaining("is not certain");
                }
            }
            System.out.printf(
                    "%s: %d rows, and from %d of %d places all the rest was certain%n",
                    kind, rows, certain, positions.size());
        }
    }

    /** What is done while a reader is far behind is unknown to it, and it begins anew all the time, where the log said the names or not. */
    @OnEveryServer
    void noSwitchOfFullMetadataStopsAReaderHoweverFarBehind(ServerKind kind) throws Exception {
        List<String> off = kind == ServerKind.MYSQL ? List.of("MINIMAL") : List.of("MINIMAL", "NO_LOG");
        long seed = Long.getLong("names.seed", System.nanoTime());
        System.out.printf("Switching FULL metadata of %s with -Dnames.seed=%d%n", kind, seed);
        Random random = new Random(seed);
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--binlog-row-metadata=FULL"))) {
            FollowedServer followed = FollowedServer.of(server);
            Position position = followed.latest();
            for (String table : TABLES) {
                followed.execute(
                        "CREATE TABLE %s (a VARCHAR(9), b VARCHAR(9), c VARCHAR(9))".formatted(table),
                        "INSERT INTO %s VALUES ('a', 'b', 'c')".formatted(table));
            }
            int rows = TABLES.size();
            int read = 0;
            List<Position> positions = new ArrayList<>();
            for (int i = 0; i < STEPS; i++) {
                if (random.nextInt(6) == 0) {
                    server.execute(
                            "SET GLOBAL binlog_row_metadata = " + (random.nextInt(3) == 0 ? "FULL" : any(off, random)));
                } else if (random.nextInt(40) == 0) {
                    server.execute("FLUSH BINARY LOGS");
                }
                rows += change(followed, FOLLOWED, random);
                if (random.nextInt(30) == 0) {
                    List<ChangeBatch> batches =
                            followed.readToEnd(followed.processor().parse(position.toMap()));
                    read += check(batches);
                    for (ChangeBatch batch : batches) {
                        position = batch.resumePosition();
                        if (random.nextInt(4) == 0) {
                            positions.add(position);
                        }
                    }
                }
            }
            read += check(followed.readToEnd(position));
            assertThat(read).isEqualTo(rows).isGreaterThan(STEPS / 10);
            for (Position again : positions) {
                check(followed.readToEnd(followed.processor().parse(again.toMap())));
            }
            System.out.printf("%s: %d rows, and all the rest of them from %d places%n", kind, rows, positions.size());
        }
    }

    /** Changes a table, which may fail, and adds a row to each; how many rows there are. */
    private static int change(FollowedServer followed, List<String> changes, Random random) throws SQLException {
        String table = any(TABLES, random);
        String column = any(COLUMNS, random);
        String sql = any(changes, random)
                .replaceAll("\\bT\\b", table)
                .replaceAll("\\bU\\b", any(TABLES, random))
                .replaceAll("\\bX\\b", column)
                .replaceAll("\\bY\\b", any(COLUMNS, random));
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + followed.database());
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                return 0; // it does not fit the tables there are
            }
            int rows = 0;
            for (String each : TABLES) {
                boolean hidden = sql.startsWith("CREATE TEMPORARY TABLE " + each);
                rows += hidden ? 0 : insert(statement, followed.database(), each);
            }
            return rows;
        }
    }

    private static int insert(Statement statement, String database, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet result = statement.executeQuery(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = '%s' AND table_name = '%s'"
                        .formatted(database, table))) {
            while (result.next()) {
                columns.add(result.getString(1));
            }
        }
        if (columns.isEmpty()) {
            return 0;
        }
        try {
            return statement.executeUpdate("INSERT INTO %s (%s) VALUES (%s)"
                    .formatted(
                            table,
                            String.join(", ", columns),
                            columns.stream().map("'%s'"::formatted).collect(Collectors.joining(", "))));
        } catch (SQLException e) {
            return 0; // it has too many columns
        }
    }

    /** How many rows were inserted, all under the right names. */
    private static int check(List<ChangeBatch> batches) {
        int rows = 0;
        for (ChangeEvent event : Batches.events(batches)) {
            if (event instanceof ChangeRecord change && change.type() == EventType.INSERT) {
                rows++;
                NamesIT.assertNamed(change);
            }
        }
        return rows;
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
