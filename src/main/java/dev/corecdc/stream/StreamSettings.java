package dev.corecdc.stream;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * What all streams have in common.
 *
 * @param queueBytes how many bytes of changes may wait in each lane, beside one batch
 * @param flushInterval how often checkpoints are saved
 * @param stopTimeout how long a stopping stream may go on delivering what is queued
 * @param reconnect the pauses between attempts to reach a source
 * @param retry the pauses between attempts to deliver a batch
 * @param logInterval how often the status of each stream is logged; zero = never
 */
public record StreamSettings(
        long queueBytes,
        Duration flushInterval,
        Duration stopTimeout,
        BackOff reconnect,
        BackOff retry,
        Duration logInterval) {

    /** Pauses that double from {@code first} to {@code most}, by a quarter more or less, without end. */
    public static BackOff doubling(Duration first, Duration most) {
        ExponentialBackOff backOff = new ExponentialBackOff(first.toMillis(), 2);
        backOff.setMaxInterval(most.toMillis());
        backOff.setJitter(first.toMillis() / 4);
        return backOff;
    }
}
