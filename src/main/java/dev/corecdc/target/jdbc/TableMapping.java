package dev.corecdc.target.jdbc;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the rows of one version of a source's table stand in a table of the database. For use by one thread at a time. */
final class TableMapping {

    private final Columns source;
    private final TargetTable table;
    private final List<TargetColumn> columns;
    private final List<Integer> key;
    private final Map<Object, Sql> statements = new HashMap<>();

    /**
     * Maps a table to one that has all its columns.
     *
     * @throws UnfitTableException when the table cannot take the rows
     */
    TableMapping(Columns source, TargetTable table, Names names) throws UnfitTableException {
        this.source = source;
        this.table = table;
        this.columns = columns(source, table, names);
        this.key = findKey();
    }

    private static List<TargetColumn> columns(Columns source, TargetTable table, Names names)
            throws UnfitTableException {
        List<TargetColumn> columns = new ArrayList<>(source.size());
        for (Column column : source.columns()) {
            TargetColumn found = table.columns().get(names.column(column.name()));
            if (found == null) {
                throw new UnfitTableException("the table %s has no column '%s', which %s.%s has"
                        .formatted(table.name(), names.column(column.name()), source.schema(), source.table()));
            }
            columns.add(found);
        }
        return List.copyOf(columns);
    }

    /** The source's primary key, or else the table's own. */
    private List<Integer> findKey() throws UnfitTableException {
        List<Integer> own = table.primaryKey().stream().map(this::indexOf).toList();
        if (source.primaryKey().isEmpty()) {
            return own.contains(-1) ? List.of() : own;
        }
        if (!table.isUnique(new HashSet<>(names(source.primaryKey())))) {
            throw new UnfitTableException(
                    "the table %s has neither a primary key nor a unique index on exactly %s, the primary key of %s.%s"
                            .formatted(table.name(), names(source.primaryKey()), source.schema(), source.table()));
        }
        return source.primaryKey();
    }

    private int indexOf(String name) {
        return columns.stream().map(TargetColumn::name).toList().indexOf(name);
    }

    /** The version of the source's table. */
    Columns source() {
        return source;
    }

    TargetTable table() {
        return table;
    }

    TargetColumn column(int index) {
        return columns.get(index);
    }

    /** Indexes of the columns by which a row is found; empty where rows have none. */
    List<Integer> key() {
        return key;
    }

    List<TargetColumn> columns(List<Integer> indexes) {
        return indexes.stream().map(columns::get).toList();
    }

    /** The names of columns in the database. */
    List<String> names(List<Integer> indexes) {
        return indexes.stream().map(index -> columns.get(index).name()).toList();
    }

    Set<String> keyNames() {
        return new HashSet<>(names(key));
    }

    /** The columns of a row that are to be written. */
    List<Integer> written(Row row) {
        List<Integer> present = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.has(i) && !columns.get(i).generated()) {
                present.add(i);
            }
        }
        return present;
    }

    /** Whether the log holds every column of the row. */
    static boolean isWhole(Row row) {
        for (int i = 0; i < row.size(); i++) {
            if (!row.has(i)) {
                return false;
            }
        }
        return true;
    }

    /** The values of a row's key, which can be compared with others; null when the row does not hold them, or has none. */
    @Nullable
    List<Object> keyOf(@Nullable Row row) {
        return row == null ? null : keyOf(row, row);
    }

    /** The key that a row has after an update, of which the log may hold only the columns that were changed. */
    @Nullable
    List<Object> keyAfter(ChangeRecord change) {
        return keyOf(change.row(), change.before() == null ? change.row() : change.before());
    }

    private @Nullable List<Object> keyOf(Row row, Row unchanged) {
        List<Object> values = new ArrayList<>(key.size());
        for (int index : key) {
            Row holder = row.has(index) ? row : unchanged;
            Object value = holder.has(index) ? holder.get(index) : null;
            if (value == null) {
                return null;
            }
            values.add(comparable(value));
        }
        return values.isEmpty() ? null : values;
    }

    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return value instanceof Json json ? json.text() : value;
    }

    /** A statement, made once for each shape. */
    Sql statement(Object shape, Supplier<Sql> make) {
        return statements.computeIfAbsent(shape, absent -> make.get());
    }
}
