package dev.corecdc.target.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a copy holds, as far as a statement's translation depends on it. */
interface CopyCatalog {

    /**
     * A foreign key.
     *
     * @param table the table that has it
     */
    record Reference(TableName table, String name) {}

    boolean hasSchema(String name) throws SQLException;

    /** A table; null when there is none. */
    @Nullable
    TargetTable table(TableName name) throws SQLException;

    /** The names of a table's indexes in the copy, by those that they have in the source, whatever their case. */
    Map<String, String> indexes(TableName table) throws SQLException;

    /** Whether nothing in the schema of a table is called so that shares names with indexes. */
    boolean isFree(TableName table, String index) throws SQLException;

    /** The name of the constraint; null without a primary key. */
    @Nullable
    String primaryKey(TableName table) throws SQLException;

    /** The foreign keys of a table. */
    List<Reference> references(TableName table) throws SQLException;

    /** The foreign keys that refer to a table. */
    List<Reference> referencesTo(TableName table) throws SQLException;
}
