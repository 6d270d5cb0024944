package dev.corecdc.processor.mysql;

import java.util.List;
import java.util.Locale;

/**
 * Columns of MariaDB that stand in the log at the end of a table, and that {@code information_schema} does not list: those of a period
 * that was not declared, and of UNIQUE keys that are kept by a hash. Seen on MariaDB 10.11, 11.4 and 11.8.
 */
final class HiddenColumns {

    private static final String ROW_START = "row_start";
    private static final String ROW_END = "row_end";
    private static final String HASH = "DB_ROW_HASH_";

    private static final int MICROSECONDS = 6;

    private HiddenColumns() {}

    /** The columns of a period that WITH SYSTEM VERSIONING adds by itself. */
    static void addPeriod(List<ColumnShape> columns) {
        for (String name : List.of(ROW_START, ROW_END)) {
            columns.add(new ColumnShape(
                    name, new LoggedType(LoggedType.TIMESTAMP, MICROSECONDS), false, null, false, List.of()));
        }
    }

    /** The columns of so many keys. */
    static void addHashes(List<ColumnShape> columns, int keys) throws NotFollowedException {
        if (keys > 0 && columns.stream().anyMatch(HiddenColumns::isHash)) {
            throw new NotFollowedException("it has a column that is called as one that is not listed");
        }
        for (int i = 1; i <= keys; i++) {
            columns.add(new ColumnShape(HASH + i, new LoggedType(LoggedType.LONGLONG, 0), true, null, null, List.of()));
        }
    }

    /** Whether a table may have any, before which others are added that a statement puts at the end. */
    static boolean mayBeIn(List<ColumnShape> columns) {
        return columns.stream()
                .anyMatch(column -> isHash(column)
                        || column.name().equalsIgnoreCase(ROW_START)
                        || column.name().equalsIgnoreCase(ROW_END));
    }

    /** Whether a table may have a period, whose end belongs to every key. */
    static boolean mayHavePeriod(List<ColumnShape> columns) {
        LoggedType time = new LoggedType(LoggedType.TIMESTAMP, MICROSECONDS);
        return columns.stream()
                        .filter(column -> column.type().equals(time)
                                || (column.type().code() == LoggedType.LONGLONG && column.unsigned()))
                        .count()
                > 1;
    }

    private static boolean isHash(ColumnShape column) {
        return column.name().toUpperCase(Locale.ROOT).startsWith(HASH);
    }
}
