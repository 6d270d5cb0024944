package dev.corecdc.target.jdbc;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import java.util.stream.Collectors;

/** The types of columns that are made for those of a source, so that all their values keep their worth. */
interface ColumnTypes {

    /**
     * The type for a column.
     *
     * @param key whether it is part of a key, and has to be comparable
     */
    String of(Column column, boolean key);

    /** No text has this length there. */
    int LENGTH_OF_LABELS_ON_H2 = 4096;

    /** What stands in brackets behind the declared type, such as {@code 10,2}; the given text where there is nothing. */
    static String brackets(Column column, String none) {
        String type = column.declaration().type();
        int open = type.indexOf('(');
        int close = type.indexOf(')', open + 1);
        return open < 0 || close < 0 ? none : type.substring(open + 1, close);
    }

    /** On MySQL and MariaDB: as it was declared, as far as that is known. */
    ColumnTypes OF_MYSQL = (column, key) -> {
        if (column.type() == ColumnType.ENUM || column.type() == ColumnType.SET) {
            return column.declaration().labels().isEmpty() ? "VARCHAR(255)" : labels(column);
        } else if (!column.declaration().type().isEmpty()) {
            // Without a collation of its own a key would be compared as the database's default has it, which may take
            // two for one.
            String bytewise =
                    key && column.type() == ColumnType.TEXT ? " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin" : "";
            return column.declaration().type() + bytewise;
        }
        String unsigned = column.unsigned() ? " UNSIGNED" : "";
        return switch (column.type()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, FLOAT, DOUBLE -> column.type() + unsigned;
            case BIT -> "BIT(64)";
            case YEAR -> "YEAR";
            case DECIMAL -> "DECIMAL(65,30)";
            case DATE -> "DATE";
            case DATETIME, TIMESTAMP -> "DATETIME(6)";
            case TIME -> "TIME(6)";
            case TEXT -> key ? "VARCHAR(255) COLLATE utf8mb4_bin" : "LONGTEXT";
            case BINARY -> key ? "VARBINARY(255)" : "LONGBLOB";
            case JSON, DOCUMENT -> key ? "VARCHAR(255) COLLATE utf8mb4_bin" : "JSON";
            case GEOMETRY -> "GEOMETRY";
            case VECTOR -> "LONGBLOB";
            case ENUM, SET -> throw new IllegalStateException("handled above");
        };
    };

    private static String labels(Column column) {
        return column.type()
                + column.declaration().labels().stream()
                        .map(label -> "'" + label.replace("\\", "\\\\").replace("'", "''") + "'")
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /** On PostgreSQL. A TIME, which goes beyond a day, is an interval; what only MySQL knows is text or bytes. */
    ColumnTypes OF_POSTGRESQL = (column, key) -> switch (column.type()) {
        case TINYINT, YEAR -> "smallint";
        case SMALLINT -> column.unsigned() ? "integer" : "smallint";
        case MEDIUMINT -> "integer";
        case INT -> column.unsigned() ? "bigint" : "integer";
        case BIGINT -> column.unsigned() ? "numeric(20)" : "bigint";
        case BIT ->
            column.declaration().length() == 0
                    ? "numeric(20)"
                    : "bit(" + column.declaration().length() + ")";
        case DECIMAL -> column.declaration().type().isEmpty() ? "numeric" : "numeric(" + brackets(column, "10,0") + ")";
        case FLOAT -> "real";
        case DOUBLE -> "double precision";
        case DATE -> "date";
        case DATETIME -> "timestamp(" + brackets(column, "6") + ")";
        case TIMESTAMP -> "timestamp(" + brackets(column, "6") + ") with time zone";
        case TIME -> "interval(" + brackets(column, "6") + ")";
        case TEXT -> "text";
        case ENUM, SET -> "varchar";
        case BINARY, GEOMETRY -> "bytea";
        case JSON, DOCUMENT -> key ? "text" : "jsonb";
        case VECTOR -> "real[]";
    };

    /** On H2. A TIME, which goes beyond a day, is text, and so are JSON and vectors. */
    ColumnTypes OF_H2 = (column, key) -> switch (column.type()) {
        case TINYINT, YEAR -> "SMALLINT";
        case SMALLINT, MEDIUMINT -> "INTEGER";
        case INT -> "BIGINT";
        case BIGINT -> column.unsigned() ? "NUMERIC(20)" : "BIGINT";
        case BIT -> "NUMERIC(20)";
        case DECIMAL ->
            column.declaration().type().isEmpty() ? "DECFLOAT" : "NUMERIC(" + brackets(column, "10,0") + ")";
        case FLOAT -> "REAL";
        case DOUBLE -> "DOUBLE PRECISION";
        case DATE -> "DATE";
        case DATETIME -> "TIMESTAMP(" + brackets(column, "6") + ")";
        case TIMESTAMP -> "TIMESTAMP(" + brackets(column, "6") + ") WITH TIME ZONE";
        case TIME -> "VARCHAR(17)";
        case ENUM, SET -> "VARCHAR(" + LENGTH_OF_LABELS_ON_H2 + ")";
        case TEXT, JSON, DOCUMENT, VECTOR -> key || column.declaration().length() > 0 ? "VARCHAR(20000)" : "CLOB";
        case BINARY -> key || column.declaration().length() > 0 ? "VARBINARY(65535)" : "BLOB";
        case GEOMETRY -> "BLOB";
    };
}
