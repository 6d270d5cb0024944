package dev.corecdc.stream;

import java.time.Duration;
import org.springframework.util.backoff.BackOff;

/**
 * What all streams have in common.
 *
 * @param queueBytes how many bytes of changes may wait in each lane, beside one batch
 * @param detachAfter how long the queue of a lane may be full while another's is drained, until it reads for itself
 * @param maxReaders how many lanes of a stream read for themselves at a time
 * @param flushInterval how often checkpoints are saved
 * @param stopTimeout how long a stopping stream may go on delivering what is queued
 * @param reconnect the pauses between attempts to reach a source
 * @param logInterval how often the status of each stream is logged; zero = never
 */
public record StreamSettings(
        long queueBytes,
        Duration detachAfter,
        int maxReaders,
        Duration flushInterval,
        Duration stopTimeout,
        BackOff reconnect,
        Duration logInterval) {}
