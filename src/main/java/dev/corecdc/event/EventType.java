package dev.corecdc.event;

/** What a change did. */
public enum EventType {
    INSERT,
    UPDATE,
    DELETE,
    /** A DDL statement. */
    QUERY
}
