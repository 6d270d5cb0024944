package dev.corecdc.event;

import org.jspecify.annotations.Nullable;

/**
 * The statement that made a change, as a client sent it. Shared by all changes that it made.
 *
 * @param text null where the log does not hold it, or it is longer than 1 MB
 */
public record OriginalQuery(@Nullable String text) {}
