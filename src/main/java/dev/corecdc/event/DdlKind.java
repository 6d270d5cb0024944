package dev.corecdc.event;

/** What a DDL statement does. A collection of documents counts as a table. */
public enum DdlKind {
    CREATE_TABLE,
    /** Changes a table, and may rename it too. */
    ALTER_TABLE,
    DROP_TABLE,
    RENAME_TABLE,
    TRUNCATE_TABLE,
    CREATE_INDEX,
    DROP_INDEX,
    CREATE_DATABASE,
    DROP_DATABASE,
    CREATE_VIEW,
    DROP_VIEW,
    /** Anything else, or a statement of which only the text is known: it may do any of the above. */
    OTHER
}
