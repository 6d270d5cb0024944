package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the column {@code event_timestamp} to rows: when the log says that the change happened, in seconds since the epoch. A table that has a column of that name keeps its own.
 * For use by one thread at a time.
 */
final class EventTimestamps {

    static final Column COLUMN = new Column("event_timestamp", ColumnType.BIGINT, false);

    private final Map<Columns, Columns> extended = new HashMap<>();
    private @Nullable Columns last;
    private Columns lastExtended = new Columns("", "", List.of(), List.of());

    /** The changes with the column. */
    List<ChangeRecord> addedTo(List<ChangeRecord> records) {
        return records.stream().map(this::addedTo).toList();
    }

    private ChangeRecord addedTo(ChangeRecord change) {
        Columns columns = extended(change.columns());
        if (columns.size() == change.columns().size()) {
            return change;
        }
        Object value = change.type() == EventType.DELETE
                ? Row.ABSENT
                : (Long) change.origin().timestamp().getEpochSecond();
        Row before = change.before();
        return new ChangeRecord(
                change.type(),
                columns,
                with(change.row(), value),
                before == null ? null : with(before, Row.ABSENT),
                change.origin(),
                change.sequence());
    }

    private Columns extended(Columns columns) {
        if (!columns.equals(last)) {
            lastExtended = extended.computeIfAbsent(columns, EventTimestamps::extend);
            last = columns;
        }
        return lastExtended;
    }

    private static Columns extend(Columns columns) {
        if (columns.columns().stream().anyMatch(column -> column.name().equalsIgnoreCase(COLUMN.name()))) {
            return columns;
        }
        List<Column> more = new ArrayList<>(columns.columns());
        more.add(COLUMN);
        return new Columns(columns.schema(), columns.table(), more, columns.primaryKey());
    }

    private static Row with(Row row, Object value) {
        @Nullable Object[] values = new @Nullable Object[row.size() + 1];
        for (int i = 0; i < row.size(); i++) {
            values[i] = row.has(i) ? row.get(i) : Row.ABSENT;
        }
        values[row.size()] = value;
        return Row.of(values);
    }
}
