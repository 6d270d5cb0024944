package dev.corecdc.processor.mysql;

import dev.corecdc.event.LogEntry;
import dev.corecdc.processor.SourceException;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the events of a group of the log together, one group at a time, and leaves out what is not wanted before it is decoded. Used by
 * one thread.
 *
 * <p>An {@link UndecodableEventException} says what about an event is not understood; nothing can follow it.
 */
final class GroupAssembler {

    /** The id that stands for no table, and the size of an event of its rows: a head, and no row. */
    private static final long DUMMY_TABLE = 0xff_ffff;

    private static final int LARGEST_DUMMY = 14;

    private final LogDecoding decoding;
    private final WantedTables wanted;
    private final LogCursor cursor;
    private final XaTransactions xa;

    /** The tables of the group by their ids in the log; null for those that are not wanted. */
    private final Map<Long, @Nullable TableDescription> tables = new HashMap<>();

    /** What has been said of tables in any group. */
    private final AnnouncedTables announced;

    private final TableNames names;

    private final GroupWork work = new GroupWork();

    /** Null where they are not asked for. */
    private final @Nullable OriginalQueries queries;

    private @Nullable EventGroup group;

    /** Where the group begins in the files that are read. */
    private LogPlace begin = LogPlace.ELSEWHERE;

    /** Whether the group is read again, as the changes of another. */
    private boolean again;

    /** Whether the group goes on until an event that ends it. */
    private boolean open;

    /** Whether the statement of the group has an effect. */
    private boolean effective;

    /**
     * @param cursor stands behind the event that is being taken
     * @param includeQuery whether the statements that the log holds beside rows go with these
     */
    GroupAssembler(
            LogDecoding decoding,
            WantedTables wanted,
            TableNames names,
            LogCursor cursor,
            XaTransactions xa,
            boolean includeQuery) {
        this.decoding = decoding;
        this.wanted = wanted;
        this.announced = new AnnouncedTables(wanted, decoding.tableMaps());
        this.names = names;
        this.cursor = cursor;
        this.xa = xa;
        this.queries = includeQuery ? new OriginalQueries(work) : null;
    }

