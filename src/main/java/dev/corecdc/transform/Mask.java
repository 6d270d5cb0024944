package dev.corecdc.transform;

import dev.corecdc.event.ColumnType;
import org.jspecify.annotations.Nullable;

/** Hides a value. Safe for use by several threads. */
interface Mask {

    /**
     * What is shown in the place of a value.
     *
     * @param value of one of the types that {@link ColumnType} names
     * @return of the type that {@link #type} gives, or null
     */
    @Nullable
    Object hide(Object value);

    /** The type of a column whose values are hidden. */
    ColumnType type(ColumnType declared);

    /** Whether different values stay different and equal ones equal, so that rows can still be told apart. */
    boolean keepsIdentity();
}
