package dev.corecdc.stream;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a change works on: the keys of a row, a table, a database or everything. Two changes of which one works on a part of what the other works on
 * must keep their order.
 *
 * @param places each from the largest to the smallest: none, a database, a table, the values of a key
 */
record ChangeScope(Set<List<String>> places) {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    ChangeScope {
        places = Set.copyOf(places);
    }

    static ChangeScope of(ChangeEvent change) {
        return change instanceof DdlEvent ddl ? ofDdl(ddl) : ofRow((ChangeRecord) change);
    }

    /** A statement whose tables are not known works on the whole database, one without a database on everything. */
    private static ChangeScope ofDdl(DdlEvent ddl) {
        String schema = ddl.schema();
        if (schema == null) {
            return new ChangeScope(Set.of(List.of()));
        }
        Set<List<String>> places = new LinkedHashSet<>();
        ddl.tables().forEach(table -> places.add(List.of(name(schema), name(table))));
        return new ChangeScope(places.isEmpty() ? Set.of(List.of(name(schema))) : places);
    }

    /** Of an update that changes the key both keys; of a table without a key, or a row of which it is not known, the table. */
    private static ChangeScope ofRow(ChangeRecord change) {
        Columns columns = change.columns();
        Row before = change.before();
        String after = key(columns, change.row(), before);
        if (after == null) {
            return new ChangeScope(Set.of(List.of(name(columns.schema()), name(columns.table()))));
        }
        Set<List<String>> places = new LinkedHashSet<>();
        places.add(List.of(name(columns.schema()), name(columns.table()), after));
        String old = before == null ? null : key(columns, before, change.row());
        if (old != null) {
            places.add(List.of(name(columns.schema()), name(columns.table()), old));
        }
        return new ChangeScope(places);
    }

    /** A value that the log does not hold in one image of the row is that of the other. */
    private static @Nullable String key(Columns columns, Row row, @Nullable Row other) {
        if (columns.primaryKey().isEmpty()) {
            return null;
        }
        StringBuilder key = new StringBuilder();
        for (int index : columns.primaryKey()) {
            if (row.has(index)) {
                append(key, row.get(index));
            } else if (other != null && other.has(index)) {
                append(key, other.get(index));
            } else {
                return null;
            }
        }
        return key.toString();
    }

    private static void append(StringBuilder key, @Nullable Object value) {
        String text = text(value);
        key.append(text.length()).append(':').append(text);
    }

    /** Values that some collation takes for equal are equal here: to wait without need is no harm, to overtake is. */
    private static String text(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.stripTrailingZeros().toPlainString();
        } else if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        } else if (value instanceof Geometry geometry) {
            return geometry.srid() + " " + Base64.getEncoder().encodeToString(geometry.wkb());
        } else if (value instanceof float[] vector) {
            return Arrays.toString(vector);
        } else if (value instanceof Json json) {
            return json.text();
        } else if (value instanceof String string) {
            String plain = MARKS.matcher(Normalizer.normalize(string, Normalizer.Form.NFKD))
                    .replaceAll("");
            return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT).stripTrailing();
        }
        return String.valueOf(value);
    }

    /** Names of databases and tables mean the same in capitals on some servers. */
    private static String name(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
