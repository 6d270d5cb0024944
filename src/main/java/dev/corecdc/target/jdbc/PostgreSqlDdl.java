package dev.corecdc.target.jdbc;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Set;

/** DDL of PostgreSQL. */
final class PostgreSqlDdl implements DdlDialect {

    /**
     * Table, column, index or constraint, and schema: is there, or is not; a second primary key.
     */
    private static final Set<String> DONE =
            Set.of("42P07", "42P01", "42701", "42703", "42710", "42704", "42P06", "3F000", "42P16");

    private final Dialect dialect;

    PostgreSqlDdl(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public boolean isTransactional() {
        return true;
    }

    @Override
    public boolean isDone(SQLException e) {
        return DONE.contains(String.valueOf(e.getSQLState()));
    }

    @Override
    public int longestName() {
        return 63;
    }

    @Override
    public Family family(String type) {
        String name = type.replaceAll("\\(.*?\\)", "").strip();
        return switch (name) {
            case "smallint", "integer", "bigint", "numeric", "int2", "int4", "int8" -> Family.NUMBER;
            case "real", "double precision", "float4", "float8" -> Family.FLOAT;
            case "bit", "varbit" -> Family.BITS;
            case "text", "varchar", "bpchar" -> Family.TEXT;
            case "bytea" -> Family.BYTES;
            case "date" -> Family.DATE;
            case "timestamp" -> Family.TIMESTAMP;
            case "timestamp with time zone", "timestamptz" -> Family.ZONED_TIMESTAMP;
            case "interval" -> Family.INTERVAL;
            case "json", "jsonb" -> Family.JSON;
            default -> Family.OTHER;
        };
    }

    @Override
    public boolean holdsLabels(TargetColumn column) {
        return column.type().equals("varchar");
    }

    @Override
    public String bytes(String hexadecimal) {
        return "'\\x" + hexadecimal + "'::bytea";
    }

    @Override
    public String bits(String digits, String type) {
        return type.startsWith("bit") ? "B'" + digits + "'" : new BigInteger(digits, 2).toString();
    }

    @Override
    public String createLike(TableName table, TableName like) {
        return "CREATE TABLE %s (LIKE %s INCLUDING ALL)".formatted(dialect.quoted(table), dialect.quoted(like));
    }

    @Override
    public String[] renameTable(TableName table, TableName to) {
        String rename = "ALTER TABLE %s RENAME TO %s".formatted(dialect.quoted(table), dialect.quoted(to.table()));
        if (to.schema() == null || to.schema().equals(table.schema())) {
            return new String[] {rename};
        }
        String move = "ALTER TABLE %s SET SCHEMA %s".formatted(dialect.quoted(table), dialect.quoted(to.schema()));
        if (to.table().equals(table.table())) {
            return new String[] {move};
        }
        TableName moved = new TableName(to.schema(), table.table());
        return new String[] {
            move, "ALTER TABLE %s RENAME TO %s".formatted(dialect.quoted(moved), dialect.quoted(to.table()))
        };
    }

    @Override
    public String renameColumn(TableName table, String column, String to) {
        return "ALTER TABLE %s RENAME COLUMN %s TO %s"
                .formatted(dialect.quoted(table), dialect.quoted(column), dialect.quoted(to));
    }

    @Override
    public String changeType(TableName table, String column, String type, String value) {
        return "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %s"
                .formatted(dialect.quoted(table), dialect.quoted(column), type, value);
    }

    @Override
    public String dropPrimaryKey(TableName table, String constraint) {
        return "ALTER TABLE %s DROP CONSTRAINT %s".formatted(dialect.quoted(table), dialect.quoted(constraint));
    }

    @Override
    public String createIndex(boolean unique, String index, TableName table, String columns) {
        return "CREATE %sINDEX %s ON %s (%s)"
                .formatted(unique ? "UNIQUE " : "", dialect.quoted(index), dialect.quoted(table), columns);
    }

    @Override
    public String waiting() {
        return " DEFERRABLE INITIALLY DEFERRED";
    }

    @Override
    public String indexesOf() {
        return """
                SELECT c.relname, obj_description(c.oid, 'pg_class') FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid\
                 JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace\
                 WHERE n.nspname = ? AND t.relname = ?""";
    }

    @Override
    public String indexNamed() {
        return "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ? AND c.relname = ?";
    }
}
