package dev.corecdc.stream;

import dev.corecdc.event.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds how many lanes of a stream read for themselves at a time. Where more want to, those furthest behind wait. Safe for use by several
 * threads.
 */
final class ReaderSlots {

    private final List<Position> waiting = new ArrayList<>();
    private int free;

    ReaderSlots(int readers) {
        free = readers;
    }

    /** Waits for the right to read from {@code place} on, to be {@link #giveBack given back}. */
    synchronized void take(Position place) throws InterruptedException {
        waiting.add(place);
        try {
            while (free == 0 || waiting.stream().anyMatch(other -> isFurtherOn(other, place))) {
                wait();
            }
            free--;
        } finally {
            waiting.remove(place);
            notifyAll();
        }
    }

    private static boolean isFurtherOn(Position one, Position other) {
        return one.covers(other) && !other.covers(one);
    }

    synchronized void giveBack() {
        free++;
        notifyAll();
    }

    /** Whether a reader could be had at once. */
    synchronized boolean hasFree() {
        return free > 0;
    }
}
