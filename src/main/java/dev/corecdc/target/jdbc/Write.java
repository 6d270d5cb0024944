package dev.corecdc.target.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes at most one row.
 *
 * @param sql the same for all that can be executed together
 * @param parameters as the driver takes them
 * @param key what the row is known by, null where rows have no key
 * @param index which one of the changes it is of, from 0
 * @param missing what a row means that is not there
 * @param otherwise what to execute when the row is not there
 */
record Write(
        TableMapping table,
        Sql sql,
        List<@Nullable Object> parameters,
        @Nullable Object key,
        int index,
        Missing missing,
        @Nullable Write otherwise) {

    /** What it means that the row to be changed is not there. */
    enum Missing {
        /** Nothing: it is as it should be, or cannot be. */
        FINE,
        /** That the copy lacks a row. */
        TOLD
    }

    /** Without a consequence when the row is not there. */
    Write(TableMapping table, Sql sql, List<@Nullable Object> parameters, @Nullable Object key, int index) {
        this(table, sql, parameters, key, index, Missing.FINE, null);
    }

    /** Whether more is to be done where it writes no row. */
    boolean dependsOnCount() {
        return missing != Missing.FINE || otherwise != null;
    }

    /** With what else to execute when the row is not there. */
    Write or(Write other) {
        return new Write(table, sql, parameters, key, index, missing, other);
    }

    /** Tells of a row that is not there. */
    Write expecting() {
        return new Write(table, sql, parameters, key, index, Missing.TOLD, otherwise);
    }
}
