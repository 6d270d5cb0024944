package dev.corecdc.stream;

import java.time.Duration;
import java.util.List;

/**
 * Decides when a lane has to read for itself: when its queue has been full for long, and another lane could take more. Where all are slow, the
 * source waits for them.
 */
final class Detaching {

    private final List<Lane> lanes;
    private final Duration after;

    /** @param after how long a queue may be full */
    Detaching(List<Lane> lanes, Duration after) {
        this.lanes = lanes;
        this.after = after;
    }

    /** Whether a lane without room holds up no other one, if need be because it is detached now. */
    boolean detached(Lane full) {
        if (full.fullFor() < after.toNanos() || lanes.stream().noneMatch(lane -> lane.isJoined() && lane.isDrained())) {
            return !full.isJoined();
        }
        full.detach("its queue has been full for %d ms, and others wait".formatted(full.fullFor() / 1_000_000));
        return true;
    }
}
