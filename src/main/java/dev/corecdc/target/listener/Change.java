package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row that was inserted, updated or deleted.
 *
 * @param <T> what a row is bound to
 * @param type INSERT, UPDATE or DELETE
 * @param before the row before an UPDATE or DELETE; null for an INSERT, and for an UPDATE where the log does not hold it
 * @param after the row after an INSERT or UPDATE; null for a DELETE, and where a document was gone before it could be looked up
 * @param changed the names, as the table has them, of the columns that an UPDATE changed, of documents the fields; of an INSERT or DELETE all.
 *     Where it is known neither what stood there before an update nor what it did, all that the row has after it; fields that it took away are
 *     not among them, and none is where the document is not known either
 * @param record the change as it stands in the log: its place, its transaction, every column
 */
public record Change<T>(
        EventType type, @Nullable T before, @Nullable T after, Set<String> changed, ChangeRecord record) {

    public Change {
        changed = Collections.unmodifiableSet(new LinkedHashSet<>(changed));
    }

    /**
     * Whether an UPDATE changed this column, by its name in the table, or may have changed it, as {@link #changed} says; true for an INSERT or
     * DELETE.
     */
    public boolean isChanged(String column) {
        return changed.contains(column);
    }

    /** The database. */
    public String schema() {
        return record.columns().schema();
    }

    /** The table or collection. */
    public String table() {
        return record.columns().table();
    }

    /** When it was committed, as exactly as the log knows. */
    public Instant committed() {
        return record.origin().committed();
    }

    /** The transaction's GTID; null without GTIDs. */
    public @Nullable String globalId() {
        return record.origin().globalId();
    }

    /** The source's own id of the transaction; null where it is not known. */
    public @Nullable String transactionId() {
        return record.origin().transactionId();
    }

    /** The ordinal of the change within its transaction, from 1. */
    public long sequence() {
        return record.sequence();
    }
}
