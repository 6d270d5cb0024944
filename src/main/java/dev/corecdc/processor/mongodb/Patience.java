package dev.corecdc.processor.mongodb;

import java.time.Duration;

/**
 * How long a server may be silent that otherwise answers. It may search its log for long before it finds an event, and a connection
 * may pass nothing on any more: only time tells the one from the other. So the bound doubles each time that it was passed in vain, and
 * is the first one again when something has come. Safe for use by several threads.
 */
final class Patience {

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final long first;
    private volatile long bound = SHORTEST.toNanos();

    /** @param first how long a silence is nothing special */
    Patience(Duration first) {
        this.first = first.toNanos();
    }

    /** How long, in nanoseconds, a silence is nothing special. */
    long firstNanos() {
        return first;
    }

    /** Whether a silence has been too long; the next one may be longer. */
    boolean isOver(long nanos) {
        if (nanos <= Math.max(first, bound)) {
            return false;
        }
        bound = Math.min(2 * bound, LONGEST.toNanos());
        return true;
    }

    void restore() {
        // asked for each event: nothing is to be written where nothing changes
        if (bound != SHORTEST.toNanos()) {
            bound = SHORTEST.toNanos();
        }
    }
}
