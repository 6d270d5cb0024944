package dev.corecdc.processor.mysql;

import java.util.ArrayDeque;
import java.util.Deque;

/** The work of a group, held back until its end; of one of more than 8 MB it is not. Used by one thread. */
final class GroupWork {

    /** How many bytes of events a group may have and still be held back. */
    private static final long HELD_BACK = 8 << 20;

    private final Deque<Work> held = new ArrayDeque<>();
    private final Deque<Work> ready = new ArrayDeque<>();
    private long heldBytes;
    private boolean released;

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return ready;
    }

    /** Whether the group has anything so far that is wanted. */
    boolean hasChanges() {
        return released || held.stream().anyMatch(change -> !(change instanceof Work.Excluded));
    }

    /** Whether a part of the group was not held back. */
    boolean isReleased() {
        return released;
    }

    void add(Work.Change change) {
        if (released) {
            ready.add(change);
            return;
        }
        held.add(change);
        heldBytes += change.bytes();
        if (heldBytes > HELD_BACK) {
            ready.addAll(held);
            drop();
            released = true;
        }
    }

    void end(Work.GroupEnd end) {
        ready.addAll(held);
        ready.add(end);
        drop();
    }

    /** Adds a place between groups. */
    void place(Work.Place place) {
        ready.add(place);
    }

    /** Leaves out what is held back; the next group begins. */
    void drop() {
        held.clear();
        heldBytes = 0;
        released = false;
    }
}
