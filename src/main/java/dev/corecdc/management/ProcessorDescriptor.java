package dev.corecdc.management;

import dev.corecdc.event.EventType;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A processor with its targets, as the API and the actuator show it.
 *
 * @param requestedState what it was last asked to become
 * @param reason why it is in {@code state}, when that is not just what was asked for
 * @param position up to where its log has been read; null before that is known
 * @param lag the greatest lag of its targets, in seconds; null while the source is not connected
 * @param read how many changes were read, by kind
 * @param excluded how many log events were left out undecoded
 * @param reconnects how often the source was lost and tried again
 */
public record ProcessorDescriptor(
        String name,
        ProcessorState state,
        ProcessorState requestedState,
        Instant since,
        @Nullable String reason,
        @Nullable Map<String, Object> position,
        @Nullable Double lag,
        Map<EventType, Long> read,
        long excluded,
        long reconnects,
        List<TargetDescriptor> targets) {

    public static ProcessorDescriptor of(StreamStatus status) {
        List<TargetDescriptor> targets =
                status.targets().stream().map(TargetDescriptor::of).toList();
        return new ProcessorDescriptor(
                status.name(),
                status.state(),
                status.requested(),
                status.since(),
                status.reason(),
                status.position(),
                greatestLag(targets),
                status.read(),
                status.excluded(),
                status.reconnects(),
                targets);
    }

    private static @Nullable Double greatestLag(List<TargetDescriptor> targets) {
        return targets.stream()
                .map(TargetDescriptor::lag)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .orElse(null);
    }
}
