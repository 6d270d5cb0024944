package dev.corecdc.stream;

/** The state that a stream has reached. */
public enum ProcessorState {
    STOPPED,
    /** On its way to RUNNING: finding its place and connecting for the first time. */
    STARTING,
    RUNNING,
    PAUSED,
    /** The source was lost and is tried again. */
    RECONNECTING,
    /** Ended for a reason that only a person can mend. */
    FAILED,
    /** On its way to STOPPED: what is queued is still delivered. */
    STOPPING
}
