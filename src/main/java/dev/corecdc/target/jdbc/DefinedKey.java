package dev.corecdc.target.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key or index as a statement defines it.
 *
 * @param name null where the server gives it one
 * @param unlessThere whether one of that name is left as it is
 * @param copied whether a copy can have the same: not so of prefixes, expressions and indexes of texts, places and vectors
 */
record DefinedKey(Kind kind, @Nullable String name, List<String> columns, boolean unlessThere, boolean copied) {

    enum Kind {
        PRIMARY,
        UNIQUE,
        INDEX
    }

    DefinedKey {
        columns = List.copyOf(columns);
    }
}
