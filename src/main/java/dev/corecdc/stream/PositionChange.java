package dev.corecdc.stream;

import dev.corecdc.event.Position;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes, or would come, of putting a target to another place of the log.
 *
 * @param from up to where it has everything; null when it has never begun
 * @param to the place, as the source knows it; null when the log has no such place
 * @param effect what it does to the target
 * @param done whether it was done
 * @param refusal why it cannot be done; null when it can
 */
public record PositionChange(
        @Nullable Map<String, Object> from,
        @Nullable Map<String, Object> to,
        Effect effect,
        boolean done,
        @Nullable String refusal) {

    /** What the target gets by it. */
    public enum Effect {
        /** It is there already. */
        NONE,
        /** It goes back: what lies between is delivered again. */
        REPEATS,
        /** It goes on: what lies between is not delivered. */
        SKIPS,
        /** The two places cannot be compared. */
        UNKNOWN;

        static Effect of(@Nullable Position from, Position to) {
            if (from == null) {
                return UNKNOWN;
            }
            boolean back = from.covers(to);
            boolean on = to.covers(from);
            if (back && on) {
                return NONE;
            }
            return back ? REPEATS : on ? SKIPS : UNKNOWN;
        }
    }
}
