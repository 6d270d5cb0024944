package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What differs from one kind of database to the other. Names are given unquoted. */
interface Dialect {

    /** How JDBC URLs of it begin. */
    String urlPrefix();

    /** What the driver is told, so that many rows go at once and both waits have an end. */
    Map<String, String> driverProperties(Duration connect);

    /** What every session begins with. */
    String sessionStatement();

    /** Whether what a source calls a database is a catalog, not a schema, in the driver's metadata. */
    boolean schemasAreCatalogs();

    /** The types of the columns that are made there. */
    ColumnTypes columnTypes();

    /** Whether it understands the DDL statements of a MySQL or MariaDB. */
    default boolean understandsMySql() {
        return false;
    }

    /** A type of {@link #columnTypes} for a column of a key, as this server has it. */
    default String typeOfKey(String type, Connection connection) throws SQLException {
        return type;
    }

    /** What it is told in place of such statements; null where they are not translated. */
    default @Nullable DdlDialect ddl() {
        return null;
    }

    /** The type of a column for text of any length. */
    String textType();

    /** Whether it can keep positions in a transaction of the changes. */
    default boolean canKeepPositions() {
        return true;
    }

    /** What stands behind the columns of a table that is made for our own use. */
    default String tableOptions() {
        return "";
    }

    /** The character around names. */
    String quote();

    default String quoted(String name) {
        return quote() + name.replace(quote(), quote() + quote()) + quote();
    }

    default String quoted(TableName name) {
        String table = quoted(name.table());
        return name.schema() == null ? table : quoted(name.schema()) + "." + table;
    }

    /** How many rows one statement is given, where it takes many; 1 where the driver makes one of many by itself. */
    default int rowsAtOnce() {
        return 1;
    }

    /** {@code INSERT INTO table (columns) VALUES (?, …)}. */
    default Sql insert(TableName table, List<TargetColumn> columns) {
        return new Sql(
                "INSERT INTO %s (%s) VALUES ".formatted(quoted(table), listOf(columns)),
                "(" + placeholders(columns.size()) + ")",
                "");
    }

    /**
     * Inserts a row, or sets the columns of the one that has this key.
     *
     * @param key those of the columns that are its key
     */
    Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key);

    /** Deletes the row that has this key. */
    default Sql delete(TableName table, List<TargetColumn> key) {
        return new Sql("DELETE FROM " + quoted(table) + " WHERE "
                + key.stream()
                        .map(column -> quoted(column.name()) + " = " + value(column))
                        .collect(Collectors.joining(" AND ")));
    }

    /** A parameter that is set in a column, or compared with it. */
    default String value(TargetColumn column) {
        return "?";
    }

    /**
     * Whether {@link #upsert} never touches a row of another key, in a table with these unique indexes.
     *
     * @param key the columns of the key
     */
    boolean upsertKeepsToItsKey(TargetTable table, Set<String> key);

    /** Whether it can single out one of the rows that are the same. */
    default boolean singlesOut() {
        return true;
    }

    /** A statement without a condition, made to work on one row of those that meet one; on all of them where none can be singled out. */
    String onOneRow(String statement, TableName table, String condition);

    /** A condition that a column has a value, byte by byte the same, that is not NULL. */
    default String same(TargetColumn column) {
        return quoted(column.name()) + " = ?";
    }

    /**
     * A value as it is given to the driver: a {@link String}, {@link Long}, {@link java.math.BigDecimal}, {@link Double} or {@code byte[]}; null for NULL.
     *
     * @param source the column that it comes from
     * @param target the column that it goes to
     * @throws UnfitValueException when the database has nothing that is worth the same
     */
    @Nullable
    Object parameter(Object value, Column source, TargetColumn target) throws UnfitValueException;

    /**
     * A table with what the database says of it beyond the driver's metadata.
     *
     * @throws UnfitTableException when no changes can be written there
     */
    default TargetTable completed(TargetTable table, Connection connection) throws SQLException, UnfitTableException {
        return table;
    }

    /** Whether the same change will be refused again: its values do not fit the columns, or break a constraint. */
    default boolean refusesTheChange(SQLException e) {
        return SqlFaults.isOfTheChange(e);
    }

    default String list(List<String> columns) {
        return columns.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    default String listOf(List<TargetColumn> columns) {
        return list(columns.stream().map(TargetColumn::name).toList());
    }

    default String placeholders(int count) {
        return Stream.generate(() -> "?").limit(count).collect(Collectors.joining(", "));
    }

    /** The names of the columns that are no part of the key. */
    static List<String> without(List<TargetColumn> columns, List<TargetColumn> key) {
        return columns.stream()
                .filter(column -> !key.contains(column))
                .map(TargetColumn::name)
                .toList();
    }
}
