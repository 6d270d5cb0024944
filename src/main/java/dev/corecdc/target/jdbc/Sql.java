package dev.corecdc.target.jdbc;

import java.util.Collections;

/**
 * A statement.
 *
 * @param head what stands before its rows; all of it where it works on none or one
 * @param row one row with its parameters; empty where one statement cannot take many
 * @param tail what stands behind its rows
 */
record Sql(String head, String row, String tail) {

    /** A statement that cannot take many rows. */
    Sql(String text) {
        this(text, "", "");
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
