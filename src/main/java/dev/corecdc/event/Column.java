package dev.corecdc.event;

/**
 * A column of a table version.
 *
 * @param unsigned whether a numeric column is declared UNSIGNED; false for other columns
 */
public record Column(String name, ColumnType type, boolean unsigned) {}
