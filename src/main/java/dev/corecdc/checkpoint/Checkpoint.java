package dev.corecdc.checkpoint;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The position up to which a target has everything.
 *
 * @param position as {@link dev.corecdc.event.Position#toMap} gave it
 */
public record Checkpoint(Map<String, Object> position, Instant savedAt) {

    public Checkpoint {
        position = Collections.unmodifiableMap(new LinkedHashMap<>(position));
    }
}
