package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.List;

/** Says what becomes of columns. Safe for use by several threads. */
interface ColumnPolicy {

    /**
     * What becomes of a column, or of a field of a document.
     *
     * @param path its name; of a field in a field the names of both, with a dot between
     */
    Fate fate(Columns table, String path);

    /** Whether any field of a collection's documents can have another fate than {@link Fate#KEPT}. */
    boolean concerns(Columns collection);

    /** Whether a key is kept whatever becomes of other columns. */
    default boolean sparesKeys() {
        return false;
    }

    /** The fields that are there beside the table's own. */
    default List<Added> added() {
        return List.of();
    }

    /** The database, as it is called from then on. */
    default String schema(Columns table) {
        return table.schema();
    }

    /** The table, as it is called from then on. */
    default String table(Columns table) {
        return table.table();
    }
}
