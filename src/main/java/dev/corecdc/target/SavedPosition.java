package dev.corecdc.target;

import java.time.Instant;
import java.util.Map;

/**
 * Up to where a target has the changes of a processor.
 *
 * @param position as {@link dev.corecdc.event.Position#toMap} gave it
 * @param savedAt when it was saved
 */
public record SavedPosition(Map<String, Object> position, Instant savedAt) {}
