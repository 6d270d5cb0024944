package dev.corecdc.stream;

/** The state of a lane. */
public enum TargetState {
    RUNNING,
    /** The last attempt failed and is repeated. */
    RETRYING,
    PAUSED,
    /** Reads for itself, behind the other lanes. */
    BEHIND,
    /** Ended for a reason that only a person can mend. */
    FAILED
}
