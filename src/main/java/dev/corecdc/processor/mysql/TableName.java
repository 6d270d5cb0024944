package dev.corecdc.processor.mysql;

/** A table and its database. */
record TableName(String database, String table) {

    @Override
    public String toString() {
        return database + "." + table;
    }
}
