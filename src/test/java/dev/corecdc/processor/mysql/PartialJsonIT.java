package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rows whose JSON columns were changed in part are what the server shows, before and after. Longer with
 * {@code -Dpartial.changes=20000}; another course with {@code -Dpartial.seed=…}.
 */
class PartialJsonIT {

    private static final int CHANGES = Integer.getInteger("partial.changes", 3_000);
    private static final long SEED = Long.getLong("partial.seed", System.nanoTime());
    private static final int ROWS = 8;

    @Test
    void rowsAreWhatTheServerShows() throws Exception {
        System.out.printf("-Dpartial.changes=%d -Dpartial.seed=%d%n", CHANGES, SEED);
        try (DatabaseServer server =
                ServerKind.MYSQL.start(ServerOptions.DEFAULT.with("--binlog-row-value-options=PARTIAL_JSON"))) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE doc (id INT PRIMARY KEY, a JSON, n INT NOT NULL, b JSON)");
            Position start = followed.latest();
            List<String> expected = write(followed);

            List<String> rows = new ArrayList<>();
            Map<Object, String> current = new HashMap<>();
            for (ChangeEvent event : Batches.events(followed.readToEnd(start))) {
                ChangeRecord change = (ChangeRecord) event;
                String row = FollowedServer.values(change.row()).toString();
                String before = current.put(requireNonNull(change.row().get(0)), row);
                if (change.type() == EventType.UPDATE) {
                    assertThat(FollowedServer.values(requireNonNull(change.before()))
                                    .toString())
                            .isEqualTo(before);
                    rows.add(row);
                }
            }
            assertThat(rows).containsExactlyElementsOf(expected);
        }
    }

    /** What the server shows of each row after each update, in the order of the log. */
    private static List<String> write(FollowedServer followed) throws SQLException {
        Random random = new Random(SEED);
        RandomJson json = new RandomJson(random);
        List<String> shown = new ArrayList<>();
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("USE " + followed.database());
            for (int id = 1; id <= ROWS; id++) {
                statement.execute("INSERT INTO doc VALUES (%d, %s, 0, %s)"
                        .formatted(id, json.document(id), id % 3 == 0 ? "NULL" : json.document(id)));
            }
            for (int i = 0; i < CHANGES; i++) {
                int first = 1 + random.nextInt(ROWS);
                int last = random.nextInt(4) == 0 ? ROWS : first;
                String set =
                        switch (random.nextInt(6)) {
                            case 0 -> "b = " + json.change("b");
                            case 1 -> "a = %s, b = %s".formatted(json.change("a"), json.change("b"));
                            case 2 -> random.nextInt(20) == 0 ? "a = " + json.document(first) : "n = n";
                            default -> "a = " + json.change("a");
                        };
                if (random.nextInt(50) == 0) {
                    statement.execute("SET binlog_row_image = " + (random.nextBoolean() ? "FULL" : "NOBLOB"));
                }
                String rows = " WHERE id BETWEEN %d AND %d ORDER BY id".formatted(first, last);
                statement.execute("UPDATE doc SET %s, n = n + 1%s".formatted(set, rows));
                try (ResultSet row = statement.executeQuery("SELECT * FROM doc" + rows)) {
                    while (row.next()) {
                        shown.add("[%s, %s, %s, %s]"
                                .formatted(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
                    }
                }
            }
        }
        return shown;
    }
}
