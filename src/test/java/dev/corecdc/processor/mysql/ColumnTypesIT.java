package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.processor.mysql.ColumnTypes.ColumnType;
import dev.corecdc.processor.mysql.ColumnTypes.Section;
import dev.corecdc.processor.mysql.ColumnTypes.Value;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.OnEveryVersion;
import dev.corecdc.testing.ServerKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/** Every column type of {@code column-types.txt}, inserted, updated and deleted on a real server. */
class ColumnTypesIT {

    private static final int SHOWN = 300;

    private final SoftAssertions softly = new SoftAssertions();

    @OnEveryVersion
    void everyTypeHasItsValueInEveryKindOfChange(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        List<Section> sections = ColumnTypes.of(followed.server());
        Position start = followed.latest();
        try (Connection connection = followed.server().connect()) {
            execute(connection, "USE " + followed.database());
            execute(connection, "SET NAMES utf8mb4, sql_mode = '', time_zone = '+05:30'");
            for (int i = 0; i < sections.size(); i++) {
                write(connection, "section" + i, sections.get(i));
            }
        }

        Iterator<ChangeRecord> changes = Batches.events(followed.readToEnd(start)).stream()
                .filter(ChangeRecord.class::isInstance)
                .map(ChangeRecord.class::cast)
                .iterator();

        for (Section section : sections) {
            assertRows(section, EventType.INSERT, 0, changes);
            assertRows(section, EventType.UPDATE, 1, changes);
            assertRows(section, EventType.DELETE, 1, changes);
        }
        assertThat(changes).isExhausted();
        softly.assertAll();
    }

    private static void write(Connection connection, String table, Section section) throws SQLException {
        List<ColumnType> columns = section.columns();
        int rows = rows(section);
        String declarations = IntStream.range(0, columns.size())
                .mapToObj(i -> "c%d %s".formatted(i, columns.get(i).declaration()))
                .collect(Collectors.joining(", "));
        execute(connection, "CREATE TABLE %s (id INT PRIMARY KEY, %s) CHARSET utf8mb4".formatted(table, declarations));
        for (int row = 0; row < rows; row++) {
            execute(connection, "INSERT INTO %s SET id = %d, %s".formatted(table, row, assignments(columns, row)));
        }
        for (int row = 0; row < rows; row++) {
            String assignments = assignments(columns, (row + 1) % rows);
            execute(connection, "UPDATE %s SET %s WHERE id = %d".formatted(table, assignments, row));
        }
        execute(connection, "DELETE FROM %s ORDER BY id".formatted(table));
    }

    private static int rows(Section section) {
        return 1
                + section.columns().stream()
                        .mapToInt(column -> column.values().size())
                        .max()
                        .orElseThrow();
    }

    private static String assignments(List<ColumnType> columns, int row) {
        List<String> assignments = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            assignments.add("c%d = %s".formatted(i, columns.get(i).value(row).sql()));
        }
        return String.join(", ", assignments);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + abbreviated(sql), e);
        }
    }

    /**
     * @param shift by how many rows the values have moved on
     */
    private void assertRows(Section section, EventType type, int shift, Iterator<ChangeRecord> changes) {
        int rows = rows(section);
        for (int row = 0; row < rows; row++) {
            ChangeRecord change = changes.next();
            assertThat(change.type()).isEqualTo(type);
            assertValues(section, change, "record", row, (row + shift) % rows);
            if (type == EventType.UPDATE) {
                assertValues(section, change, "before", row, row);
            }
        }
    }

    private void assertValues(Section section, ChangeEvent change, String key, int id, int row) {
        Map<String, String> values = CoreCdcJson.values(change, key);
        assertThat(values).hasSize(section.columns().size() + 1).containsEntry("id", Integer.toString(id));
        for (int i = 0; i < section.columns().size(); i++) {
            ColumnType column = section.columns().get(i);
            Value value = column.value(row);
            String actual = values.get("c" + i);
            if (!value.json().equals(actual)) {
                softly.fail(
                        "%s %s of %s = %s%n  expected %s%n  but was  %s",
                        change.type(),
                        key,
                        abbreviated(column.declaration()),
                        abbreviated(value.sql()),
                        abbreviated(value.json()),
                        abbreviated(String.valueOf(actual)));
            }
        }
    }

    private static String abbreviated(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
