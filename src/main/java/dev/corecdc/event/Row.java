package dev.corecdc.event;

import org.jspecify.annotations.Nullable;

/**
 * The values of one row in column order. Immutable and shared by all threads.
 *
 * <p>The Java type of each value is that of its {@link ColumnType}. A log need not hold every column of a row (for
 * example with {@code binlog_row_image=MINIMAL}): what it left out is not {@link #has present}, which differs from null.
 */
public final class Row {

    /** Stands in the place of a value that the log does not hold. */
    public static final Object ABSENT = new Object() {
        @Override
        public String toString() {
            return "(absent)";
        }
    };

    private final @Nullable Object[] values;

    private Row(@Nullable Object[] values) {
        this.values = values;
    }

    /** A row over {@code values}, which the caller must not touch any more. */
    public static Row of(@Nullable Object... values) {
        return new Row(values);
    }

    /** The number of columns, present or not. */
    public int size() {
        return values.length;
    }

    /** Whether the log holds the column {@code index}. */
    public boolean has(int index) {
        return values[index] != ABSENT;
    }

    /**
     * The value of the column {@code index}, null for SQL's NULL.
     *
     * @throws IllegalStateException when the log does not hold it
     */
    public @Nullable Object get(int index) {
        Object value = values[index];
        if (value == ABSENT) {
            throw new IllegalStateException("column " + index + " is not in the log");
        }
        return value;
    }
}
