package dev.corecdc.processor.mysql;

import dev.corecdc.event.Position;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a server's binlog: between two transactions, or within one.
 *
 * @param server the {@link ServerIdentity} of the server whose files these are
 * @param gtidSet all transactions before this place; null where the server does not number them
 * @param file the binlog file
 * @param offset offset in the file, in bytes, of the end of one transaction or the beginning of the next
 * @param events how many row events and statements after {@code offset}, wanted or not, have been handed over already; 0 between two
 *     transactions
 * @param prepared the XA transactions that are prepared there
 * @param schemas the tables as they are there, as far as that had to be known; never shown
 * @param begun when the file was begun, to the second, which tells it from another of its name; null where that is not known; never shown
 */
record BinlogPosition(
        String server,
        @Nullable String gtidSet,
        String file,
        long offset,
        int events,
        PreparedXas prepared,
        TableSchemas schemas,
        @Nullable Instant begun)
        implements Position {

    /** How many bytes of a file may lie between two places that are {@link #isShortlyAfter near}. */
    private static final long LITTLE = 64L << 20;

    /** Where the first event of a file stands. */
    static final long FILE_BEGIN = 4;

    private static final String SERVER = "server";
    private static final String GTID_SET = "gtidSet";
    private static final String FILE = "file";
    private static final String OFFSET = "offset";
    private static final String EVENTS = "events";
    private static final String PREPARED = "prepared";
    private static final String SCHEMAS = "schemas";
    private static final String BEGUN = "begun";

    /** A place at which no XA transaction is prepared. */
    BinlogPosition(String server, @Nullable String gtidSet, String file, long offset, int events) {
        this(server, gtidSet, file, offset, events, PreparedXas.NONE);
    }

    /** A place at which nothing had to be known of tables. */
    BinlogPosition(
            String server, @Nullable String gtidSet, String file, long offset, int events, PreparedXas prepared) {
        this(server, gtidSet, file, offset, events, prepared, TableSchemas.NONE, null);
    }

    BinlogPosition with(PreparedXas otherPrepared) {
        return new BinlogPosition(server, gtidSet, file, offset, events, otherPrepared, schemas, begun);
    }

    BinlogPosition with(TableSchemas otherSchemas) {
        return new BinlogPosition(server, gtidSet, file, offset, events, prepared, otherSchemas, begun);
    }

    /** The same, behind other transactions and at another place in the files of its server. */
    BinlogPosition at(@Nullable String gtids, BinlogPosition place) {
        return new BinlogPosition(
                server,
                gtids,
                place.file,
                place.offset,
                events,
                prepared,
                schemas,
                file.equals(place.file) ? begun : null);
    }

    BinlogPosition begun(@Nullable Instant when) {
        return new BinlogPosition(server, gtidSet, file, offset, events, prepared, schemas, when);
    }

    /** The same place under another name of the server. */
    BinlogPosition named(String identity) {
        return new BinlogPosition(identity, gtidSet, file, offset, events, prepared, schemas, begun);
    }

    /** What the position still means on another server, whose files and their offsets are its own. */
    BinlogPosition onAnotherServer(String identity) {
        return new BinlogPosition(
                identity, gtidSet, file, FILE_BEGIN, 0, prepared.onAnotherServer(), schemas.onAnotherServer(), null);
    }

    /** Behind the same transactions, at the beginning of a later file of the same log. */
    BinlogPosition atBeginOf(String laterFile) {
        return new BinlogPosition(server, gtidSet, laterFile, FILE_BEGIN, 0, prepared, schemas, null);
    }

    /** Whether the two are places in the files of one server, and of one log, so far as that is known. */
    private boolean sharesFiles(BinlogPosition that) {
        return server.equals(that.server)
                && BinlogFiles.baseName(file).equals(BinlogFiles.baseName(that.file))
                && !(file.equals(that.file) && isBegunAtOtherTimeThan(that));
    }

    private boolean isBegunAtOtherTimeThan(BinlogPosition that) {
        return begun != null && that.begun != null && !begun.equals(that.begun);
    }

    @Override
    public boolean covers(Position other) {
        if (!(other instanceof BinlogPosition that)) {
            return false;
        }
        if (gtidSet == null || that.gtidSet == null) {
            return sharesFiles(that) && compareInFiles(that) >= 0;
        }
        // A server can begin its files anew, so both have to say so where both can.
        return Gtids.contains(gtidSet, that.gtidSet)
                && (sharesFiles(that) ? compareInFiles(that) >= 0 : that.events == 0);
    }

    @Override
    public boolean isShortlyAfter(Position other) {
        return other instanceof BinlogPosition that
                && (equals(that)
                        || (sharesFiles(that) && file.equals(that.file) && Math.abs(offset - that.offset) <= LITTLE));
    }

    /** Whether this place lies further on in the files of one server than {@code end}, so that a log that ends there does not hold it. */
    boolean isPast(BinlogPosition end) {
        return compareInFiles(end) > 0;
    }

    /** Whether this place lies in an earlier file than {@code otherFile} of the same log. */
    boolean precedes(String otherFile) {
        return BinlogFiles.precedes(file, otherFile);
    }

    private int compareInFiles(BinlogPosition that) {
        int byFile = Long.compare(BinlogFiles.number(file), BinlogFiles.number(that.file));
        if (byFile != 0) {
            return byFile;
        }
        int byOffset = Long.compare(offset, that.offset);
        return byOffset != 0 ? byOffset : Integer.compare(events, that.events);
    }

    @Override
    public Map<String, Object> toMap() {
        Map<String, Object> map = describe();
        if (schemas.isFollowed()) {
            map.put(SCHEMAS, schemas.toText());
        }
        if (begun != null) {
            map.put(BEGUN, begun + " " + file);
        }
        return map;
    }

    @Override
    public Map<String, Object> describe() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(SERVER, server);
        if (gtidSet != null) {
            map.put(GTID_SET, gtidSet);
        }
        map.put(FILE, file);
        map.put(OFFSET, offset);
        if (events > 0) {
            map.put(EVENTS, (long) events);
        }
        if (!prepared.isEmpty()) {
            map.put(PREPARED, prepared.toText());
        }
        return map;
    }

    /**
     * Reads back what {@link #toMap} gave.
     *
     * @throws IllegalArgumentException when it is not such a map
     */
    static BinlogPosition of(Map<String, ?> map) {
        Object gtidSet = map.get(GTID_SET);
        if (gtidSet != null && !(gtidSet instanceof String)) {
            throw new IllegalArgumentException("'%s' is not a text".formatted(GTID_SET));
        }
        String file = text(map, FILE);
        BinlogFiles.number(file);
        return new BinlogPosition(
                text(map, SERVER),
                (String) gtidSet,
                file,
                number(map, OFFSET),
                map.containsKey(EVENTS) ? count(map, EVENTS) : 0,
                map.containsKey(PREPARED) ? PreparedXas.parse(text(map, PREPARED)) : PreparedXas.NONE,
                map.containsKey(SCHEMAS) ? TableSchemasText.parse(text(map, SCHEMAS)) : TableSchemas.NONE,
                map.containsKey(BEGUN) ? begun(text(map, BEGUN), file) : null);
    }

    /** It names the file, so that it says nothing of another one that somebody has put there. */
    private static @Nullable Instant begun(String saved, String file) {
        try {
            int end = saved.indexOf(' ');
            Instant time = Instant.parse(end < 0 ? saved : saved.substring(0, end));
            return saved.substring(end + 1).equals(file) ? time : null;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("'%s' is not a time and a file".formatted(BEGUN), e);
        }
    }

    private static String text(Map<String, ?> map, String key) {
        if (map.get(key) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException("'%s' is missing or not a text".formatted(key));
    }

    private static int count(Map<String, ?> map, String key) {
        long number = number(map, key);
        if (number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'%s' is too large".formatted(key));
        }
        return (int) number;
    }

    private static long number(Map<String, ?> map, String key) {
        if (map.get(key) instanceof Long number && number >= 0) {
            return number;
        }
        throw new IllegalArgumentException("'%s' is missing or not a number from 0".formatted(key));
    }

    /** As people write it: {@code binlog.000012:345}. */
    @Override
    public String toString() {
        return file + ":" + offset + (gtidSet == null || gtidSet.isEmpty() ? "" : " (GTIDs " + gtidSet + ")");
    }
}
