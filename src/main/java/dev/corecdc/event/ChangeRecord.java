package dev.corecdc.event;

import org.jspecify.annotations.Nullable;

/**
 * A row that was inserted, updated or deleted.
 *
 * @param row the row after an INSERT or UPDATE, or before a DELETE
 * @param before the row before an UPDATE where the log holds it, else null
 */
public record ChangeRecord(
        EventType type, Columns columns, Row row, @Nullable Row before, Origin origin, long sequence)
        implements ChangeEvent {}
