package dev.corecdc.management;

import dev.corecdc.event.EventType;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A processor with its targets, as the API and the actuator show it. */
@Schema(description = "A processor with its targets")
public record ProcessorDescriptor(
        @Schema(description = "Its name") String name,
        @Schema(description = "What it is doing") ProcessorState state,

        @Schema(description = "What it was last asked to become")
        ProcessorState requestedState,

        @Schema(description = "When it reached its state") Instant since,

        @Schema(description = "Why it is in its state, when that is not just what was asked for") @Nullable
        String reason,

        @Schema(description = "Up to where its log has been read; null before that is known") @Nullable
        Map<String, Object> position,

        @Schema(description = "The greatest lag of its targets, in seconds; null while the source is not connected")
        @Nullable
        Double lag,

        @Schema(description = "How many changes were read, by kind")
        Map<EventType, Long> read,

        @Schema(description = "How many log events were left out undecoded")
        long excluded,

        @Schema(description = "How often the source was lost and tried again")
        long reconnects,

        @Schema(description = "What was unwise about the source when it was last connected to, and what to do about it")
        List<String> warnings,

        HistoryDescriptor history,

        @Schema(description = "Its targets") List<TargetDescriptor> targets) {

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
                status.warnings(),
                HistoryDescriptor.of(status.history()),
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
