package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes changes of tables with an {@code id} and texts. */
final class Shop {

    static final Columns ITEM = table("item", List.of(0), "name", "note");
    static final Columns NOTE = table("note", List.of(), "name");

    private static final Origin ORIGIN =
            new Origin(Instant.parse("2026-11-03T10:15:30Z"), "binlog.000001", 100, null, null);

    private Shop() {}

    static Columns table(String name, List<Integer> key, String... texts) {
        Column id = new Column("id", ColumnType.BIGINT, false);
        List<Column> columns = IntStream.rangeClosed(0, texts.length)
                .mapToObj(i -> i == 0 ? id : new Column(texts[i - 1], ColumnType.TEXT, false))
                .toList();
        return new Columns("source", name, columns, key);
    }

    static ChangeRecord insert(Columns table, @Nullable Object... row) {
        return new ChangeRecord(
                EventType.INSERT, table, Row.of(Arrays.asList(row).toArray()), null, ORIGIN, 1);
    }

    static ChangeRecord update(Columns table, Row before, Row after) {
        return new ChangeRecord(EventType.UPDATE, table, after, before, ORIGIN, 1);
    }

    static ChangeRecord delete(Columns table, @Nullable Object... row) {
        return new ChangeRecord(
                EventType.DELETE, table, Row.of(Arrays.asList(row).toArray()), null, ORIGIN, 1);
    }

    /** A row; what is {@code absent} is not in the log. */
    static Row row(@Nullable Object... values) {
        return Row.of(Arrays.stream(values)
                .map(value -> "absent".equals(value) ? Row.ABSENT : value)
                .toArray());
    }
}
