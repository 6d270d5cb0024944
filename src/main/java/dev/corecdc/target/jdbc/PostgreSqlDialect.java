package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL. All values but bytes are given as texts without a type, so that the server reads each as its column's type says, as it does
 * with literals.
 */
final class PostgreSqlDialect implements Dialect {

    /** In the type code of a value of PostGIS: a reference system follows. */
    private static final int HAS_SRID = 0x20000000;

    private final StandardValues values;

    PostgreSqlDialect(StandardValues values) {
        this.values = values;
    }

    @Override
    public String urlPrefix() {
        return "jdbc:postgresql:";
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        String seconds = String.valueOf(Math.max(1, connect.toSeconds()));
        return Map.of(
                "connectTimeout", seconds,
                "loginTimeout", seconds,
                "tcpKeepAlive", "true",
                "reWriteBatchedInserts", "true",
                "stringtype", "unspecified");
    }

    @Override
    public String sessionStatement() {
        return "SET TIME ZONE 'UTC'";
    }

    @Override
    public boolean schemasAreCatalogs() {
        return false;
    }

    @Override
    public ColumnTypes columnTypes() {
        return ColumnTypes.OF_POSTGRESQL;
    }

    @Override
    public DdlDialect ddl() {
        return new PostgreSqlDdl(this);
    }

    @Override
    public String textType() {
        return "TEXT";
    }

    @Override
    public String quote() {
        return "\"";
    }

    @Override
    public Sql insert(TableName table, List<TargetColumn> columns) {
        return new Sql(
                "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES ".formatted(quoted(table), listOf(columns)),
                "(" + placeholders(columns.size()) + ")",
                "");
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        Sql insert = insert(table, columns);
        return new Sql(insert.head(), insert.row(), onConflict(this, columns, key));
    }

    /** What DuckDB understands too. */
    static String onConflict(Dialect dialect, List<TargetColumn> columns, List<TargetColumn> key) {
        List<String> others = Dialect.without(columns, key);
        String action = others.isEmpty()
                ? "NOTHING"
                : "UPDATE SET "
                        + others.stream()
                                .map(dialect::quoted)
                                .map(column -> column + " = EXCLUDED." + column)
                                .collect(Collectors.joining(", "));
        return " ON CONFLICT (" + dialect.listOf(key) + ") DO " + action;
    }

    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return true;
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return "%s WHERE ctid = (SELECT ctid FROM %s WHERE %s LIMIT 1)".formatted(statement, quoted(table), condition);
    }

    @Override
    public String same(TargetColumn column) {
        return quoted(column.name()) + (column.type().equals("json") ? "::text = ?" : " = ?");
    }

    @Override
    public @Nullable Object parameter(Object value, Column source, TargetColumn target) throws UnfitValueException {
        Object standard = values.of(value, source);
        if (standard == null || standard instanceof byte[]) {
            return standard;
        } else if (standard instanceof Geometry geometry) {
            return target.type().equals("bytea")
                    ? geometry.wkb()
                    : HexFormat.of().formatHex(extended(geometry));
        } else if (standard instanceof float[] vector) {
            return target.type().startsWith("_")
                    ? StandardValues.vector(vector, '{', '}')
                    : StandardValues.vector(vector, '[', ']');
        } else if (standard instanceof Number
                && (target.type().equals("bit") || target.type().equals("varbit"))) {
            return StandardValues.bits(standard, target.size());
        }
        return standard.toString();
    }

    /** As PostGIS writes it: the reference system stands behind the type. */
    private static byte[] extended(Geometry geometry) {
        byte[] wkb = geometry.wkb();
        if (geometry.srid() == 0) {
            return wkb;
        }
        ByteOrder order = wkb[0] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        int type = ByteBuffer.wrap(wkb).order(order).getInt(1);
        int head = 1 + Integer.BYTES;
        return ByteBuffer.allocate(wkb.length + Integer.BYTES)
                .order(order)
                .put(wkb[0])
                .putInt(type | HAS_SRID)
                .putInt((int) geometry.srid())
                .put(wkb, head, wkb.length - head)
                .array();
    }
}
