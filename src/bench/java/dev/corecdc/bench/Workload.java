package dev.corecdc.bench;

/**
 * A stretch of a server's log that is read again and again.
 *
 * @param name what it is called in the results
 * @param file the binlog file that begins with it
 * @param gtids all transactions before that file
 * @param tables the tables that are read, as {@code database.table}
 * @param rows how many row changes it holds of these
 */
record Workload(String name, String file, String gtids, String tables, long rows) {}
