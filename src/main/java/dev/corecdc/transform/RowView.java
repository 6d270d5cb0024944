package dev.corecdc.transform;

import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row as an expression sees it: numbers and text as they are, JSON as maps and lists, all else as text. */
record RowView(Map<String, Integer> places, String table, Row row) {

    /**
     * The value of a column, whatever the case of its name.
     *
     * @throws IllegalArgumentException when there is none of that name, or the log does not hold it: whether the row is wanted cannot be told
     */
    @Nullable
    Object get(String column) {
        Integer place = places.get(column);
        if (place == null) {
            place = places.get(column.toLowerCase(Locale.ROOT));
        }
        if (place == null) {
            throw new IllegalArgumentException("%s has no column '%s'".formatted(table, column));
        }
        if (!row.has(place)) {
            throw new IllegalArgumentException(
                    "the log does not hold the column '%s' of every change of %s; it would with binlog_row_image=FULL"
                            .formatted(column, table));
        }
        return shown(row.get(place));
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value == null || value instanceof Number || value instanceof String) {
            return value;
        }
        return value instanceof Json json ? JsonTree.of(json) : ValueText.of(value);
    }
}
