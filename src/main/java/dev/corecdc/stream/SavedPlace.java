package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.event.Position;
import dev.corecdc.processor.Processor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A position as it is saved in a checkpoint.
 *
 * @param byHand whether a person has put the target there, or the target has come there from such a place: what lies before in the log need not
 *     have been delivered, and must not be
 */
record SavedPlace(Position position, boolean byHand) {

    /** Beside what the position itself says of it. */
    private static final String BY_HAND = "byHand";

    /** @throws IllegalArgumentException when it is no position of the processor */
    static SavedPlace of(Checkpoint checkpoint, Processor processor) {
        Map<String, Object> saved = new LinkedHashMap<>(checkpoint.position());
        boolean byHand = saved.remove(BY_HAND) != null;
        return new SavedPlace(processor.parse(saved), byHand);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>(position.toMap());
        if (byHand) {
            map.put(BY_HAND, "true");
        }
        return map;
    }
}
