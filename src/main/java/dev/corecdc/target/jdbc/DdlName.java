package dev.corecdc.target.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A table as a statement names it.
 *
 * @param database null where the session's is meant
 */
record DdlName(@Nullable String database, String table) {

    static DdlName take(DdlWords words) throws UntranslatableDdlException {
        words.skip("."); // means the session's database too
        String first = words.name();
        return words.skip(".") ? new DdlName(first, words.name()) : new DdlName(null, first);
    }
}
