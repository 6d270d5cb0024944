package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import org.jspecify.annotations.Nullable;

/**
 * A column as a statement defines it.
 *
 * @param column as records would have it
 * @param nullable whether it takes NULL; null where that is not said
 * @param key of which it is the only column
 * @param generated whether its value is worked out from other columns
 * @param numbered whether the server numbers rows by it
 */
record DefinedColumn(
        Column column,
        @Nullable Boolean nullable,
        DefaultValue defaultValue,
        Key key,
        boolean generated,
        boolean numbered) {

    /** A key that the definition itself says. */
    enum Key {
        NONE,
        UNIQUE,
        PRIMARY
    }

    String name() {
        return column.name();
    }

    boolean isNotNull() {
        return key == Key.PRIMARY || Boolean.FALSE.equals(nullable);
    }
}