    /** One of the same tables for another place in the log. */
    TransactionAssembler again(LogCursor from, XaTransactions otherXa) {
        return new TransactionAssembler(decoding, wanted, names, from, otherXa, queries != null);
    }

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return work.ready();
    }

    /** Whether a group has begun, and not ended. */
    boolean isWithin() {
        return group != null;
    }

    /** @throws UndecodableEventException when no group has begun */
    void requireWithin() {
        group();
    }

    private EventGroup group() {
        EventGroup current = group;
        if (current == null) {
            throw new UndecodableEventException("it stands outside of any transaction");
        }
        return current;
    }

    /** Tells the place between groups that the cursor stands at. */
    void place() {
        place(null);
    }

    /** @param numbered all transactions before it that have a GTID, if the log says that here */
    void place(@Nullable String numbered) {
        work.place(new Work.Place(cursor.file(), cursor.end(), numbered));
    }

    /** Takes the event that a group begins with. */
    void begin(LogEvent event, GroupHead head) {
        if (group != null) {
            throw new UndecodableEventException("a transaction begins before the one before it has ended");
        }
        EventGroup begun = new EventGroup(head.globalId(), head.committed(), cursor.file(), cursor.startOf(event));
        EventGroup taken = xa.begin(begun, head.prepares(), work);
        group = taken;
        begin = new LogPlace(begun.file(), begun.start());
        again = taken != begun;
        if (!again) {
            names.begin(taken);
        }
        open = head.untilEnd();
        effective = head.effective();
    }

    void query(LogEvent event) {
        if (QueryEvent.isBegin(event.body())) {
            if (group == null) {
                begin(event, GroupHead.NONE);
            }
            beginRows(event);
            return;
        }
        QueryEvent query = QueryEvent.parse(event.body());
        Statement statement = Statement.parse(query);
        if (group == null) {
            begin(event, GroupHead.NONE);
        }
        EventGroup current = group();
        switch (statement.kind()) {
            case BEGIN -> beginRows(event);
            case COMMIT -> {
                xa.requireNone(work);
                end();
            }
            case ROLLBACK -> {
                xa.requireNone(work);
                work.rollBack();
                end();
            }
            case SAVEPOINT -> work.setSavepoint(query);
            case ROLLBACK_TO -> work.rollBackTo(query);
            case XA -> {
                beginRows(event);
                if (xa.statement(XaStatement.parse(query.sql()), event.instant(), current, work, this)) {
                    end();
                }
            }
            case DML ->
                throw new UndecodableEventException(
                        "a change was logged as a statement, which does not say what rows it changed; every session has to use"
                                + " binlog_format = ROW: " + query.beginning() + " …");
            case DDL, INTERNAL, NOTHING -> {
                int number = current.countEvent();
                if (effective) {
                    names.follow(LoggedStatement.of(event, query, statement, begin), current);
                }
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

    /** Takes the statement behind which rows come, until another ends the group. */
    private void beginRows(LogEvent event) {
        open = true;
        if (queries != null) {
            queries.begin(event);
        }
    }

    private Work.Ddl ddl(LogEvent event, EventGroup current, int number, QueryEvent query, Statement statement) {
        boolean whole = wanted.acceptsAllOf(statement, query.database());
        LogEntry entry = new LogEntry(null, event.serverId(), cursor.end() - event.length(), 1, current.committed());
        return new Work.Ddl(current, number, event.instant(), cursor.end(), query, statement, whole, entry);
    }

    void table(LogEvent event) {
        long id = TableMap.tableId(event.body());
        tables.put(id, announced.get(id, event.body()));
    }

    private @Nullable TableDescription table(long id) {
        if (!tables.containsKey(id)) {
            throw new UndecodableEventException("no table map with the id %d goes before it".formatted(id));
        }
        return tables.get(id);
    }

    void rows(LogEvent event) throws SourceException {
        EventGroup current = group();
        int number = current.countEvent();
        TableDescription table = isDummy(event) ? null : table(RowsEvent.tableId(event.body()));
        work.add(
                table == null || !wanted.accepts(RowsEvent.type(event.type()))
                        ? new Work.Excluded(current, number)
                        : new Work.Rows(current, number, event, cursor.end(), names.map(table, begin, again, current)));
        if (queries != null) {
            queries.rows(event);
        }
    }

    /** Whether an event of rows has none, and no table, and only says that a statement has ended. */
    private static boolean isDummy(LogEvent event) {
        return event.body().length <= LARGEST_DUMMY && RowsEvent.tableId(event.body()) == DUMMY_TABLE;
    }

    /** Takes the statement that the next rows come from. */
    void originalQuery(LogEvent event) {
        if (queries != null) {
            queries.take(event);
        }
    }

    /** Takes the event that commits the group. */
    void xid(LogEvent event) {
        group().identify(Long.toUnsignedString(BinaryNumbers.int64(event.body(), 0)));
        xa.requireNone(work);
        end();
    }

    /** Takes the event that ends the group of an XA transaction. */
    void prepare(LogEvent event) {
        if (xa.prepare(XaPrepare.parse(event.body()), group(), work, this)) {
            end();
        }
    }

    /** Hands on what was read again of an XA transaction; with its last the group ends that commits it. */
    void handOn() {
        if (xa.handOn(work)) {
            end();
        }
    }

    private void end() {
        EventGroup ending = group;
        if (ending != null) {
            work.end(new Work.GroupEnd(ending, cursor.end()));
        }
        forget();
    }

    /**
     * Leaves out a group that has no end.
     *
     * @throws UndecodableEventException when some of it has been handed over
     */
    void abandon() {
        if (work.isReleased()) {
            throw new UndecodableEventException("the transaction before it has no end");
        }
        work.drop();
        if (group != null) {
            names.abandon(group);
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
}
