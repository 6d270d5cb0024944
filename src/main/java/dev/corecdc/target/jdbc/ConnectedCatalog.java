package dev.corecdc.target.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the database says that it holds, asked for one statement. */
final class ConnectedCatalog implements CopyCatalog {

    private final Connection connection;
    private final DdlDialect ddl;
    private final Tables tables;

    /** @param dialect one whose schemas are no catalogs */
    ConnectedCatalog(Connection connection, Dialect dialect, DdlDialect ddl) {
        this.connection = connection;
        this.ddl = ddl;
        this.tables = new Tables(dialect);
    }

    @Override
    public boolean hasSchema(String name) throws SQLException {
        try (ResultSet row = connection.getMetaData().getSchemas()) {
            while (row.next()) {
                if (name.equals(row.getString("TABLE_SCHEM"))) {
                    return true;
                }
            }
            return false;
        }
    }

    @Override
    public @Nullable TargetTable table(TableName name) throws SQLException {
        try {
            return tables.find(connection, name);
        } catch (UnfitTableException e) {
            throw new SQLException(e.getMessage(), e);
        }
    }

    @Override
    public Map<String, String> indexes(TableName table) throws SQLException {
        if (!ddl.hasIndexes()) {
            return Map.of();
        }
        Map<String, String> indexes = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(ddl.indexesOf())) {
            query.setString(1, schema(table));
            query.setString(2, table.table());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    String name = KeySql.nameIn(row.getString(2));
                    if (name != null) {
                        indexes.put(name, row.getString(1));
                    }
                }
            }
        }
        return Map.copyOf(indexes);
    }

    @Override
    public boolean isFree(TableName table, String index) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(ddl.indexNamed())) {
            query.setString(1, schema(table));
            query.setString(2, index);
            try (ResultSet row = query.executeQuery()) {
                return !row.next();
            }
        }
    }

    @Override
    public @Nullable String primaryKey(TableName table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = metaData.getPrimaryKeys(connection.getCatalog(), schema(table), table.table())) {
            return row.next() ? row.getString("PK_NAME") : null;
        }
    }

    @Override
    public List<Reference> references(TableName table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = metaData.getImportedKeys(connection.getCatalog(), schema(table), table.table())) {
            return references(table, row);
        }
    }

    @Override
    public List<Reference> referencesTo(TableName table) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        try (ResultSet row = metaData.getExportedKeys(connection.getCatalog(), schema(table), table.table())) {
            return references(table, row);
        }
    }

    /** One for each, of which there is a row for each column. Tables are named like the one that is asked for. */
    private static List<Reference> references(TableName asking, ResultSet row) throws SQLException {
        List<Reference> references = new ArrayList<>();
        while (row.next()) {
            if (row.getInt("KEY_SEQ") == 1) {
                String schema = asking.schema() == null ? null : row.getString("FKTABLE_SCHEM");
                references.add(
                        new Reference(new TableName(schema, row.getString("FKTABLE_NAME")), row.getString("FK_NAME")));
            }
        }
        return references;
    }

    private String schema(TableName table) throws SQLException {
        return table.schema() == null ? Objects.requireNonNullElse(connection.getSchema(), "") : table.schema();
    }
}
