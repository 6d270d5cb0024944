package dev.corecdc.management;

import dev.corecdc.stream.PositionChange;
import dev.corecdc.stream.PositionChange.Effect;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What comes, or would come, of putting a target to another place of the log. */
@Schema(description = "What comes, or would come, of putting a target to another place of the log")
public record PositionChangeDescriptor(
        @Schema(description = "The name of the processor") String processor,
        @Schema(description = "The name of the target") String target,

        @Schema(description = "Up to where it has everything; null when it has never begun") @Nullable
        Map<String, Object> from,

        @Schema(description = "The place, as the source knows it; null when its log has no such place") @Nullable
        Map<String, Object> to,

        @Schema(
                description =
                        "What the target gets by it: NONE, it is there already; REPEATS, what lies between again; SKIPS, what lies between never;"
                                + " UNKNOWN, the two cannot be compared")
        Effect effect,

        @Schema(description = "Whether the source's log can be read on from the place")
        boolean held,

        @Schema(description = "Why it cannot; null when it can") @Nullable
        String reason,

        @Schema(description = "Whether it was done; false where it was only tried out")
        boolean done) {

    public static PositionChangeDescriptor of(String processor, String target, PositionChange change) {
        return new PositionChangeDescriptor(
                processor,
                target,
                change.from(),
                change.to(),
                change.effect(),
                change.refusal() == null,
                change.refusal(),
                change.done());
    }
}
