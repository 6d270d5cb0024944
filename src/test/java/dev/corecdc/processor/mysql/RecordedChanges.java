package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;

import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The changes in recorded events, decoded. */
final class RecordedChanges {

    private final Map<String, Columns> columns = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();

    private RecordedChanges() {}

    /** A change with its values as {@link #values} shows them. */
    record Change(String table, EventType type, @Nullable List<@Nullable Object> before, List<@Nullable Object> row) {}

    /** Decodes the recording {@code topic} of a server. */
    static RecordedChanges of(Flavor flavor, String topic) {
        RecordedChanges recorded = new RecordedChanges();
        Map<Long, TableMap> maps = new HashMap<>();
        for (LoggedEvent event : RecordedEvents.read(flavor.name().toLowerCase(Locale.ROOT) + "-" + topic)) {
            if (event.isTableMap()) {
                TableMap map = TableMap.parse(event.body(), flavor);
                maps.put(TableMap.tableId(event.body()), map);
                recorded.columns.put(map.columns().table(), map.columns());
            } else {
                TableMap map = requireNonNull(maps.get(RowsEvent.tableId(event.body())));
                recorded.add(RowsEvent.open(event.type(), event.body(), map), map);
            }
        }
        return recorded;
    }

    private void add(RowsEvent rows, TableMap map) {
        while (rows.next()) {
            Row before = rows.before();
            changes.add(new Change(
                    map.columns().table(), rows.type(), before == null ? null : values(before), values(rows.row())));
        }
    }

    Columns columns(String table) {
        return requireNonNull(columns.get(table));
    }

    List<Change> changes(String table) {
        return changes.stream().filter(change -> change.table().equals(table)).toList();
    }

    /** The rows of a table into which everything was inserted. */
    List<List<@Nullable Object>> rows(String table) {
        return changes(table).stream().map(Change::row).toList();
    }

    /** Numbers as they are, bytes as {@code 0x…}, an absent value as {@link Row#ABSENT}, all else as its text. */
    private static List<@Nullable Object> values(Row row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(row.has(i) ? shown(row.get(i)) : Row.ABSENT);
        }
        return values;
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value == null || value instanceof Number) {
            return value;
        }
        if (value instanceof byte[] bytes) {
            return "0x" + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof float[] numbers) {
            List<Float> shown = new ArrayList<>();
            for (float number : numbers) {
                shown.add(number);
            }
            return shown;
        }
        if (value instanceof Geometry geometry) {
            return "SRID " + geometry.srid() + " " + shown(geometry.wkb());
        }
        return value.toString();
    }
}
