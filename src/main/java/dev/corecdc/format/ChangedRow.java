package dev.corecdc.format;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Row;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row after a change, and what it was before. Of an update the log may hold only what has changed, and before it only the key
 * ({@code binlog_row_image=MINIMAL}); what it leaves out of the row after is as it was before.
 */
final class ChangedRow {

    private ChangedRow() {}

    /** Whether the value after the change is known. */
    static boolean has(ChangeRecord change, int column) {
        Row before = change.before();
        return change.row().has(column) || (before != null && before.has(column));
    }

    /** The value after the change, which is known. */
    static @Nullable Object get(ChangeRecord change, int column) {
        Row before = change.before();
        return change.row().has(column) || before == null ? change.row().get(column) : before.get(column);
    }

    /** Whether the value is known to have been another before. */
    static boolean isChanged(ChangeRecord change, int column) {
        Row before = change.before();
        return before != null
                && before.has(column)
                && change.row().has(column)
                && !Objects.deepEquals(before.get(column), change.row().get(column));
    }

    /** Whether the primary key is known to have been another before. */
    static boolean isOfChangedKey(ChangeRecord change) {
        return change.before() != null
                && change.columns().primaryKey().stream().anyMatch(column -> isChanged(change, column));
    }
}
