package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the tables and columns that are missing, as the columns of the records tell. Changes and drops none. */
final class SchemaEvolution {

    private static final Logger log = LoggerFactory.getLogger(SchemaEvolution.class);

    private final Dialect dialect;
    private final Names names;

    SchemaEvolution(Dialect dialect, Names names) {
        this.dialect = dialect;
        this.names = names;
    }

    /** Makes a table, and its schema if that is missing too. Its columns take NULL, but for those of the key. */
    void createTable(Connection connection, TableName table, Columns source) throws SQLException {
        if (table.schema() != null && !hasSchema(connection, table.schema())) {
            execute(
                    connection,
                    "CREATE " + (dialect.schemasAreCatalogs() ? "DATABASE " : "SCHEMA ") + "IF NOT EXISTS "
                            + dialect.quoted(table.schema()));
        }
        execute(connection, definition(connection, table, source));
    }

    /** The statement that makes a table on the server of the connection. */
    String definition(Connection connection, TableName table, Columns source) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < source.size(); i++) {
            boolean key = source.primaryKey().contains(i);
            Column column = source.column(i);
            parts.add(key ? keyDefinition(connection, column) : definition(column) + nullable());
        }
        if (!source.primaryKey().isEmpty()) {
            List<String> key = source.primaryKey().stream()
                    .map(index -> names.column(source.column(index).name()))
                    .toList();
            parts.add("PRIMARY KEY (" + dialect.list(key) + ")");
        }
        return "CREATE TABLE " + dialect.quoted(table) + " (" + String.join(", ", parts) + ")";
    }

    /** Adds a column, which is NULL in the rows that are there. */
    void addColumn(Connection connection, TableName table, Column column) throws SQLException {
        execute(connection, "ALTER TABLE " + dialect.quoted(table) + " ADD COLUMN " + definition(column) + nullable());
    }

    /** Said where it may matter: a TIMESTAMP of MariaDB has a value of its own where it is not. */
    private String nullable() {
        return dialect.understandsMySql() ? " NULL" : "";
    }

    private String definition(Column column) {
        return dialect.quoted(names.column(column.name())) + " "
                + dialect.columnTypes().of(column, false);
    }

    private String keyDefinition(Connection connection, Column column) throws SQLException {
        String type = dialect.columnTypes().of(column, true);
        return dialect.quoted(names.column(column.name())) + " " + dialect.typeOfKey(type, connection) + " NOT NULL";
    }

    private boolean hasSchema(Connection connection, String schema) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = dialect.schemasAreCatalogs() ? metaData.getCatalogs() : metaData.getSchemas()) {
            while (row.next()) {
                if (schema.equals(row.getString(1))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        log.info("schema-evolution: {}", sql);
    }
}
