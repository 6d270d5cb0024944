package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements of Snowflake on an H2, which knows {@code MERGE} too. The types and functions that it does not know are made there; it is no Snowflake,
 * and nothing here says how one would answer.
 */
record SnowflakeOnH2(Dialect snowflake) implements Dialect {

    /** What makes an H2 understand them. */
    static final List<String> WORDS = List.of(
            "CREATE DOMAIN IF NOT EXISTS TIMESTAMP_NTZ AS TIMESTAMP(9)",
            "CREATE DOMAIN IF NOT EXISTS TIMESTAMP_TZ AS TIMESTAMP(9) WITH TIME ZONE",
            "CREATE DOMAIN IF NOT EXISTS VARIANT AS VARCHAR",
            "CREATE ALIAS IF NOT EXISTS PARSE_JSON AS 'String same(String json) { return json; }'",
            "CREATE ALIAS IF NOT EXISTS TO_JSON AS 'String same(String json) { return json; }'");

    @Override
    public String urlPrefix() {
        return "jdbc:h2:";
    }

    @Override
    public Map<String, String> driverProperties(Duration connect) {
        return Map.of();
    }

    @Override
    public String sessionStatement() {
        return "SET TIME ZONE 'UTC'";
    }

    @Override
    public boolean schemasAreCatalogs() {
        return snowflake.schemasAreCatalogs();
    }

    @Override
    public ColumnTypes columnTypes() {
        return snowflake.columnTypes();
    }

    @Override
    public String textType() {
        return snowflake.textType();
    }

    @Override
    public String quote() {
        return snowflake.quote();
    }

    @Override
    public int rowsAtOnce() {
        return snowflake.rowsAtOnce();
    }

    @Override
    public Sql insert(TableName table, List<TargetColumn> columns) {
        return snowflake.insert(table, columns);
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        return snowflake.upsert(table, columns, key);
    }

    @Override
    public Sql delete(TableName table, List<TargetColumn> key) {
        return snowflake.delete(table, key);
    }

    @Override
    public String value(TargetColumn column) {
        return snowflake.value(column);
    }

    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return snowflake.upsertKeepsToItsKey(table, key);
    }

    @Override
    public boolean singlesOut() {
        return snowflake.singlesOut();
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return snowflake.onOneRow(statement, table, condition);
    }

    @Override
    public String same(TargetColumn column) {
        return snowflake.same(column);
    }

    @Override
    public @Nullable Object parameter(Object value, Column source, TargetColumn target) throws UnfitValueException {
        return snowflake.parameter(value, source, target);
    }
}
