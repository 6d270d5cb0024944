package dev.corecdc.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a change stands in its log. Shared by all changes of one log event.
 *
 * @param timestamp when the log says it happened
 * @param source the log file, null where the log has none
 * @param position end of the log event in {@code source}, in bytes; 0 where the log has no offsets
 * @param globalId the transaction's GTID, null without GTIDs
 * @param transactionId the source's own id of the transaction, null where it is not known
 * @param event the log event as the source tells it, null where the rows are all that is to be shown of it
 * @param query the statement that made the change, null where that is not to be shown
 * @param entry what else is known of the log event
 */
public record Origin(
        Instant timestamp,
        @Nullable String source,
        long position,
        @Nullable String globalId,
        @Nullable String transactionId,
        @Nullable Json event,
        @Nullable OriginalQuery query,
        LogEntry entry) {

    /** An origin of whose log event nothing else is known. */
    public Origin(
            Instant timestamp,
            @Nullable String source,
            long position,
            @Nullable String globalId,
            @Nullable String transactionId,
            @Nullable Json event,
            @Nullable OriginalQuery query) {
        this(timestamp, source, position, globalId, transactionId, event, query, LogEntry.UNKNOWN);
    }

    /** An origin whose statement is not to be shown. */
    public Origin(
            Instant timestamp,
            @Nullable String source,
            long position,
            @Nullable String globalId,
            @Nullable String transactionId,
            @Nullable Json event) {
        this(timestamp, source, position, globalId, transactionId, event, null);
    }

    /** An origin whose log event is not to be shown. */
    public Origin(
            Instant timestamp,
            @Nullable String source,
            long position,
            @Nullable String globalId,
            @Nullable String transactionId) {
        this(timestamp, source, position, globalId, transactionId, null);
    }

    /** When the transaction was committed, as exactly as the log knows. */
    public Instant committed() {
        return entry.committed() == null ? timestamp : entry.committed();
    }
}
