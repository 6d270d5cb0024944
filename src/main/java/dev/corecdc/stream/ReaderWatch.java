package dev.corecdc.stream;

import dev.corecdc.processor.ChangeReader;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Closes a reader that is no longer wanted and goes on all the same, as one does that has to look through much of the log before it can say
 * what a change means. One that notices by itself is left alone.
 */
final class ReaderWatch implements AutoCloseable {

    /** Twice as long, and an unwanted reader is closed. */
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final ChangeReader reader;
    private final BooleanSupplier wanted;
    private boolean closed;

    /** Makes one that does not watch yet. */
    ReaderWatch(ChangeReader reader, BooleanSupplier wanted) {
        this.reader = reader;
        this.wanted = wanted;
    }

    /**
     * Begins to watch, until it is closed.
     *
     * @param name of the processor
     */
    void start(String name) {
        Thread thread = new Thread(LogContext.around(name, null, this::run), "cdc-" + name + "-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            boolean unwanted = false;
            while (!awaitEnd()) {
                if (unwanted && !wanted.getAsBoolean()) {
                    reader.close();
                    return;
                }
                unwanted = !wanted.getAsBoolean();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for one interval; whether this is over. */
    private synchronized boolean awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + INTERVAL.toNanos();
        for (long left = INTERVAL.toMillis(); !closed && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
