package dev.corecdc.processor.mysql;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The GTIDs of all groups before a file of MySQL's, as the event at its beginning tells (MySQL: "Previous_gtids_event",
 * {@code Gtid_set::encode}). The library makes room for as many as the event claims to have.
 */
final class PreviousGtids {

    /** The format since MySQL 8.3 of sets with tags; it stands in the first byte as well as in the eighth. */
    private static final int TAGGED = 1;

    private static final int COUNT_BYTES = 7;

    private static final HexFormat HEX = HexFormat.of();

    private PreviousGtids() {}

    /**
     * The set as MySQL writes it.
     *
     * @throws UndecodableEventException when the event ends before it, or holds no such set
     */
    static String read(byte[] body) {
        EventBytes bytes = new EventBytes(body);
        long count = bytes.unsigned(COUNT_BYTES);
        boolean tagged = bytes.unsigned8() == TAGGED;
        Map<String, String> sets = new LinkedHashMap<>();
        for (long left = tagged ? count >> Byte.SIZE : count; left > 0; left--) {
            String uuid = uuid(bytes);
            String tag = tagged ? tag(bytes) : "";
            String set = (tag.isEmpty() ? "" : tag + ":") + intervals(bytes);
            sets.merge(uuid, set, (known, more) -> known + ":" + more);
        }
        StringJoiner joined = new StringJoiner(",");
        sets.forEach((uuid, set) -> joined.add(uuid + ":" + set));
        String text = joined.toString();
        if (!text.isEmpty() && !Gtids.isMySql(text)) {
            throw new UndecodableEventException("it holds no set of GTIDs");
        }
        return text;
    }

    private static String uuid(EventBytes bytes) {
        StringJoiner uuid = new StringJoiner("-");
        for (int length : new int[] {4, 2, 2, 2, 6}) {
            uuid.add(HEX.formatHex(bytes.copy(length)));
        }
        return uuid.toString();
    }

    /** Behind its length, which is written as any number of variable length is: half of one byte. */
    private static String tag(EventBytes bytes) {
        int length = bytes.unsigned8() >> 1;
        StringBuilder tag = new StringBuilder(length);
        for (byte letter : bytes.copy(length)) {
            tag.append((char) letter);
        }
        return tag.toString();
    }

    /** From one number to before another, each of eight bytes. */
    private static String intervals(EventBytes bytes) {
        StringJoiner intervals = new StringJoiner(":");
        for (long left = bytes.int64(); left > 0; left--) {
            long first = bytes.int64();
            intervals.add(first + "-" + (bytes.int64() - 1));
        }
        return intervals.toString();
    }
}
