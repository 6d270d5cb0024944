package dev.corecdc.processor.mysql;

import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.mysql.PreparedXa.InLog;
import java.io.IOException;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the group of an XA transaction again, as the changes of the group that commits it. Used by one thread, but for {@link #leave}. */
final class GroupReplay {

    private final Xid xid;
    private final InLog place;
    private final EventGroup committing;
    private final LogEvents events;
    private final TransactionAssembler assembler;

    /**
     * @param events the log from the beginning of the group on
     * @param assembler one that takes it for {@code committing}
     */
    GroupReplay(Xid xid, InLog place, EventGroup committing, LogEvents events, TransactionAssembler assembler) {
        this.xid = xid;
        this.place = place;
        this.committing = committing;
        this.events = events;
        this.assembler = assembler;
    }

    /** The log from the beginning of the group on. */
    LogEvents events() {
        return events;
    }

    /**
     * Takes the next event.
     *
     * @throws PositionLostException when another group stands in the place of this one
     */
    void accept(LogEvent event) throws SourceException {
        checkHead(event);
        assembler.accept(event);
        checkName();
    }

    /** Takes the next event of what came compressed; false when there is none. */
    boolean unpack() throws SourceException {
        boolean unpacked = assembler.unpack();
        checkName();
        return unpacked;
    }

    /** Hands on what is ready; true when the group has ended, and nothing more is to be read. */
    boolean handOn(Deque<Work> to) {
        boolean ended = false;
        for (Work next; (next = assembler.ready().poll()) != null; ) {
            if (next instanceof Work.GroupEnd) {
                ended = true;
            } else if (!(next instanceof Work.Place)) {
                to.add(next);
            }
        }
        if (ended) {
            leave();
            events.close();
        }
        return ended;
    }

    /** Leaves what is still to be unpacked; from any thread. */
    void leave() {
        assembler.close();
    }

    private void checkHead(LogEvent event) throws SourceException {
        if (place.globalId() == null || !GroupHead.isHead(event)) {
            return;
        }
        try {
            String found = GroupHead.read(event).globalId();
            if (!Objects.equals(found, place.globalId())) {
                throw gone(xid, place, "the transaction %s stands in its place".formatted(found), null);
            }
        } catch (UndecodableEventException | IOException e) {
            throw gone(xid, place, String.valueOf(e.getMessage()), e);
        }
    }

    private void checkName() throws SourceException {
        String found = committing.transactionId();
        if (found == null || !Xid.parse(found).equals(xid)) {
            throw gone(xid, place, "the XA transaction %s stands in its place".formatted(found), null);
        }
    }

    /** The log no longer holds a group that it has to be read from. */
    static PositionLostException gone(Xid xid, InLog place, String why, @Nullable Exception cause) {
        return new PositionLostException(
                ("The log no longer holds the rows of the XA transaction %s, which were prepared at %s and are committed now: %s."
                                + " They cannot be delivered any more. To go on without them, set 'on-history-lost' to latest, or remove"
                                + " the checkpoint to begin at 'start-at'. Keep the log for longer than XA transactions stay prepared.")
                        .formatted(xid, place, why.replaceAll("\\.+$", "")),
                cause);
    }
}
