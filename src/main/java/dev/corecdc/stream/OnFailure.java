package dev.corecdc.stream;

/** What to do when a target will never take a change. */
public enum OnFailure {
    /** Keep everything, stop delivering to that target, and wait for a person. */
    HALT,
    /** Set it aside as a dead letter, durably, and go on behind it. */
    DEAD_LETTER
}
