package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.IOException;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows the events of the log, also those that came compressed, and puts them together to transactions. Used by one thread, but for
 * {@link #close}.
 *
 * <p>A transaction is held back until its end, which tells its id; one of more than 8 MB is not, and has none. An event that
 * is not understood ends the reading.
 */
final class TransactionAssembler implements AutoCloseable {

    /** Where a FORMAT_DESCRIPTION event tells when the server began, if this is the first file since then. */
    private static final int SERVER_STARTED = 52;

    private final LogDecoding decoding;
    private final LogCursor cursor;
    private final XaTransactions xa;
    private final GroupAssembler groups;

    /** The events that come before the next of the log. */
    private volatile @Nullable TransactionPayload payload;

    private volatile boolean closed;

    /** @param includeQuery whether the statements that the log holds beside rows go with these */
    TransactionAssembler(
            LogDecoding decoding,
            WantedTables wanted,
            TableNames names,
            LogCursor cursor,
            XaTransactions xa,
            boolean includeQuery) {
        this.decoding = decoding;
        this.cursor = cursor;
        this.xa = xa;
        this.groups = new GroupAssembler(decoding, wanted, names, cursor, xa, includeQuery);
    }

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return groups.ready();
    }

    /** What has to be read before the log goes on; null when there is nothing. */
    @Nullable
    LogEvents inner() {
        return xa.inner();
    }

    /**
     * Takes the next event of {@link #inner}, else of the log.
     *
     * @throws SourceException when the event cannot be understood
     */
    void accept(LogEvent event) throws SourceException {
        if (inner() == null) {
            follow(event, () -> dispatch(decoding.compressed().plain(event)));
        } else {
            xa.accept(event);
            groups.handOn();
        }
    }

    /**
     * Takes the next event of a transaction that came compressed, as one event. To be called before each {@link #accept} until it
     * says that there is none.
     *
     * @return false when there is none
     * @throws SourceException when the event cannot be understood
     */
    boolean unpack() throws SourceException {
        if (inner() != null) {
            boolean unpacked = xa.unpack();
            groups.handOn();
            return unpacked;
        }
        TransactionPayload open = payload;
        if (open == null) {
            return false;
        }
        follow(open.event(), () -> {
            LogEvent inner = open.next();
            if (inner == null) {
                closePayload();
            } else {
                follow(inner, () -> {
                    groups.requireWithin();
                    inFile(inner);
                });
            }
        });
        return true;
    }

    /** Leaves what is still to be unpacked; from any thread. */
    @Override
    public void close() {
        closed = true;
        xa.close();
        closePayload();
    }

    private void closePayload() {
        TransactionPayload open = payload;
        if (open != null) {
            open.close();
            payload = null;
        }
    }

    /** What is to be done with an event. */
    private interface Step {
        void take() throws SourceException, IOException;
    }

    private void follow(LogEvent event, Step step) throws SourceException {
        try {
            step.take();
        } catch (UndecodableEventException | IOException e) {
            throw unreadable(event, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw unreadable(event, "it is malformed: " + e, e);
        }
    }

    private void dispatch(LogEvent event) throws SourceException, IOException {
        switch (event.type()) {
            case EventTypes.ROTATE -> rotate(event);
            case EventTypes.HEARTBEAT, EventTypes.HEARTBEAT_V2 -> {
                // a sign of life
            }
            case EventTypes.FORMAT_DESCRIPTION -> {
                if (groups.isWithin()) {
                    abandon(event);
                }
                if (event.nextPosition() != 0) { // else it is sent ahead of a place within the file
                    pass(event);
                }
            }
            default -> {
                if (!event.isArtificial()) {
                    pass(event);
                }
                inFile(event);
            }
        }
    }

    private void pass(LogEvent event) throws IOException {
        if (groups.isWithin()) {
            cursor.pass(event);
        } else if (event.standsAlone()) {
            cursor.pass(event);
            groups.place(event.type() == EventTypes.PREVIOUS_GTIDS ? PreviousGtids.read(event.body()) : null);
        } else {
            cursor.passFirst(event);
        }
    }

    /** A server that died while it wrote a group left its beginning; the log that it began afterwards tells that it is void. */
    private void abandon(LogEvent event) {
        if (BinaryNumbers.unsigned(event.body(), SERVER_STARTED, 4) == 0) {
            throw new UndecodableEventException("the transaction before it has no end");
        }
        groups.abandon();
        groups.place();
    }

    private void inFile(LogEvent event) throws SourceException, IOException {
        switch (event.type()) {
            case EventTypes.GTID, EventTypes.GTID_TAGGED, EventTypes.ANONYMOUS_GTID, EventTypes.MARIADB_GTID ->
                groups.begin(event, GroupHead.read(event));
            case EventTypes.QUERY -> groups.query(event);
            case EventTypes.TABLE_MAP -> groups.table(event);
            case EventTypes.XID -> groups.xid(event);
            case EventTypes.XA_PREPARE -> groups.prepare(event);
            case EventTypes.ROWS_QUERY, EventTypes.MARIADB_ANNOTATE_ROWS -> groups.originalQuery(event);
            case EventTypes.TRANSACTION_PAYLOAD -> unpack(event);
            case EventTypes.INCIDENT ->
                throw new UndecodableEventException("the server says that events are missing from its log");
            case EventTypes.STOP,
                    EventTypes.PREVIOUS_GTIDS,
                    EventTypes.IGNORABLE,
                    EventTypes.INTVAR,
                    EventTypes.RAND,
                    EventTypes.USER_VAR,
                    EventTypes.TRANSACTION_CONTEXT,
                    EventTypes.VIEW_CHANGE,
                    EventTypes.MARIADB_BINLOG_CHECKPOINT,
                    EventTypes.MARIADB_GTID_LIST -> {
                // nothing that changes rows
            }
            default -> other(event);
        }
    }

    private void other(LogEvent event) throws SourceException {
        if (RowsEvent.isRowsEvent(event.type())) {
            groups.rows(event);
        } else if (!event.isIgnorable()) {
            throw new UndecodableEventException("events of this type are not known");
        }
    }

    private void unpack(LogEvent event) {
        groups.requireWithin();
        if (payload != null) {
            throw new UndecodableEventException("it stands within another of its kind");
        }
        payload = TransactionPayload.open(event, decoding.zstd());
        if (closed) {
            closePayload();
        }
    }

    private void rotate(LogEvent event) {
        boolean moved = cursor.rotate(event);
        if (moved && !groups.isWithin()) {
            groups.place();
        }
    }

    private SourceException unreadable(LogEvent event, String why, Exception cause) {
        return new SourceException(
                Kind.UNREADABLE,
                "the event of type %d that ends at %s:%d cannot be followed: %s"
                        .formatted(event.type(), cursor.file(), cursor.end(), why),
                cause);
    }
}
