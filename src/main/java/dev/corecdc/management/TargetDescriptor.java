package dev.corecdc.management;

import dev.corecdc.stream.Conservation;
import dev.corecdc.stream.TargetState;
import dev.corecdc.stream.TargetStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A target of a processor, as the API and the actuator show it. */
@Schema(description = "A target of a processor")
public record TargetDescriptor(
        @Schema(description = "Its name") String name,
        @Schema(description = "What it is doing") TargetState state,
        @Schema(description = "When it reached its state") Instant since,

        @Schema(description = "Why it is in its state, when that is not RUNNING; or why its checkpoint cannot be saved")
        @Nullable
        String reason,

        @Schema(description = "Up to where it has everything") @Nullable
        Map<String, Object> position,

        @Schema(description = "The last position saved") @Nullable
        Map<String, Object> checkpoint,

        @Schema(description = "When that was saved") @Nullable
        Instant savedAt,

        @Schema(
                description =
                        "Age in seconds of the oldest change known and not yet delivered; null while the source is not"
                                + " connected")
        @Nullable
        Double lag,

        @Schema(description = "How many bytes of changes wait")
        long queuedBytes,

        CountsDescriptor counts,

        @Schema(description = "What became of every change offered since the target's queue began")
        ConservationDescriptor conservation) {

    /** Records since the service started. */
    @Schema(description = "Records since the service started")
    public record CountsDescriptor(
            @Schema(description = "Saved by the target") long delivered,
            @Schema(description = "Left out on purpose") long filtered,
            @Schema(description = "Given up") long dead,

            @Schema(description = "In batches that were tried again, counted each time")
            long retried) {

        private static CountsDescriptor of(TargetStatus.Counts counts) {
            return new CountsDescriptor(counts.delivered(), counts.filtered(), counts.dead(), counts.retried());
        }
    }

    /** What became of every change offered since the target's queue began. */
    @Schema(description = "What became of every change offered since the target's queue began")
    public record ConservationDescriptor(
            @Schema(description = "Queued for delivery") long offered,
            @Schema(description = "Saved by the target") long delivered,
            @Schema(description = "Left out on purpose") long filtered,

            @Schema(description = "Rejected by the target, and set aside")
            long dead,

            @Schema(description = "Set aside, as an earlier change of the same key was")
            long waiting,

            @Schema(description = "In the queue") long inFlight,

            @Schema(description = "What is missing in, or too much of, the rest; 0 unless the service is at fault")
            long unaccounted) {

        private static ConservationDescriptor of(Conservation conservation) {
            return new ConservationDescriptor(
                    conservation.offered(),
                    conservation.delivered(),
                    conservation.filtered(),
                    conservation.dead(),
                    conservation.waiting(),
                    conservation.inFlight(),
                    conservation.unaccounted());
        }
    }

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
                CountsDescriptor.of(status.counts()),
                ConservationDescriptor.of(status.conservation()));
    }
}
