package dev.corecdc.target.jdbc;

/**
 * A table of the source.
 *
 * @param ofRows whether rows of it name it so; else a statement does, in which a server may let upper and lower case differ from that
 */
record SourceTable(String schema, String table, boolean ofRows) {

    /** Whether both are names of one table. */
    boolean isSame(SourceTable other) {
        if (ofRows && other.ofRows) {
            return equals(other);
        }
        return schema.equalsIgnoreCase(other.schema) && table.equalsIgnoreCase(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
