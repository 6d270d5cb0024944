package dev.corecdc.stream;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * How changes are delivered to one target.
 *
 * @param retry the pauses between attempts to deliver; when they end, the lane fails
 * @param onFailure what to do when the target will never take a change
 * @param batchSize how many changes are handed over at once at most; 0 = as they are read
 * @param linger how long to wait for so many
 * @param order what becomes of the changes after one that was set aside
 * @param maxDeadLetters how many changes may be set aside, those that wait included, before the lane fails
 * @param parallelism how many calls of the target there may be at a time, each with changes of other keys; more than one only of a target that allows
 *     it
 */
public record LaneSettings(
        BackOff retry,
        OnFailure onFailure,
        int batchSize,
        Duration linger,
        DeadLetterOrder order,
        int maxDeadLetters,
        int parallelism) {

    private static final int MAX_DEAD_LETTERS = 1000;

    /** How many changes are gathered for each call at a time where it is not said how many a call gets. */
    private static final int GATHERED = 100;

    /** Hands changes over as they are read. */
    public LaneSettings(BackOff retry, OnFailure onFailure) {
        this(retry, onFailure, 0, Duration.ZERO);
    }

    /** With the usual order and number of dead letters. */
    public LaneSettings(BackOff retry, OnFailure onFailure, int batchSize, Duration linger) {
        this(retry, onFailure, batchSize, linger, DeadLetterOrder.BY_KEY, MAX_DEAD_LETTERS, 1);
    }

    /** With dead letters of one's choice. */
    public LaneSettings(BackOff retry, OnFailure onFailure, DeadLetterOrder order, int maxDeadLetters) {
        this(retry, onFailure, 0, Duration.ZERO, order, maxDeadLetters, 1);
    }

    /** Tries again for ever, at most half a minute later, and halts at what is rejected. */
    public static final LaneSettings DEFAULT =
            new LaneSettings(doubling(Duration.ofMillis(500), Duration.ofSeconds(30), 0), OnFailure.HALT);

    /** The same, with so many calls of the target at a time. */
    public LaneSettings inParallel(int calls) {
        return new LaneSettings(retry, onFailure, batchSize, linger, order, maxDeadLetters, calls);
    }

    /** The same, with so many changes of those that wait at a time. */
    public LaneSettings gathering(int changes) {
        return new LaneSettings(retry, onFailure, changes, linger, order, maxDeadLetters, parallelism);
    }

    /** How many changes that wait are gathered at most, to be delivered together; 0 = none. */
    int gathered() {
        int each = batchSize == 0 && parallelism > 1 ? GATHERED : batchSize;
        return (int) Math.min(Integer.MAX_VALUE, (long) each * parallelism);
    }

    /**
     * Pauses that double from {@code first} to {@code most}, by a quarter more or less.
     *
     * @param attempts how many pauses at most; 0 = without end
     */
    public static BackOff doubling(Duration first, Duration most, int attempts) {
        ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), 2);
        backOff.setMaxInterval(most.toMillis());
        backOff.setJitter(first.toMillis() / 4);
        if (attempts > 0) {
            backOff.setMaxAttempts(attempts);
        }
        return backOff;
    }
}
