package dev.corecdc.target.mongodb;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes changes of tables with an {@code id} and texts, each at a place of its own in the log. */
final class Shop {

    static final Columns ITEM = table("item", List.of(0), "name", "note");
    static final Columns NOTE = table("note", List.of(), "name");
    static final Columns PAIR = table("pair", List.of(1, 0), "b", "n");

    private static final AtomicLong PLACE = new AtomicLong();

    private Shop() {}

    static Columns table(String name, List<Integer> key, String... texts) {
        Column id = new Column("id", ColumnType.BIGINT, false);
        List<Column> columns = IntStream.rangeClosed(0, texts.length)
                .mapToObj(i -> i == 0 ? id : new Column(texts[i - 1], ColumnType.TEXT, false))
                .toList();
        return new Columns("shop", name, columns, key);
    }

    static ChangeRecord insert(Columns table, @Nullable Object... row) {
        return change(EventType.INSERT, table, row(row), null);
    }

    static ChangeRecord update(Columns table, @Nullable Row before, Row after) {
        return change(EventType.UPDATE, table, after, before);
    }

    static ChangeRecord delete(Columns table, @Nullable Object... row) {
        return change(EventType.DELETE, table, row(row), null);
    }

    private static ChangeRecord change(EventType type, Columns table, Row row, @Nullable Row before) {
        long place = PLACE.addAndGet(100);
        Origin origin = new Origin(Instant.parse("2026-11-03T10:15:30Z"), "binlog.000001", place, null, null);
        return new ChangeRecord(type, table, row, before, origin, 1);
    }

    /** A row; what is {@code absent} is not in the log. */
    static Row row(@Nullable Object... values) {
        return Row.of(Arrays.stream(values)
                .map(value -> "absent".equals(value) ? Row.ABSENT : value)
                .toArray());
    }
}
