package dev.corecdc.target.jdbc;

/**
 * A foreign key that refers to a table that the copy does not have yet.
 *
 * @param table the table that has it
 * @param sql what is said of it in ALTER TABLE
 */
record PostponedReference(TableName referred, TableName table, String sql) {}
