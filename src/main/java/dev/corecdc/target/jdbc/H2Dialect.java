package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** H2. */
final class H2Dialect implements Dialect {

    private final StandardValues values;

    H2Dialect(StandardValues values) {
        this.values = values;
    }

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
        return false;
    }

    @Override
    public ColumnTypes columnTypes() {
        return ColumnTypes.OF_H2;
    }

    @Override
    public DdlDialect ddl() {
        return new H2Ddl(this);
    }

    @Override
    public String textType() {
        return "CHARACTER LARGE OBJECT";
    }

    @Override
    public String quote() {
        return "\"";
    }

    @Override
    public Sql upsert(TableName table, List<TargetColumn> columns, List<TargetColumn> key) {
        return new Sql(
                "MERGE INTO %s (%s) KEY (%s) VALUES ".formatted(quoted(table), listOf(columns), listOf(key)),
                "(" + placeholders(columns.size()) + ")",
                "");
    }

    @Override
    public boolean upsertKeepsToItsKey(TargetTable table, Set<String> key) {
        return true;
    }

    @Override
    public String onOneRow(String statement, TableName table, String condition) {
        return "%s WHERE _ROWID_ = (SELECT _ROWID_ FROM %s WHERE %s LIMIT 1)"
                .formatted(statement, quoted(table), condition);
    }

    @Override
    public @Nullable Object parameter(Object value, Column source, TargetColumn target) throws UnfitValueException {
        Object standard = values.of(value, source);
        if (standard == null || standard instanceof byte[] || standard instanceof Long) {
            return standard;
        } else if (standard instanceof Geometry geometry) {
            return geometry.wkb();
        } else if (standard instanceof float[] vector) {
            return StandardValues.vector(vector, '[', ']');
        } else if (standard instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (standard instanceof BigDecimal || standard instanceof Double) {
            return standard;
        }
        return standard.toString();
    }
}
