package dev.corecdc.target.jdbc;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Set;

/** DDL of H2. */
final class H2Ddl implements DdlDialect {

    /** Table, column, index, constraint and schema: is there, or is not; a second primary key. */
    private static final Set<String> DONE = Set.of(
            "42S01", "42S02", "42S03", "42S04", "42S21", "42S22", "42S11", "42S12", "90045", "90057", "90078", "90079",
            "90017");

    private final Dialect dialect;

    H2Ddl(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public boolean isDone(SQLException e) {
        return DONE.contains(String.valueOf(e.getSQLState()));
    }

    @Override
    public int longestName() {
        return 256;
    }

    @Override
    public Family family(String type) {
        String name = type.replaceAll("\\(.*?\\)", "").strip();
        return switch (name) {
            case "tinyint", "smallint", "integer", "bigint", "numeric", "decimal", "decfloat" -> Family.NUMBER;
            case "real", "double precision" -> Family.FLOAT;
            case "varchar", "character varying", "clob", "character large object", "character" -> Family.TEXT;
            case "varbinary", "binary varying", "blob", "binary large object", "binary" -> Family.BYTES;
            case "date" -> Family.DATE;
            case "timestamp" -> Family.TIMESTAMP;
            case "timestamp with time zone" -> Family.ZONED_TIMESTAMP;
            case "json" -> Family.JSON;
            default -> Family.OTHER;
        };
    }

    @Override
    public boolean holdsLabels(TargetColumn column) {
        return family(column.type()) == Family.TEXT && column.size() == ColumnTypes.LENGTH_OF_LABELS_ON_H2;
    }

    @Override
    public String bytes(String hexadecimal) {
        return "X'" + hexadecimal + "'";
    }

    @Override
    public String bits(String digits, String type) {
        return new BigInteger(digits, 2).toString();
    }

    @Override
    public String createLike(TableName table, TableName like) throws UntranslatableDdlException {
        throw new UntranslatableDdlException("H2 makes no table like another");
    }

    @Override
    public String[] renameTable(TableName table, TableName to) throws UntranslatableDdlException {
        if (to.schema() != null && !to.schema().equals(table.schema())) {
            throw new UntranslatableDdlException("H2 moves no table to another schema");
        }
        return new String[] {"ALTER TABLE %s RENAME TO %s".formatted(dialect.quoted(table), dialect.quoted(to.table()))
        };
    }

    @Override
    public String renameColumn(TableName table, String column, String to) {
        return "ALTER TABLE %s ALTER COLUMN %s RENAME TO %s"
                .formatted(dialect.quoted(table), dialect.quoted(column), dialect.quoted(to));
    }

    @Override
    public String changeType(TableName table, String column, String type, String value) {
        return "ALTER TABLE %s ALTER COLUMN %s SET DATA TYPE %s USING %s"
                .formatted(dialect.quoted(table), dialect.quoted(column), type, value);
    }

    @Override
    public String dropPrimaryKey(TableName table, String constraint) {
        return "ALTER TABLE " + dialect.quoted(table) + " DROP PRIMARY KEY";
    }

    @Override
    public String createIndex(boolean unique, String index, TableName table, String columns) {
        return "CREATE %sINDEX %s ON %s (%s)"
                .formatted(
                        unique ? "UNIQUE " : "",
                        dialect.quoted(new TableName(table.schema(), index)),
                        dialect.quoted(table),
                        columns);
    }

    @Override
    public String waiting() {
        return "";
    }

    @Override
    public String indexesOf() {
        return "SELECT INDEX_NAME, REMARKS FROM INFORMATION_SCHEMA.INDEXES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
    }

    @Override
    public String indexNamed() {
        return "SELECT 1 FROM INFORMATION_SCHEMA.INDEXES WHERE INDEX_SCHEMA = ? AND INDEX_NAME = ?";
    }
}
