package dev.corecdc.management;

import dev.corecdc.stream.TargetPosition;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a target is, as the API shows it and takes it back. */
@Schema(description = "Where a target is. Kept, and sent back, it is the target's position again")
public record PositionDescriptor(
        @Schema(description = "The name of the processor") String processor,
        @Schema(description = "The name of the target") String target,

        @Schema(description = "Up to where it has everything; null when it has never begun") @Nullable
        Map<String, Object> position,

        @Schema(description = "The last position saved") @Nullable
        Map<String, Object> checkpoint,

        @Schema(description = "When that was saved") @Nullable
        Instant savedAt) {

    public static PositionDescriptor of(String processor, String target, TargetPosition place) {
        return new PositionDescriptor(processor, target, place.position(), place.checkpoint(), place.savedAt());
    }
}
