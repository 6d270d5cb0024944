package dev.corecdc.stream;

import dev.corecdc.event.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a target is.
 *
 * @param reached up to where it has everything
 * @param saved the last position saved
 * @param savedAt when that was saved
 */
record TargetPlace(
        @Nullable Position reached,
        @Nullable Position saved,
        @Nullable Instant savedAt) {

    /** Of a target that has never begun. */
    static final TargetPlace NONE = new TargetPlace(null, null, null);
}
