package dev.corecdc.event;

/**
 * A column of a table version.
 *
 * @param unsigned whether a numeric column is declared UNSIGNED; false for other columns
 */
public record Column(String name, ColumnType type, boolean unsigned, Declaration declaration) {

    /** A column whose declaration is not known. */
    public Column(String name, ColumnType type, boolean unsigned) {
        this(name, type, unsigned, Declaration.UNKNOWN);
    }
}
