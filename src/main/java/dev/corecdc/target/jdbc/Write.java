package dev.corecdc.target.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that writes at most one row, unless what is {@code next} corrects that.
 *
 * @param sql the same for all that can be executed together
 * @param parameters as the driver takes them
 * @param key what the row is known by, null where rows have no key
 * @param index which one of the changes it is of, from 0
 * @param missing what a row means that is not there
 * @param next what else to execute, as the number of rows tells
 */
record Write(
        TableMapping table,
        Sql sql,
        List<@Nullable Object> parameters,
        @Nullable Object key,
        int index,
        Missing missing,
        Next next) {

    /**
     * What else to execute.
     *
     * @param ifNone when there was no row
     * @param ifAny when there was one or more
     * @param forEachMore as often as there were more rows than one
     */
    record Next(
            @Nullable Write ifNone,
            @Nullable Write ifAny,
            @Nullable Write forEachMore) {

        static final Next NOTHING = new Next(null, null, null);

        /** Whether it concerns rows that the next statement may, so that it comes first. */
        boolean isDueAtOnce() {
            return ifAny != null || forEachMore != null;
        }
    }

    /** What it means that the row to be changed is not there. */
    enum Missing {
        /** Nothing: it is as it should be, or cannot be. */
        FINE,
        /** That the copy lacks a row. */
        TOLD
    }

    /** Without a consequence when the row is not there. */
    Write(TableMapping table, Sql sql, List<@Nullable Object> parameters, @Nullable Object key, int index) {
        this(table, sql, parameters, key, index, Missing.FINE, Next.NOTHING);
    }

    /** Whether the number of rows that it writes matters. */
    boolean dependsOnCount() {
        return missing != Missing.FINE || !next.equals(Next.NOTHING);
    }

    Write with(Next then) {
        return new Write(table, sql, parameters, key, index, missing, then);
    }

    /** With what else to execute when the row is not there. */
    Write or(Write other) {
        return with(new Next(other, null, null));
    }

    /** Tells of a row that is not there. */
    Write expecting() {
        return new Write(table, sql, parameters, key, index, Missing.TOLD, next);
    }
}
