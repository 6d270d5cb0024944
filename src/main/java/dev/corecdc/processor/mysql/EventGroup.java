package dev.corecdc.processor.mysql;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the log, or a statement that is one by itself. Its id becomes known only at its end. Used by one thread.
 *
 * <p>It counts its row events and statements, wanted or not: by that number a position within it is named, which
 * stays right when the choice of tables changes.
 */
final class EventGroup {

    private final @Nullable String globalId;
    private final @Nullable Instant committed;
    private final String file;
    private final long start;

    private @Nullable String transactionId;
    private int events;
    private long changes;

    /**
     * @param globalId its GTID
     * @param committed when it was committed, where the log says that more exactly than its events do
     * @param file the file that it stands in
     * @param start where it begins in {@code file}
     */
    EventGroup(@Nullable String globalId, @Nullable Instant committed, String file, long start) {
        this.globalId = globalId;
        this.committed = committed;
        this.file = file;
        this.start = start;
    }

    @Nullable
    String globalId() {
        return globalId;
    }

    @Nullable
    Instant committed() {
        return committed;
    }

    String file() {
        return file;
    }

    long start() {
        return start;
    }

    @Nullable
    String transactionId() {
        return transactionId;
    }

    void identify(String id) {
        transactionId = id;
    }

    /** Counts one more event of the group; its number from 1. */
    int countEvent() {
        return ++events;
    }

    /** The number of the next change of the group, from 1. */
    long nextChange() {
        return ++changes;
    }

    /** Leaves out changes that have been handed over before. */
    void skipChanges(int count) {
        changes += count;
    }
}
