package dev.corecdc.target.jdbc;

import java.util.Collections;

/**
 * A statement.
 *
 * @param head what stands before its rows; all of it where it works on none or one
 * @param row one row with its parameters; empty where one statement cannot take many
 * @param tail what stands behind its rows
 * @param ofColumns whether each parameter is a list of the values that a column has in all rows
 */
record Sql(String head, String row, String tail, boolean ofColumns) {

    /** A statement that cannot take many rows. */
    Sql(String text) {
        this(text, "", "");
    }

    /** A statement that can take many rows if {@code row} is not empty. */
    Sql(String head, String row, String tail) {
        this(head, row, tail, false);
    }

    /** A statement that takes many rows, the columns of which are its parameters. */
    static Sql ofColumns(String text) {
        return new Sql(text, "", "", true);
    }

    boolean takesManyRows() {
        return !row.isEmpty();
    }

    /** For one row. */
    String text() {
        return head + row + tail;
    }

    /** For so many rows, the parameters of which follow each other. */
    String text(int rows) {
        return head + String.join(", ", Collections.nCopies(rows, row)) + tail;
    }
}
