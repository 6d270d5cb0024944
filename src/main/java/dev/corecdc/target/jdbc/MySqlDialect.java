package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDateTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MySQL, and MariaDB by the same driver. */
final class MySqlDialect implements Dialect {

    private static final Set<String> TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set");

    /** How the type of a text ends that is a key; two are one there that differ in spaces at their ends. */
    private static final String BYTEWISE = "utf8mb4_bin";

    /** Strict, so that nothing is cut off in silence; zero dates and the key 0 stay what they are. */
    private static final String VARIABLES = "time_zone = '+00:00', sql_mode ="
            + " 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES'";

    @Override
    public String urlPrefix() {
        return "jdbc:mysql:";
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of(
                // Known to the driver before it escapes the first value, which a mode of the server's may have it do
                // otherwise.
                "sessionVariables",
                VARIABLES,
                "connectTimeout",
                String.valueOf(connect.toMillis()),
                "rewriteBatchedStatements",
                "true",
                "useAffectedRows",
                "false",
                "tinyInt1isBit",
                "false",
                "yearIsDateType",
                "false");
    }

    @Override
    public String sessionStatement() {
        return "SET SESSION " + VARIABLES;
    }

    @Override
    public boolean schemasAreCatalogs() {
        return true;
    }

    @Override
    public ColumnTypes columnTypes() {
        return ColumnTypes.OF_MYSQL;
    }

    /** By bytes without those that differ in the spaces at their ends being one, where the server can. */
    @Override
    public String typeOfKey(String type, Connection connection) throws SQLException {
        if (!type.endsWith(BYTEWISE)) {
            return type;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT collation_name FROM information_schema.collations"
                        + " WHERE collation_name IN ('utf8mb4_0900_bin', 'utf8mb4_nopad_bin')")) {
            return row.next() ? type.replace(BYTEWISE, row.getString(1)) : type;
        }
    }

    @Override
    public boolean understandsMySql() {
        return true;
    }

    @Override
    public String textType() {
        return "LONGTEXT";
    }

    @Override
    public String tableOptions() {
        return " ENGINE=InnoDB";
    }

    /** Whether the table's engine has transactions: one of the server's may be MyISAM. */
    @Override
    public TargetTable completed(TargetTable table, Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT e.transactions FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine"
                        + " WHERE t.table_schema = COALESCE(?, DATABASE()) AND t.table_name = ?")) {
            query.setString(1, table.name().schema());
            query.setString(2, table.name().table());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && "NO".equals(row.getString(1)) ? table.withoutTransactions() : table;
            }
        }
    }

    @Override
    public String quote() {
        return "`";
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        List<String> others = Dialect.without(columns, key);
        List<String> set =
                others.isEmpty() ? key.stream().map(TargetColumn::name).toList() : others;
        Sql insert = insert(table, columns);
        return new Sql(
                insert.head(),
                insert.row(),
                " ON DUPLICATE KEY UPDATE "
                        + set.stream()
                                .map(this::quoted)
                                .map(column -> column + " = VALUES(" + column + ")")
                                .collect(Collectors.joining(", ")));
    }

    /** {@code ON DUPLICATE KEY} means any key. */
    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return !table.hasUniqueIndexBeside(key);
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return statement + " WHERE " + condition + " LIMIT 1";
    }

    @Override
    public String same(TargetColumn column) {
        if (TEXTS.contains(column.type())) {
            return "CAST(CONVERT(%s USING utf8mb4) AS BINARY) = CAST(CONVERT(? USING utf8mb4) AS BINARY)"
                    .formatted(quoted(column.name()));
        }
        return quoted(column.name()) + (column.type().equals("json") ? " = CAST(? AS JSON)" : " = ?");
    }

    @Override
    public @Nullable Object parameter(Object value, Column source, TargetColumn target) {
        if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (value instanceof Float number) {
            // A float is compared as the double that it is, not as the decimal that stands for it.
            return target.type().startsWith("float") ? (Object) number.doubleValue() : number.toString();
        } else if (value instanceof SqlDateTime time) {
            return time.toString().replace('T', ' ');
        } else if (value instanceof Json json) {
            return json.text();
        } else if (value instanceof Geometry geometry) {
            return target.type().contains("blob") || target.type().contains("binary")
                    ? geometry.wkb()
                    : internal(geometry);
        } else if (value instanceof float[] vector) {
            return bytes(vector);
        }
        return value instanceof Number || value instanceof byte[] ? value : value.toString();
    }

    /** As the server stores it: four bytes of the reference system, then the value. */
    private static byte[] internal(Geometry geometry) {
        return ByteBuffer.allocate(Integer.BYTES + geometry.wkb().length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) geometry.srid())
                .put(geometry.wkb())
                .array();
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) {
            bytes.putFloat(number);
        }
        return bytes.array();
    }
}
