package dev.corecdc.target.jdbc;

import java.sql.SQLException;

/**
 * What a kind of database is told in place of a DDL statement of MySQL or MariaDB, where it differs from the SQL standard. Names are given
 * unquoted, columns as lists that are quoted already.
 */
interface DdlDialect {

    /** What values a type holds, as far as converting them goes. */
    enum Family {
        NUMBER,
        FLOAT,
        BITS,
        TEXT,
        BYTES,
        DATE,
        TIMESTAMP,
        ZONED_TIMESTAMP,
        INTERVAL,
        JSON,
        OTHER
    }

    /** Whether statements are taken back with their transaction. */
    boolean isTransactional();

    /** Whether the error says that what is to be made is there, or what is to be dropped is not. */
    boolean isDone(SQLException e);

    /** Whether tables have indexes. */
    default boolean hasIndexes() {
        return true;
    }

    /** Whether foreign keys can be added to a table. */
    default boolean addsForeignKeys() {
        return true;
    }

    /** How long names may be, in bytes of UTF-8. */
    int longestName();

    /**
     * The kind of a type.
     *
     * @param type as {@link ColumnTypes} or the driver call it, in lower case
     */
    Family family(String type);

    /** Whether a column is of the type that those of an ENUM or a SET have, and texts have not. */
    boolean holdsLabels(TargetColumn column);

    /** A literal of bytes. */
    String bytes(String hexadecimal);

    /** A literal of bits, for a column of this type. */
    String bits(String digits, String type);

    /** Makes a table with the columns, the primary key and the indexes of another. */
    String createLike(TableName table, TableName like) throws UntranslatableDdlException;

    /** Gives a table another name, in the same schema or another. */
    String[] renameTable(TableName table, TableName to) throws UntranslatableDdlException;

    String renameColumn(TableName table, String column, String to);

    /**
     * Gives a column another type.
     *
     * @param value what becomes of the values, an expression
     */
    String changeType(TableName table, String column, String type, String value);

    /**
     * Drops the primary key.
     *
     * @param constraint its name there
     */
    String dropPrimaryKey(TableName table, String constraint);

    String createIndex(boolean unique, String index, TableName table, String columns);

    /**
     * What stands at the end of a foreign key, so that it holds only when a transaction ends: some servers log what a foreign key changes before what it is changed
     * by. Empty where the database cannot wait.
     */
    String waiting();

    /** Asks for the indexes of a table: gets schema and table, gives the name and the comment of each. */
    String indexesOf();

    /** Asks whether an index, or what shares names with indexes, is there: gets schema and name. */
    String indexNamed();
}
