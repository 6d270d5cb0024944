package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.event.Position;
import dev.corecdc.processor.Processor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A position as it is saved in a checkpoint.
 *
 * @param putAt when a person has put the target there, or where the target has come from: what lies before in the log need not have been
 *     delivered, and must not be. Null when nobody has
 */
record SavedPlace(Position position, @Nullable Instant putAt) {

    /** Beside what the position itself says of it. */
    private static final String BY_HAND = "byHand";

    /**
     * What was saved.
     *
     * @throws IllegalArgumentException when it is no position of the processor
     */
    static SavedPlace of(Checkpoint checkpoint, Processor processor) {
        Map<String, Object> saved = new LinkedHashMap<>(checkpoint.position());
        Object putAt = saved.remove(BY_HAND);
        return new SavedPlace(processor.parse(saved), putAt == null ? null : when(putAt.toString()));
    }

    private static Instant when(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'%s' is not a time".formatted(BY_HAND), e);
        }
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(position.toMap());
        if (putAt != null) {
            map.put(BY_HAND, putAt.toString());
        }
        return map;
    }
}
