package dev.corecdc.processor.mysql;

import org.jspecify.annotations.Nullable;

/** The position behind the work that has been taken. Used by one thread. */
final class PositionTracker {

    private final String server;
    private final boolean asksByGtids;
    private final BinlogPosition begin;
    private final FileTimes times;

    /** All transactions before this place that have a GTID; null as long as they are not known. */
    private @Nullable Gtids gtids;

    /** Whether the transactions about this place have GTIDs. The set names no place among those that have none. */
    private boolean numbered;

    /** Whether transactions have ended behind the place that can be named. */
    private boolean beyond;

    private String file;
    private long offset;
    private int events;
    private PreparedXas prepared;

    /** How many of {@link #events} belong to groups that have ended. */
    private int earlier;

    /** What is prepared behind the last group that has ended, be its end a place that can be named or not. */
    private PreparedXas latest;

    private TableSchemas schemas;

    /** What tables are behind the last group that has ended. */
    private TableSchemas latestSchemas;

    private BinlogPosition current;
    private boolean moved;
    private boolean begins;

    /** @param gtids all transactions before {@code begin}; null when they are not known */
    PositionTracker(BinlogPosition begin, @Nullable Gtids gtids) {
        this(begin, gtids, gtids != null, file -> null);
    }

    /**
     * @param asksByGtids whether the server can be asked for a place by GTIDs, as it is now
     * @param times of the files that are read
     */
    PositionTracker(BinlogPosition begin, @Nullable Gtids gtids, boolean asksByGtids, FileTimes times) {
        this.server = begin.server();
        this.gtids = gtids;
        this.numbered = gtids != null;
        this.asksByGtids = asksByGtids;
        this.begin = begin;
        this.times = times;
        this.file = begin.file();
        this.offset = begin.offset();
        this.prepared = begin.prepared();
        this.latest = prepared;
        this.schemas = begin.schemas();
        this.latestSchemas = schemas;
        this.current = begin;
    }

    /** Lets the place where reading begins be told at once, for it says more than what was saved. */
    void tellBegin() {
        begins = true;
    }

    /** Whether there is something to tell before anything has been read. */
    boolean tellsBegin() {
        return begins;
    }

    /** Whether the piece of work had been handed over before {@code begin}. */
    boolean repeats(Work.Change change) {
        EventGroup group = change.group();
        boolean named = canName(group.start());
        return (named ? group.file() : file).equals(begin.file())
                && (named ? group.start() : offset) == begin.offset()
                && (named ? 0 : earlier) + change.number() <= begin.events();
    }

    /** Goes past a piece of work. */
    void pass(Work work) {
        moved = true;
        if (work instanceof Work.Change change) {
            EventGroup group = change.group();
            numbered = isNumbered(group);
            if (canName(group.start())) {
                moveTo(group.file(), group.start());
                schemas = group.schemasBefore();
            }
            events = earlier + change.number();
        } else if (work instanceof Work.GroupEnd end) {
            String globalId = end.group().globalId();
            if (gtids != null && globalId != null) {
                gtids.add(globalId);
            }
            numbered = isNumbered(end.group());
            earlier = events;
            PreparedXas changed = end.group().prepared();
            if (changed != null) {
                latest = changed;
            }
            latestSchemas = end.group().schemasBehind();
            if (canName(end.end())) {
                moveTo(end.group().file(), end.end());
            } else {
                beyond = true;
            }
        } else if (work instanceof Work.Place place && !precedesBegin(place)) {
            pass(place);
        }
    }

    private void pass(Work.Place place) {
        if (gtids == null && place.numbered() != null) {
            gtids = Gtids.mysql(place.numbered());
        }
        if (canName(place.offset())) {
            moveTo(place.file(), place.offset());
        }
    }

    /** A server that is asked by GTIDs sends the head of the file, and goes on where the transactions begin that are wanted. */
    private boolean precedesBegin(Work.Place place) {
        return place.file().equals(begin.file()) && place.offset() < begin.offset();
    }

    private boolean isNumbered(EventGroup group) {
        return gtids != null && group.globalId() != null;
    }

    private void moveTo(String nextFile, long nextOffset) {
        beyond = false;
        file = nextFile;
        offset = nextOffset;
        prepared = latest;
        schemas = latestSchemas;
        events = 0;
        earlier = 0;
    }

    /** Whether the server can be asked for a place: by its GTIDs, or by an offset that the dump command can hold. */
    private boolean canName(long place) {
        return (asksByGtids && numbered) || place <= MySqlBinlogProcessor.LAST_OFFSET;
    }

    /**
     * The position that reading can go on from. Behind the last place in a file that can be named, it counts the events from there, over
     * as many transactions as follow.
     */
    BinlogPosition current() {
        if (moved) {
            boolean atBegin = file.equals(begin.file()) && offset == begin.offset();
            int passed =
                    atBegin ? Math.max(events, begin.events()) : events; // while it repeats, it stands where it began
            String set = gtids != null && numbered && !beyond ? gtids.toString() : null;
            current = new BinlogPosition(server, set, file, offset, passed, prepared, schemas, times.begun(file));
            moved = false;
        }
        return current;
    }
}
