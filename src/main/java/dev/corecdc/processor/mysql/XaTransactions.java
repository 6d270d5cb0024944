package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import dev.corecdc.processor.mysql.PreparedXa.Unwanted;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the XA transactions of a log: knows which are prepared, and reads the group of one again when it is committed. Used by one thread, but for
 * {@link #close}.
 *
 * <p>It knows of each that is prepared behind the place where reading began. So one that it does not know was prepared before.
 */
final class XaTransactions implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(XaTransactions.class);

    private final GroupLog groups;

    /** The group that takes what is read again for its own; null where the log itself is read. */
    private final @Nullable EventGroup committing;

    private PreparedXas prepared;
    private volatile @Nullable GroupReplay replay;

    /** @param prepared those that are prepared where reading begins */
    XaTransactions(PreparedXas prepared, GroupLog groups) {
        this(prepared, groups, null);
    }

    private XaTransactions(PreparedXas prepared, GroupLog groups, @Nullable EventGroup committing) {
        this.prepared = prepared;
        this.groups = groups;
        this.committing = committing;
    }

    /** What has to be read before the log goes on; null when there is nothing. */
    @Nullable
    LogEvents inner() {
        GroupReplay open = replay;
        return open == null ? null : open.events();
    }

    /** Takes the next event of {@link #inner}. */
    void accept(LogEvent event) throws SourceException {
        GroupReplay open = replay;
        if (open != null) {
            open.accept(event);
        }
    }

    /** Takes the next event of what came compressed; false when there is none. */
    boolean unpack() throws SourceException {
        GroupReplay open = replay;
        return open != null && open.unpack();
    }

    /** Hands on what has been read again; true when that was the last of it, with which the group ends that commits. */
    boolean handOn(GroupWork work) {
        GroupReplay open = replay;
        boolean ended = open != null && open.handOn(work.ready());
        if (ended) {
            replay = null;
        }
        return ended;
    }

    /** Leaves what is still to be unpacked; from any thread. */
    @Override
    public void close() {
        GroupReplay open = replay;
        if (open != null) {
            open.leave();
        }
    }

    /**
     * A group begins.
     *
     * @param prepares whether it says so early that it prepares a transaction
     * @return the group that its changes belong to
     */
    EventGroup begin(EventGroup group, boolean prepares, GroupWork work) {
        if (committing != null) {
            committing.readsFrom(group.file());
            return committing;
        }
        if (prepares) {
            work.canBeReadAgain();
        }
        return group;
    }

    /** A statement in a group; true when the group ends with it. */
    boolean statement(XaStatement statement, Instant at, EventGroup group, GroupWork work, GroupAssembler assembler) {
        Xid xid = statement.xid();
        switch (statement.verb()) {
            case START -> {
                group.identify(xid.toString());
                if (committing == null) {
                    work.canBeReadAgain();
                }
                return false;
            }
            case END -> {
                return false;
            }
            case COMMIT -> {
                requireAlone(group);
                group.identify(xid.toString());
                group.committedAt(at);
                return commit(xid, group, work, assembler);
            }
            case ROLLBACK -> {
                requireAlone(group);
                prepared = prepared.without(xid);
                group.leavesPrepared(prepared);
                return true;
            }
        }
        throw new IllegalStateException("unknown: " + statement);
    }

    /** A group ends as no group of an XA transaction does. */
    void requireNone(GroupWork work) {
        if (committing != null || work.isReadAgain()) {
            throw new UndecodableEventException("the group of an XA transaction has to end with an XA PREPARE event");
        }
    }

    private void requireAlone(EventGroup group) {
        if (committing != null || group.events() > 0) {
            throw new UndecodableEventException("the end of an XA transaction does not stand alone in its group");
        }
    }

    private boolean commit(Xid xid, EventGroup group, GroupWork work, GroupAssembler assembler) {
        PreparedXa known = prepared.get(xid);
        prepared = prepared.without(xid);
        group.leavesPrepared(prepared);
        if (known instanceof InLog place) {
            readAgain(xid, place, group, assembler);
            return false;
        }
        if (known instanceof Unwanted unwanted) {
            exclude(unwanted.events(), group, work);
        } else {
            log.warn(
                    "the XA transaction {} is committed by the transaction at {}:{}, and its rows are not delivered: they were prepared before"
                            + " the place where reading began",
                    xid,
                    group.file(),
                    group.start());
        }
        return true;
    }

    private static void exclude(int events, EventGroup group, GroupWork work) {
        if (events > 0) {
            work.add(new Work.Excluded(group, group.countEvents(events), events));
        }
    }

    /** The end of a group of a transaction; true when it is the end of the group that its changes belong to. */
    boolean prepare(XaPrepare prepare, EventGroup group, GroupWork work, GroupAssembler assembler) {
        Xid xid = prepare.xid();
        group.identify(xid.toString());
        if (committing != null) {
            return true;
        }
        boolean wanted = work.hasChanges();
        boolean leftOut = work.isLeftOut();
        InLog place = new InLog(group.file(), group.start(), group.globalId());
        if (!prepare.onePhase()) {
            work.drop();
            prepared = prepared.with(xid, wanted ? place : new Unwanted(group.events()));
            group.leavesPrepared(prepared);
            return true;
        }
        if (!leftOut) {
            return true;
        }
        work.drop();
        int events = group.events();
        group.countAgain();
        if (wanted) {
            readAgain(xid, place, group, assembler);
        } else {
            exclude(events, group, work);
        }
        return !wanted;
    }

    private void readAgain(Xid xid, InLog place, EventGroup group, GroupAssembler assembler) {
        LogCursor from = new LogCursor(place.file() == null ? "" : place.file(), place.offset());
        TransactionAssembler again = assembler.again(from, new XaTransactions(PreparedXas.NONE, groups, group));
        replay = new GroupReplay(xid, place, group, groups.open(xid, place), again);
    }
}
