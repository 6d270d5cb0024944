package dev.corecdc.stream;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a target is, for people.
 *
 * @param position up to where it has everything; null when it has never begun
 * @param checkpoint the last position saved
 * @param savedAt when that was saved
 */
public record TargetPosition(
        @Nullable Map<String, Object> position,
        @Nullable Map<String, Object> checkpoint,
        @Nullable Instant savedAt) {}
