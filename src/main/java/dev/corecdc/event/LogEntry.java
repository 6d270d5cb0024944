package dev.corecdc.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What else the log says of the event that changes come from.
 *
 * @param id the log's own name of the event, null where its place is its name
 * @param serverId the server on which it was first written, 0 where the log does not tell
 * @param begin where the event begins in its file, in bytes; 0 where the log has no offsets
 * @param firstSequence the ordinal of its first change within the transaction, see {@link ChangeEvent#sequence}
 * @param committed when its transaction was committed, more exactly than {@link Origin#timestamp}; null where the log does not tell
 */
public record LogEntry(
        @Nullable String id,
        long serverId,
        long begin,
        long firstSequence,
        @Nullable Instant committed) {

    /** Of an event of which nothing else is known. */
    public static final LogEntry UNKNOWN = new LogEntry(null, 0, 0, 1, null);
}
