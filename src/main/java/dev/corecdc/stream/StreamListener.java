package dev.corecdc.stream;

import java.time.Duration;

/**
 * Hears what streams do. Called by their threads: it must be quick. What it throws is logged and changes nothing.
 */
public interface StreamListener {

    /** A batch was saved by a target; {@code took} is the time of the attempt that succeeded. */
    default void delivered(String processor, String target, int records, Duration took) {}
}
