package dev.corecdc.processor.mysql;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds back the work of a group until its end, which tells its id. A group of more than 8 MB is let through, so that memory stays
 * bounded. Used by one thread.
 */
final class WorkBuffer {

    private static final long HELD_BACK = 8 << 20;

    private final Deque<Work> held = new ArrayDeque<>();
    private final Deque<Work> ready = new ArrayDeque<>();
    private long heldBytes;
    private boolean lettingThrough;

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return ready;
    }

    /** Adds work of the group. */
    void hold(Work.Change change) {
        if (lettingThrough) {
            ready.add(change);
            return;
        }
        held.add(change);
        heldBytes += change.bytes();
        if (heldBytes > HELD_BACK) {
            release();
            lettingThrough = true;
        }
    }

    /** Adds what stands between two groups. */
    void pass(Work.Place place) {
        ready.add(place);
    }

    /** Ends the group. */
    void end(Work.GroupEnd end) {
        release();
        ready.add(end);
        lettingThrough = false;
    }

    /** Whether the group has work so far. */
    boolean hasWork() {
        return lettingThrough || !held.isEmpty();
    }

    /**
     * Forgets the group, as if it had never begun.
     *
     * @return false when that is too late, because some of it has been let through
     */
    boolean discard() {
        held.clear();
        heldBytes = 0;
        return !lettingThrough;
    }

    private void release() {
        ready.addAll(held);
        held.clear();
        heldBytes = 0;
    }
}
