package dev.corecdc.event;

import java.util.List;

/**
 * The columns of one version of a table, shared by all its rows.
 *
 * @param schema the database
 * @param primaryKey indexes into {@code columns}, in the order of the key; empty without a primary key
 */
public record Columns(String schema, String table, List<Column> columns, List<Integer> primaryKey) {

    public Columns {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /** The number of columns. */
    public int size() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }
}
