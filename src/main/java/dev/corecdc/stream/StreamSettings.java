package dev.corecdc.stream;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;

/**
 * What all streams have in common.
 *
 * @param queueBytes how many bytes of changes may wait in each lane, beside one batch
 * @param flushInterval how often checkpoints are saved
 * @param stopTimeout how long a stopping stream may go on delivering what is queued
 * @param reconnect the pauses between attempts to reach a source
 * @param logInterval how often the status of each stream is logged; zero = never
 */
public record StreamSettings(
        long queueBytes, Duration flushInterval, Duration stopTimeout, BackOff reconnect, Duration logInterval) {}
