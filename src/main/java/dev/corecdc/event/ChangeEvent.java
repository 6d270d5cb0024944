package dev.corecdc.event;

/** Something that happened in a source, in the order of its log. Immutable. */
public sealed interface ChangeEvent permits ChangeRecord, DdlEvent {

    EventType type();

    Origin origin();

    /** Ordinal of this event within its transaction, from 1. */
    long sequence();
}
