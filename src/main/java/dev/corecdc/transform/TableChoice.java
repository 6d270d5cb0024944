package dev.corecdc.transform;

/** Which tables are wanted. Safe for use by several threads. */
public interface TableChoice {

    boolean accepts(String database, String table);

    /** Whether any table of the database can be wanted. */
    boolean acceptsDatabase(String database);

    /** Whether every table of the database is wanted, whatever its name. */
    boolean acceptsWholeDatabase(String database);
}
