package dev.corecdc.processor.mysql;

import org.jspecify.annotations.Nullable;

/** The position behind the work that has been taken. Used by one thread. */
final class PositionTracker {

    private final String server;
    private final @Nullable Gtids gtids;
    private final BinlogPosition begin;

    private String file;
    private long offset;
    private int events;
    private BinlogPosition current;
    private boolean moved;

    /** @param gtids all transactions before {@code begin}; null when they are not known */
    PositionTracker(BinlogPosition begin, @Nullable Gtids gtids) {
        this.server = begin.server();
        this.gtids = gtids;
        this.begin = begin;
        this.file = begin.file();
        this.offset = begin.offset();
        this.events = begin.events();
        this.current = begin;
    }

    /** Whether the piece of work had been handed over before {@code begin}. */
    boolean repeats(Work.Change change) {
        EventGroup group = change.group();
        return change.number() <= begin.events()
                && group.start() == begin.offset()
                && group.file().equals(begin.file());
    }

    /** Goes past a piece of work. */
    void pass(Work work) {
        moved = true;
        if (work instanceof Work.Change change) {
            EventGroup group = change.group();
            file = group.file();
            offset = group.start();
            events = change.number();
        } else if (work instanceof Work.GroupEnd end) {
            String globalId = end.group().globalId();
            if (gtids != null && globalId != null) {
                gtids.add(globalId);
            }
            file = end.group().file();
            offset = end.end();
            events = 0;
        } else if (work instanceof Work.Place place) {
            file = place.file();
            offset = place.offset();
            events = 0;
        }
    }

    /**
     * The position that reading can go on from. Where only the offset could name it and it is too large for the server to be asked
     * for, that is the last one before.
     */
    BinlogPosition current() {
        if (moved && (gtids != null || offset <= MySqlBinlogProcessor.LAST_OFFSET)) {
            String set = gtids == null ? null : gtids.toString();
            current = new BinlogPosition(server, set, file, offset, events);
        }
        moved = false;
        return current;
    }
}
