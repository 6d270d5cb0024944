package dev.corecdc.stream;

/** What to do when a target will never take a change. */
public enum OnFailure {
    /** Keep everything, stop delivering to that target, and wait for a person. */
    HALT
}
