package dev.corecdc.processor;

import java.time.Duration;

/**
 * Says when a reader that gathers batches has to hand over what it has, be it only a place further on: at the latest a second after the
 * batch before. Used by one thread.
 */
public final class BatchPace {

    private static final long NEWS_NANOS = Duration.ofSeconds(1).toNanos();

    private long due = System.nanoTime() + NEWS_NANOS;

    /** Notes that a batch is handed over. */
    public void handedOver() {
        due = System.nanoTime() + NEWS_NANOS;
    }

    /** Whether it is time to hand over what there is to tell. */
    public boolean isDue() {
        return System.nanoTime() - due >= 0;
    }

    /**
     * How many nanoseconds to wait at most for more to read.
     *
     * @param deadline of {@link System#nanoTime}, when the wait is to end in any case
     * @param hasNews whether there is anything to tell
     */
    public long waitUntil(long deadline, boolean hasNews) {
        long now = System.nanoTime();
        long left = hasNews ? Math.min(deadline - now, due - now) : deadline - now;
        return Math.max(0, left);
    }
}
