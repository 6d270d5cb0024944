package dev.corecdc.event;

import java.util.List;

/**
 * The columns of one version of a table, shared by all its rows.
 *
 * @param schema the database
 * @param primaryKey indexes into {@code columns}, in the order of the key; empty without a primary key
 */
public record Columns(String schema, String table, List<Column> columns, List<Integer> primaryKey) {

    /** Where {@code _id} stands in a row of a collection. */
    public static final int ID = 0;

    /** Where the document stands in a row of a collection. */
    public static final int DOCUMENT = 1;

    private static final List<Column> OF_COLLECTION =
            List.of(new Column("_id", ColumnType.JSON, false), new Column("document", ColumnType.DOCUMENT, false));

    public Columns {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /** The columns that stand for a collection, whose documents need not have the same fields: {@code _id}, and the document. */
    public static Columns ofCollection(String database, String collection) {
        return new Columns(database, collection, OF_COLLECTION, List.of(ID));
    }

    /** Whether these are {@link #ofCollection}. */
    public boolean isOfCollection() {
        return columns.size() == 2 && columns.get(DOCUMENT).type() == ColumnType.DOCUMENT;
    }

    /** The number of columns. */
    public int size() {
        return columns.size();
    }

    public Column column(int index) {
        return columns.get(index);
    }
}
