package dev.corecdc.target.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * A table of the database, by its names there.
 *
 * @param schema the schema, on MySQL and MariaDB the database; null for that of the connection
 */
record TableName(@Nullable String schema, String table) {

    /** For people. */
    @Override
    public String toString() {
        return schema == null ? table : schema + "." + table;
    }
}
