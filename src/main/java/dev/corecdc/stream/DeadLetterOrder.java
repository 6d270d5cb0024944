package dev.corecdc.stream;

/** What becomes of changes that come after one that a target rejected. */
public enum DeadLetterOrder {
    /** Those of the same key wait behind it, so that the changes of a key stay in order. */
    BY_KEY,
    /** They are delivered, also those of the same key. */
    NONE
}
