package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Snowflake. A statement costs a journey there and a queue, so that many rows go with each: they stand in a {@code VALUES} that a {@code MERGE} or an
 * {@code INSERT} reads. A text is compared with a number as one of 18 digits there, so that each parameter is first made what its column is.
 */
final class SnowflakeDialect implements Dialect {

    private static final int ROWS_AT_ONCE = 1_000;
    private static final int MOST_DIGITS = 38;

    private static final ColumnTypes TYPES = (column, key) -> switch (column.type()) {
        case TINYINT, SMALLINT, MEDIUMINT, INT, YEAR -> "NUMBER(10)";
        case BIGINT, BIT -> "NUMBER(20)";
        case DECIMAL -> decimal(column);
        case FLOAT, DOUBLE -> "FLOAT";
        case DATE -> "DATE";
        case DATETIME -> "TIMESTAMP_NTZ";
        case TIMESTAMP -> "TIMESTAMP_TZ";
        case TIME, TEXT, ENUM, SET -> "VARCHAR";
        case BINARY, GEOMETRY -> "VARBINARY";
        case JSON, DOCUMENT -> key ? "VARCHAR" : "VARIANT";
        case VECTOR -> "VARIANT";
    };

    private final StandardValues values;

    SnowflakeDialect(StandardValues values) {
        this.values = values;
    }

    /** As a text where it has more digits than a number may have. */
    private static String decimal(Column column) {
        String brackets = ColumnTypes.brackets(column, "");
        return brackets.isEmpty() || Integer.parseInt(brackets.split(",", -1)[0].trim()) > MOST_DIGITS
                ? "VARCHAR"
                : "NUMBER(" + brackets + ")";
    }

    @Override
    public String urlPrefix() {
        return "jdbc:snowflake:";
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of(
                "loginTimeout", String.valueOf(Math.max(1, connect.toSeconds())),
                "CLIENT_SESSION_KEEP_ALIVE", "true",
                // The other format asks for options of the Java runtime.
                "JDBC_QUERY_RESULT_FORMAT", "JSON");
    }

    @Override
    public String sessionStatement() {
        return "ALTER SESSION SET TIMEZONE = 'UTC', ERROR_ON_NONDETERMINISTIC_MERGE = TRUE";
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

    /** Nothing holds a key to being one, so that of two services both could find no row and make one. */
    @Override
    public boolean canKeepPositions() {
        return false;
    }

    @Override
    public Sql insert(TableName table, List<TargetColumn> columns) {
        return new Sql(
                "INSERT INTO %s (%s) SELECT %s FROM (VALUES ".formatted(quoted(table), listOf(columns), read(columns)),
                row(columns),
                ") AS v (" + places(columns) + ")");
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        String set = Dialect.without(columns, key).stream()
                .map(this::quoted)
                .map(column -> column + " = s." + column)
                .collect(Collectors.joining(", "));
        String given =
                columns.stream().map(column -> "s." + quoted(column.name())).collect(Collectors.joining(", "));
        return merge(
                table,
                columns,
                key,
                (set.isEmpty() ? "" : " WHEN MATCHED THEN UPDATE SET " + set)
                        + " WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)".formatted(listOf(columns), given));
    }

    @Override
    public Sql delete(TableName table, List<TargetColumn> key) {
        return merge(table, key, key, " WHEN MATCHED THEN DELETE");
    }

    private Sql merge(TableName table, List<TargetColumn> columns, List<TargetColumn> key, String action) {
        String same = key.stream()
                .map(column -> quoted(column.name()))
                .map(name -> "t." + name + " = s." + name)
                .collect(Collectors.joining(" AND "));
        return new Sql(
                "MERGE INTO %s AS t USING (SELECT %s FROM (VALUES ".formatted(quoted(table), read(columns)),
                row(columns),
                ") AS v (" + places(columns) + ")) AS s ON " + same + action);
    }

    private static String row(List<TargetColumn> columns) {
        return columns.stream().map(SnowflakeDialect::given).collect(Collectors.joining(", ", "(", ")"));
    }

    /** The columns of {@code v} as what they are in the table. */
    private String read(List<TargetColumn> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> made(columns.get(i), "c" + i) + " AS "
                        + quoted(columns.get(i).name()))
                .collect(Collectors.joining(", "));
    }

    private static String places(List<TargetColumn> columns) {
        return IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    @Override
    public String value(TargetColumn column) {
        return made(column, given(column));
    }

    /** A parameter as far as it can be what the column is where nothing but constants may stand. */
    private static String given(TargetColumn column) {
        String type =
                switch (kind(column)) {
                    case "number", "decimal", "numeric", "integer", "bigint", "smallint", "tinyint" ->
                        "NUMERIC(38, " + column.scale() + ")";
                    case "float", "double", "real" -> "DOUBLE PRECISION";
                    case "boolean" -> "BOOLEAN";
                    case "date" -> "DATE";
                    case "time" -> "TIME(9)";
                    case "timestampntz" -> "TIMESTAMP_NTZ";
                    case "timestamptz" -> "TIMESTAMP_TZ";
                    case "timestampltz" -> "TIMESTAMP_LTZ";
                    case "binary", "varbinary", "geography", "geometry" -> "VARBINARY";
                    default -> "VARCHAR";
                };
        return "CAST(? AS " + type + ")";
    }

    private static String made(TargetColumn column, String given) {
        return switch (kind(column)) {
            case "variant" -> "PARSE_JSON(" + given + ")";
            case "object", "array" ->
                "CAST(PARSE_JSON(" + given + ") AS " + column.type().toUpperCase(Locale.ROOT) + ")";
            case "geography" -> "TO_GEOGRAPHY(" + given + ")";
            case "geometry" -> "TO_GEOMETRY(" + given + ")";
            default -> given;
        };
    }

    private static String kind(TargetColumn column) {
        return column.type().replace("_", "");
    }

    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return true;
    }

    @Override
    public boolean singlesOut() {
        return false;
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return statement + " WHERE " + condition;
    }

    @Override
    public String same(TargetColumn column) {
        String name = quoted(column.name());
        return switch (kind(column)) {
            case "variant", "object", "array" -> "TO_JSON(" + name + ") = TO_JSON(" + value(column) + ")";
            case "geography", "geometry" -> "ST_ASWKB(" + name + ") = " + given(column);
            default -> name + " = " + value(column);
        };
    }

    /** Its foreign keys are said, and not held. */
    @Override
    public TargetTable completed(TargetTable table, Connection connection) {
        return table.withoutRelations();
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
        }
        return standard.toString();
    }
}
