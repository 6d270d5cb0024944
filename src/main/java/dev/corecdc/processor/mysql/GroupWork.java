package dev.corecdc.processor.mysql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The work of a group, held back until its end; of one of more than 8 MB it is not, but given out at once, or left out where the
 * log will be read again. Used by one thread.
 */
final class GroupWork {

    /** How many bytes of events a group may have and still be held back. */
    private static final long HELD_BACK = 8 << 20;

    private final List<Work> held = new ArrayList<>();
    private final Deque<Work> ready = new ArrayDeque<>();
    private final Savepoints savepoints = new Savepoints();
    private long heldBytes;

    /** Whether it can be read again. */
    private boolean readAgain;

    /** How much of the group was not held back. */
    private int released;

    /** How many pieces of the group precede its last one that is wanted, and count that. */
    private int wanted;

    /** What is ready, in the order of the log; taken by the caller. */
    Deque<Work> ready() {
        return ready;
    }

    /** Whether the group has anything so far that is wanted. */
    boolean hasChanges() {
        return wanted > 0;
    }

    /** Whether a part of the group was given out before its end. */
    boolean isReleased() {
        return released > 0 && !readAgain;
    }

    /** The group can be read again: so that nothing of it is given out before its end. */
    void canBeReadAgain() {
        readAgain = true;
    }

    boolean isReadAgain() {
        return readAgain;
    }

    /** Whether the group was too large to be held back, and has to be read again if it is wanted. */
    boolean isLeftOut() {
        return released > 0 && readAgain;
    }

    void add(Work.Change change) {
        hold(change, change.bytes());
        if (!(change instanceof Work.Excluded)) {
            wanted = released + held.size();
        }
        release();
    }

    /** Adds the statement that the following changes come from. */
    void add(Work.Query query) {
        hold(query, query.bytes());
        release();
    }

    private void hold(Work work, int bytes) {
        held.add(work);
        heldBytes += bytes;
    }

    private void release() {
        if (released > 0 || heldBytes > HELD_BACK) {
            if (!readAgain) {
                ready.addAll(held);
            }
            released += held.size();
            held.clear();
        }
    }

    void end(Work.GroupEnd end) {
        ready.addAll(held);
        ready.add(end);
        drop();
    }

    /** Adds a place between groups. */
    void place(Work.Place place) {
        ready.add(place);
    }

    void setSavepoint(QueryEvent statement) {
        savepoints.set(statement, released + held.size());
    }

    /**
     * Leaves out what has been added since a savepoint was set.
     *
     * @throws UndecodableEventException when that is not possible
     */
    void rollBackTo(QueryEvent statement) {
        Integer place = savepoints.goBack(statement);
        if (place == null) {
            throw new UndecodableEventException("the log does not say where the savepoint was set: " + statement.sql());
        }
        rollBackTo(place);
    }

    /**
     * Leaves out all that has been added.
     *
     * @throws UndecodableEventException when that is not possible
     */
    void rollBack() {
        rollBackTo(0);
    }

    private void rollBackTo(int place) {
        if (place >= wanted) {
            return;
        }
        if (place < released && !readAgain) {
            throw new UndecodableEventException("what it takes back has been handed over: of transactions of more than"
                    + " 8 MB it is not known beforehand that they are rolled back");
        }
        for (int i = Math.max(0, place - released); i < held.size(); i++) {
            if (held.get(i) instanceof Work.Ddl ddl) {
                throw new UndecodableEventException(
                        "a DDL statement cannot be taken back: " + ddl.query().sql());
            }
            if (held.get(i) instanceof Work.Rows rows) {
                held.set(i, new Work.Excluded(rows.group(), rows.number()));
            }
        }
        wanted = place;
    }

    /** Leaves out what is held back; the next group begins. */
    void drop() {
        held.clear();
        savepoints.clear();
        heldBytes = 0;
        readAgain = false;
        released = 0;
        wanted = 0;
    }
}
