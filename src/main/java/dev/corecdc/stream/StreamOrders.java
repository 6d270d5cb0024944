package dev.corecdc.stream;

import java.time.Duration;

/** What one run of a stream was asked to become. An order to stop is the last. Safe for use by several threads. */
final class StreamOrders {

    private ProcessorState requested;
    private long number;
    private long deadline;

    /** @param first RUNNING or PAUSED, or STOPPED for a run that never begins */
    StreamOrders(ProcessorState first) {
        requested = first;
    }

    /**
     * Asks for RUNNING or PAUSED; false when it is too late. Asking for the same as before is no new order, unless {@code anew}.
     */
    synchronized boolean request(ProcessorState wanted, boolean anew) {
        if (requested == ProcessorState.STOPPED) {
            return false;
        }
        if (requested != wanted || anew) {
            requested = wanted;
            number++;
            notifyAll();
        }
        return true;
    }

    /** Asks for the end, with what is queued delivered until {@code until} of {@link System#nanoTime}. */
    synchronized void stop(long until) {
        if (requested != ProcessorState.STOPPED) {
            requested = ProcessorState.STOPPED;
            deadline = until;
            number++;
            notifyAll();
        }
    }

    synchronized ProcessorState requested() {
        return requested;
    }

    boolean isStopping() {
        return requested() == ProcessorState.STOPPED;
    }

    /** When the end has to be reached, by {@link System#nanoTime}. */
    synchronized long deadline() {
        return deadline;
    }

    /** How many orders there were after the first. */
    synchronized long number() {
        return number;
    }

    /** Whether there was an order after the first {@code seen}. */
    synchronized boolean isNewSince(long seen) {
        return number != seen;
    }

    /** Waits for an order after the first {@code seen}. */
    synchronized void awaitNewSince(long seen) throws InterruptedException {
        while (number == seen) {
            wait();
        }
    }

    /** Waits for an order after the first {@code seen}, at most {@code timeout}. */
    synchronized void awaitNewSince(long seen, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toMillis(); number == seen && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }
}
