package dev.corecdc.management;

import dev.corecdc.stream.TargetState;
import dev.corecdc.stream.TargetStatus;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target of a processor, as the API and the actuator show it.
 *
 * @param reason why it is in {@code state}, when that is not RUNNING
 * @param position up to where the target has everything
 * @param checkpoint the last position saved
 * @param savedAt when that was saved
 * @param lag age in seconds of the oldest change known and not yet delivered; null while the source is not connected
 * @param queuedBytes how many bytes of changes wait
 */
public record TargetDescriptor(
        String name,
        TargetState state,
        Instant since,
        @Nullable String reason,
        @Nullable Map<String, Object> position,
        @Nullable Map<String, Object> checkpoint,
        @Nullable Instant savedAt,
        @Nullable Double lag,
        long queuedBytes,
        TargetStatus.Counts counts) {

    static TargetDescriptor of(TargetStatus status) {
        return new TargetDescriptor(
                status.name(),
                status.state(),
                status.since(),
                status.reason(),
                status.position(),
                status.checkpoint(),
                status.savedAt(),
                Double.isNaN(status.lagSeconds()) ? null : status.lagSeconds(),
                status.queuedBytes(),
                status.counts());
    }
}
