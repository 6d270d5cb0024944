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
    private final String file;
    private final long start;

    private @Nullable Instant committed;
    private String source;
    private @Nullable String transactionId;
    private @Nullable PreparedXas prepared;
    private TableSchemas schemasBefore = TableSchemas.NONE;

    /** Null as long as the group changes none. */
    private @Nullable TableSchemas schemasBehind;

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
        this.source = file;
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

    /** The file that its changes stand in: its own, or that of the group of an XA transaction that it commits. */
    String source() {
        return source;
    }

    void readsFrom(String otherFile) {
        source = otherFile;
    }

    /** Says when it was committed, unless that is known more exactly. */
    void committedAt(Instant about) {
        if (committed == null) {
            committed = about;
        }
    }

    /** The XA transactions that are prepared behind it; null when it changes none of that. */
    @Nullable
    PreparedXas prepared() {
        return prepared;
    }

    void leavesPrepared(PreparedXas xas) {
        prepared = xas;
    }

    void beginsWith(TableSchemas schemas) {
        schemasBefore = schemas;
    }

    /** More is known of tables that the group has not changed, and so of what they were before it. */
    void learns(TableSchemas schemas) {
        if (schemasBehind == null) {
            schemasBefore = schemas;
        } else {
            schemasBehind = schemas;
        }
    }

    /** A statement of the group has changed tables. */
    void leaves(TableSchemas schemas) {
        schemasBehind = schemas;
    }

    /** The tables where the group begins. */
    TableSchemas schemasBefore() {
        return schemasBefore;
    }

    /** The tables where the group ends. */
    TableSchemas schemasBehind() {
        return schemasBehind == null ? schemasBefore : schemasBehind;
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
        return countEvents(1);
    }

    /** Counts more events of the group; the number of the last one. */
    int countEvents(int more) {
        events += more;
        return events;
    }

    /** How many events of the group have been counted. */
    int events() {
        return events;
    }

    /** Begins to count anew: nothing of what was counted is handed over. */
    void countAgain() {
        events = 0;
    }

    /** How many changes of the group have been numbered. */
    long changes() {
        return changes;
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
