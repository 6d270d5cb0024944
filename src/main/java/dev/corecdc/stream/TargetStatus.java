package dev.corecdc.stream;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a lane was doing at one moment.
 *
 * @param reason why it is in {@code state}, when that is not RUNNING
 * @param position up to where the target has everything; null before that is known
 * @param checkpoint the last position saved
 * @param savedAt when that was saved
 * @param lagSeconds age of the oldest change known and not yet delivered, 0 when there is none; NaN while the source is not
 *     connected
 * @param queuedBytes how many bytes of changes wait, the batch being delivered included
 * @param conservation what became of every change that was offered to the target
 */
public record TargetStatus(
        String name,
        TargetState state,
        Instant since,
        @Nullable String reason,
        @Nullable Map<String, Object> position,
        @Nullable Map<String, Object> checkpoint,
        @Nullable Instant savedAt,
        double lagSeconds,
        long queuedBytes,
        Counts counts,
        Conservation conservation) {

    /**
     * Records since the service started.
     *
     * @param delivered saved by the target
     * @param filtered left out on purpose
     * @param dead given up
     * @param retried in batches that were tried again, counted each time
     */
    public record Counts(long delivered, long filtered, long dead, long retried) {}
}
