package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.IOException;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of the log together to transactions, and leaves out what is not wanted before it is decoded. Used by one
 * thread, but for {@link #close}.
 *
 * <p>A transaction is held back until its end, which tells its id; one of more than 8 MB is not, and has none. An event that
 * is not understood ends the reading.
 */
final class TransactionAssembler implements AutoCloseable {

    /** The id that stands for no table, and the size of an event of its rows: a head, and no row. */
    private static final long DUMMY_TABLE = 0xff_ffff;

    private static final int LARGEST_DUMMY = 14;

    /** How many versions of tables are remembered. */
    private static final int TABLE_MAPS = 4096;

    /** Where a FORMAT_DESCRIPTION event tells when the server began, if this is the first file since then. */
    private static final int SERVER_STARTED = 52;

    /** What stands for itself, so that reading can go on behind it. */
    private static final Set<Integer> BETWEEN_GROUPS = Set.of(
            EventTypes.FORMAT_DESCRIPTION,
            EventTypes.PREVIOUS_GTIDS,
            EventTypes.STOP,
            EventTypes.MARIADB_GTID_LIST,
            EventTypes.MARIADB_BINLOG_CHECKPOINT);

    private final WantedTables wanted;
    private final LogCursor cursor;
    private final TableMapCache tableMaps;
    private final CompressedEvents compressed = new CompressedEvents();
    private final XaTransactions xa;

    /** The tables of the group by their ids in the log; null for those that are not wanted. */
    private final Map<Long, @Nullable TableMap> tables = new HashMap<>();

    private final GroupWork work = new GroupWork();

    /** Null where they are not asked for. */
    private final @Nullable OriginalQueries queries;

    private @Nullable EventGroup group;

    /** The events that come before the next of the log. */
    private volatile @Nullable TransactionPayload payload;

    /** Whether the group goes on until an event that ends it. */
    private boolean open;

    /** Whether the statement of the group has an effect. */
    private boolean effective;

    /** @param includeQuery whether the statements that the log holds beside rows go with these */
    TransactionAssembler(
            Flavor flavor, WantedTables wanted, LogCursor cursor, XaTransactions xa, boolean includeQuery) {
        this(new TableMapCache(flavor, TABLE_MAPS), wanted, cursor, xa, includeQuery);
    }

    private TransactionAssembler(
            TableMapCache tableMaps, WantedTables wanted, LogCursor cursor, XaTransactions xa, boolean includeQuery) {
        this.tableMaps = tableMaps;
        this.wanted = wanted;
        this.cursor = cursor;
        this.xa = xa;
        this.queries = includeQuery ? new OriginalQueries(work) : null;
    }

    /** One of the same tables for another place in the log. */
    TransactionAssembler again(LogCursor from, XaTransactions otherXa) {
        return new TransactionAssembler(tableMaps, wanted, from, otherXa, queries != null);
    }

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return work.ready();
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
            follow(event, () -> dispatch(compressed.plain(event)));
        } else {
            xa.accept(event);
            handOn();
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
            handOn();
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
                group(inner);
                inFile(inner);
            }
        });
        return true;
    }

    private void handOn() {
        if (xa.handOn(work)) {
            end();
        }
    }

    /** Leaves what is still to be unpacked; from any thread. */
    @Override
    public void close() {
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
                if (group != null) {
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

    private void pass(LogEvent event) {
        if (group != null) {
            cursor.pass(event);
        } else if (BETWEEN_GROUPS.contains(event.type())) {
            cursor.pass(event);
            work.place(new Work.Place(cursor.file(), cursor.end()));
        } else {
            cursor.passFirst(event);
        }
    }

    /** A server that died while it wrote a group left its beginning; the log that it began afterwards tells that it is void. */
    private void abandon(LogEvent event) throws SourceException {
        boolean beganServer = BinaryNumbers.unsigned(event.body(), SERVER_STARTED, 4) != 0;
        if (!beganServer || work.isReleased()) {
            throw unreadable(event, "the transaction before it has no end");
        }
        work.drop();
        forget();
        work.place(new Work.Place(cursor.file(), cursor.end()));
    }

    private void inFile(LogEvent event) throws SourceException, IOException {
        switch (event.type()) {
            case EventTypes.GTID, EventTypes.GTID_TAGGED, EventTypes.ANONYMOUS_GTID, EventTypes.MARIADB_GTID ->
                begin(event, GroupHead.read(event));
            case EventTypes.QUERY -> query(event);
            case EventTypes.TABLE_MAP -> table(event);
            case EventTypes.XID -> {
                EventGroup ending = group(event);
                ending.identify(Long.toUnsignedString(BinaryNumbers.int64(event.body(), 0)));
                end();
            }
            case EventTypes.TRANSACTION_PAYLOAD -> {
                group(event);
                if (payload != null) {
                    throw unreadable(event, "it stands within another of its kind");
                }
                payload = TransactionPayload.open(event);
            }
            case EventTypes.XA_PREPARE -> {
                if (xa.prepare(XaPrepare.parse(event.body()), group(event), work, this)) {
                    end();
                }
            }
            case EventTypes.INCIDENT -> throw unreadable(event, "the server says that events are missing from its log");
            case EventTypes.ROWS_QUERY, EventTypes.MARIADB_ANNOTATE_ROWS -> {
                if (queries != null) {
                    queries.take(event);
                }
            }
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
            rows(event);
        } else if (!event.isIgnorable()) {
            throw unreadable(event, "events of this type are not known");
        }
    }

    private void rotate(LogEvent event) {
        boolean moved = cursor.rotate(event);
        if (moved && group == null) {
            work.place(new Work.Place(cursor.file(), cursor.end()));
        }
    }

    private void begin(LogEvent event, GroupHead head) throws SourceException {
        if (group != null) {
            throw unreadable(event, "a transaction begins before the one before it has ended");
        }
        EventGroup begun = new EventGroup(head.globalId(), head.committed(), cursor.file(), cursor.startOf(event));
        group = xa.begin(begun, head.prepares(), work);
        open = head.untilEnd();
        effective = head.effective();
    }

    private void query(LogEvent event) throws SourceException {
        QueryEvent query = QueryEvent.parse(event.body());
        Statement statement = Statement.parse(query);
        if (group == null) {
            begin(event, GroupHead.NONE);
        }
        EventGroup current = group(event);
        switch (statement.kind()) {
            case BEGIN -> {
                open = true;
                if (queries != null) {
                    queries.begin(event);
                }
            }
            case COMMIT -> end();
            case ROLLBACK -> {
                work.rollBack();
                end();
            }
            case SAVEPOINT -> work.setSavepoint(query);
            case ROLLBACK_TO -> work.rollBackTo(query);
            case XA -> {
                open = true;
                if (queries != null) {
                    queries.begin(event);
                }
                if (xa.statement(XaStatement.parse(query.sql()), event.instant(), current, work, this)) {
                    end();
                }
            }
            case DML ->
                throw unreadable(
                        event,
                        "a change was logged as a statement, which does not say what rows it changed; every session has to use"
                                + " binlog_format = ROW: " + abbreviate(query.sql()));
            case DDL, INTERNAL, NOTHING -> {
                int number = current.countEvent();
                work.add(
                        effective && wanted.accepts(statement, query.database())
                                ? ddl(event, current, number, query, statement)
                                : new Work.Excluded(current, number));
                open |= statement.rowsFollow();
                if (!open) {
                    end();
                }
            }
        }
    }

    private Work.Ddl ddl(LogEvent event, EventGroup current, int number, QueryEvent query, Statement statement) {
        boolean whole = wanted.acceptsAllOf(statement, query.database());
        return new Work.Ddl(current, number, event.instant(), cursor.end(), query, statement, whole);
    }

    private static String abbreviate(String sql) {
        return sql.length() <= 200 ? sql : sql.substring(0, 200) + "…";
    }

    private void table(LogEvent event) {
        boolean accepted = wanted.accepts(TableMap.tableName(event.body()));
        tables.put(TableMap.tableId(event.body()), accepted ? tableMaps.get(event.body()) : null);
    }

    private @Nullable TableMap table(long id) {
        if (!tables.containsKey(id)) {
            throw new UndecodableEventException("no table map with the id %d goes before it".formatted(id));
        }
        return tables.get(id);
    }

    private void rows(LogEvent event) throws SourceException {
        EventGroup current = group(event);
        int number = current.countEvent();
        if (isDummy(event)) {
            work.add(new Work.Excluded(current, number));
            return;
        }
        TableMap table = table(RowsEvent.tableId(event.body()));
        work.add(
                table == null || !wanted.accepts(RowsEvent.type(event.type()))
                        ? new Work.Excluded(current, number)
                        : new Work.Rows(current, number, event, cursor.end(), table));
        if (queries != null) {
            queries.rows(event);
        }
    }

    /** Whether an event of rows has none, and no table, and only says that a statement has ended. */
    private static boolean isDummy(LogEvent event) {
        return event.body().length <= LARGEST_DUMMY && RowsEvent.tableId(event.body()) == DUMMY_TABLE;
    }

    private void end() {
        EventGroup ending = group;
        if (ending != null) {
            work.end(new Work.GroupEnd(ending, cursor.end()));
        }
        forget();
    }

    private void forget() {
        group = null;
        open = false;
        tables.clear();
        if (queries != null) {
            queries.end();
        }
    }

    private EventGroup group(LogEvent event) throws SourceException {
        EventGroup current = group;
        if (current == null) {
            throw unreadable(event, "it stands outside of any transaction");
        }
        return current;
    }

    private SourceException unreadable(LogEvent event, String why) {
        return unreadable(event, why, null);
    }

    private SourceException unreadable(LogEvent event, String why, @Nullable Exception cause) {
        return new SourceException(
                Kind.UNREADABLE,
                "the event of type %d that ends at %s:%d cannot be followed: %s"
                        .formatted(event.type(), cursor.file(), cursor.end(), why),
                cause);
    }
}
