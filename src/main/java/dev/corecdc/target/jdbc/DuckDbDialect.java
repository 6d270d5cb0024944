package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Geometry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** DuckDB, in this process. All values but bytes are given as texts, which it reads as the column's type says. */
final class DuckDbDialect implements Dialect {

    /** More takes it longer to understand the statement than it saves. */
    private static final int ROWS_AT_ONCE = 100;

    private static final int MOST_DIGITS = 38;

    /** The types whose values are given as bytes. */
    private static final Set<String> BYTES = Set.of("blob", "geometry");

    /** The types whose values have one text each: keys of several columns are compared by the texts of their values. */
    private static final Set<String> WRITTEN_ONE_WAY = Set.of(
            "varchar",
            "tinyint",
            "smallint",
            "integer",
            "bigint",
            "hugeint",
            "utinyint",
            "usmallint",
            "uinteger",
            "ubigint");

    /** How its messages begin that say that values do not fit, or break a constraint; it has no SQLState. */
    private static final List<String> REFUSALS = List.of("Constraint Error", "Conversion Error", "Out of Range Error");

    private static final ColumnTypes TYPES = (column, key) -> switch (column.type()) {
        case TINYINT, SMALLINT, BIGINT -> (column.unsigned() ? "U" : "") + column.type();
        case MEDIUMINT, INT -> column.unsigned() ? "UINTEGER" : "INTEGER";
        case YEAR -> "SMALLINT";
        case BIT -> "UBIGINT";
        case DECIMAL -> decimal(column);
        case FLOAT -> "FLOAT";
        case DOUBLE -> "DOUBLE";
        case DATE -> "DATE";
        case DATETIME -> "TIMESTAMP";
        case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
        case TIME -> "INTERVAL";
        case TEXT, ENUM, SET -> "VARCHAR";
        case BINARY, GEOMETRY -> "BLOB";
        case JSON, DOCUMENT -> key ? "VARCHAR" : "JSON";
        case VECTOR -> "FLOAT[]";
    };

    private final StandardValues values;

    DuckDbDialect(StandardValues values) {
        this.values = values;
    }

    /** As a text where it has more digits than a number may have. */
    private static String decimal(Column column) {
        String brackets = ColumnTypes.brackets(column, "");
        return brackets.isEmpty() || Integer.parseInt(brackets.split(",", -1)[0].trim()) > MOST_DIGITS
                ? "VARCHAR"
                : "DECIMAL(" + brackets + ")";
    }

    @Override
    public String urlPrefix() {
        return "jdbc:duckdb:";
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of();
    }

    @Override
    public String sessionStatement() {
        return "SET TimeZone = 'UTC'";
    }

    @Override
    public boolean schemasAreCatalogs() {
        return false;
    }

    @Override
    public ColumnTypes columnTypes() {
        return TYPES;
    }

    @Override
    public String textType() {
        return "VARCHAR";
    }

    @Override
    public String quote() {
        return "\"";
    }

    @Override
    public int rowsAtOnce() {
        return ROWS_AT_ONCE;
    }

    @Override
    public Sql insert(TableName table, List<TargetColumn> columns) {
        return Sql.ofColumns(insertOfColumns(table, columns));
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        return Sql.ofColumns(insertOfColumns(table, columns) + PostgreSqlDialect.onConflict(this, columns, key));
    }

    /** A statement with a parameter for each value takes it several times as long. */
    private String insertOfColumns(TableName table, List<TargetColumn> columns) {
        String values = columns.stream()
                .map(column -> BYTES.contains(column.type()) ? "BLOB" : "VARCHAR")
                .map(type -> "unnest(CAST(? AS " + type + "[]))")
                .collect(Collectors.joining(", "));
        return "INSERT INTO %s (%s) SELECT %s".formatted(quoted(table), listOf(columns), values);
    }

    @Override
    public Sql delete(TableName table, List<TargetColumn> key) {
        if (key.size() > 1 && !key.stream().map(TargetColumn::type).allMatch(WRITTEN_ONE_WAY::contains)) {
            return Dialect.super.delete(table, key);
        }
        return new Sql(
                "DELETE FROM %s WHERE (%s) IN (".formatted(quoted(table), listOf(key)),
                "(" + placeholders(key.size()) + ")",
                ")");
    }

    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return true;
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return "%s WHERE rowid = (SELECT rowid FROM %s WHERE %s LIMIT 1)"
                .formatted(statement, quoted(table), condition);
    }

    /** Generated columns and unique constraints, which the driver does not tell. */
    @Override
    public TargetTable completed(TargetTable table, Connection connection) throws SQLException, UnfitTableException {
        if (!table.related().isEmpty()) {
            throw new UnfitTableException(
                    ("the table %s has a foreign key, or another one refers to it. DuckDB does not let a"
                                    + " transaction delete a row to which another row referred that it has deleted before; drop"
                                    + " the key in the copy")
                            .formatted(table.name()));
        }
        String schema = table.name().schema() == null
                ? connection.getSchema()
                : table.name().schema();
        Map<String, TargetColumn> columns = new LinkedHashMap<>(table.columns());
        for (List<String> row : rows(
                connection,
                "SELECT column_name FROM information_schema.columns WHERE is_generated = 'ALWAYS'"
                        + " AND table_catalog = current_database() AND table_schema = ? AND table_name = ?",
                schema,
                table.name().table())) {
            columns.computeIfPresent(row.get(0), (name, column) -> column.asGenerated());
        }
        Map<String, Set<String>> constraints = new HashMap<>();
        for (List<String> row : rows(
                connection,
                "SELECT constraint_index, unnest(constraint_column_names) FROM duckdb_constraints() WHERE"
                        + " constraint_type = 'UNIQUE' AND database_name = current_database() AND schema_name = ?"
                        + " AND table_name = ?",
                schema,
                table.name().table())) {
            constraints.computeIfAbsent(row.get(0), index -> new HashSet<>()).add(row.get(1));
        }
        List<Set<String>> unique = new ArrayList<>(table.uniqueIndexes());
        unique.addAll(constraints.values());
        return new TargetTable(
                table.name(), columns, table.primaryKey(), unique, table.related(), table.transactional());
    }

    private static List<List<String>> rows(Connection connection, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                List<List<String>> rows = new ArrayList<>();
                while (row.next()) {
                    List<String> texts = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        texts.add(row.getString(i));
                    }
                    rows.add(texts);
                }
                return rows;
            }
        }
    }

    @Override
    public boolean refusesTheChange(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return REFUSALS.stream().anyMatch(message::startsWith);
    }

    @Override
    public @Nullable Object parameter(Object value, Column source, TargetColumn target) throws UnfitValueException {
        Object standard = values.of(value, source);
        if (standard == null || standard instanceof byte[]) {
            return standard;
        } else if (standard instanceof Geometry geometry) {
            return geometry.wkb();
        } else if (standard instanceof float[] vector) {
            return StandardValues.vector(vector, '[', ']');
        } else if (target.type().equals("bit") && source.type() == ColumnType.BIT) {
            return StandardValues.bits(standard, source.declaration().length());
        }
        return standard.toString();
    }
}
