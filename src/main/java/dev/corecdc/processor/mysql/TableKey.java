package dev.corecdc.processor.mysql;

import java.util.List;

/**
 * The key by which a server knows the rows of a table: the primary key, else the first UNIQUE key whose columns are whole and cannot be NULL. A log
 * that names columns tells its columns, and nothing else of it.
 *
 * @param columns indexes into those of the table, in the order of the key; empty where there is none
 * @param primary whether it is certain that it is the primary key, so that no other can take its place
 * @param others whether there may be unique keys beside it
 */
record TableKey(List<Integer> columns, boolean primary, boolean others) {

    /** Of a table without unique keys. */
    static final TableKey NONE = new TableKey(List.of(), false, false);

    TableKey {
        columns = List.copyOf(columns);
    }

    static TableKey primary(List<Integer> columns, boolean others) {
        return new TableKey(columns, true, others);
    }

    /** As a table map tells it. */
    static TableKey told(List<Integer> columns) {
        return new TableKey(columns, false, true);
    }
}
