package dev.corecdc.stream;

/** What to do when the log no longer holds the place to go on from. */
public enum OnHistoryLost {
    /** Fail, and wait for a person. */
    FAIL,
    /** Go on at the end of the log, with a warning that names the gap. */
    LATEST
}
