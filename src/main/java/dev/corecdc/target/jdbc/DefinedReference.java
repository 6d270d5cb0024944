package dev.corecdc.target.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key as a statement defines it.
 *
 * @param name null where the server gives it one
 * @param database that of the table, null for the session's
 * @param table the table that it refers to
 * @param unlessThere whether one of that name is left as it is
 * @param actions what is said of deletes and updates there, in the words of the statement
 */
record DefinedReference(
        @Nullable String name,
        List<String> columns,
        @Nullable String database,
        String table,
        List<String> referred,
        boolean unlessThere,
        String actions) {

    DefinedReference {
        columns = List.copyOf(columns);
        referred = List.copyOf(referred);
    }
}
