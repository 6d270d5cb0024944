package dev.corecdc.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers dead letters: each number is larger than all before, across restarts too. Safe for use by several threads. */
final class LetterNumbers {

    private final AtomicLong last = new AtomicLong();

    /** The microseconds of the clock, or more. */
    long next() {
        long now = Duration.between(Instant.EPOCH, Instant.now()).toNanos() / 1000;
        return last.updateAndGet(before -> Math.max(before + 1, now));
    }

    /** Notes a number that is in use. */
    void used(long number) {
        last.accumulateAndGet(number, Math::max);
    }
}
