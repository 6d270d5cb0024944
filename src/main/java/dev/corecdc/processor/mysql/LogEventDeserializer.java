package dev.corecdc.processor.mysql;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;

/**
 * Frames events and checks their checksums, without looking into them.
 */
final class LogEventDeserializer {

    private static final int HEADER = 19;
    private static final int CHECKSUM = 4;

    /** Where a FORMAT_DESCRIPTION event says how long headers are, and how long it is itself up to the byte with the kind of checksum. */
    private static final int HEADER_LENGTH = 56;

    private static final int OWN_LENGTH = HEADER_LENGTH + EventTypes.FORMAT_DESCRIPTION;

    /** How long the text of a statement may be that is only told beside its rows. */
    static final int LONGEST_TEXT = 1 << 20;

    private final EventSize largest;
    private boolean checksummed;

    LogEventDeserializer(EventSize largest) {
        this.largest = largest;
    }

    /** Whether the connection begins with checksums; the log itself says when that changes. */
    void setChecksummed(boolean checksummed) {
        this.checksummed = checksummed;
    }

    /**
     * Reads an event, of which no more can come than the stream has available. What only tells the statement that the rows come from
     * has an empty body where that is longer than 1 MB.
     *
     * @throws UndecodableEventException before it has taken memory for one that is too large
     * @throws MalformedEventException when it was damaged
     */
    LogEvent read(InputStream in) throws IOException {
        byte[] header = read(in, HEADER);
        int type = header[4] & 0xff;
        long length = unsigned(header, 9);
        boolean describesFormat = type == EventTypes.FORMAT_DESCRIPTION;
        int checksum = checksummed || describesFormat ? CHECKSUM : 0;
        if (length < HEADER + checksum || length - HEADER > in.available()) {
            throw new MalformedEventException(
                    "an event of type %d claims a length of %d bytes".formatted(type, length));
        }
        CRC32 crc = new CRC32();
        crc.update(header);
        long bodyLength = length - HEADER - checksum;
        byte[] body = new byte[0];
        if (isOnlyText(type) && length > LONGEST_TEXT) {
            skip(in, bodyLength, crc);
        } else {
            body = read(in, checked(type, bodyLength));
            crc.update(body);
        }
        byte[] sum = read(in, checksum);
        if (describesFormat) {
            checksummed = isChecksummed(body);
        } else if (checksummed && crc.getValue() != unsigned(sum, 0)) {
            throw new MalformedEventException("the checksum of an event of type %d that ends at %d is wrong"
                    .formatted(type, unsigned(header, 13)));
        }
        return new LogEvent(
                unsigned(header, 0),
                type,
                unsigned(header, 5),
                (int) length,
                unsigned(header, 13),
                (header[17] & 0xff) | (header[18] & 0xff) << 8,
                body);
    }

    private int checked(int type, long length) {
        try {
            return largest.checked(length);
        } catch (UndecodableEventException e) {
            throw e.at("an event of type " + type);
        }
    }

    private static boolean isOnlyText(int type) {
        return type == EventTypes.ROWS_QUERY || type == EventTypes.MARIADB_ANNOTATE_ROWS;
    }

    private static byte[] read(InputStream in, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (in.readNBytes(bytes, 0, length) < length) {
            throw new EOFException("an event ends too early");
        }
        return bytes;
    }

    private static void skip(InputStream in, long length, CRC32 crc) throws IOException {
        byte[] part = new byte[1 << 16];
        for (long left = length; left > 0; ) {
            int count = in.readNBytes(part, 0, (int) Math.min(left, part.length));
            if (count == 0) {
                throw new EOFException("an event ends too early");
            }
            crc.update(part, 0, count);
            left -= count;
        }
    }

    private static long unsigned(byte[] bytes, int at) {
        return (bytes[at] & 0xffL)
                | (bytes[at + 1] & 0xffL) << 8
                | (bytes[at + 2] & 0xffL) << 16
                | (bytes[at + 3] & 0xffL) << 24;
    }

    /** The kind of checksum stands at the end of a FORMAT_DESCRIPTION event; taken from any other byte, no event after it would be right. */
    private static boolean isChecksummed(byte[] description) throws IOException {
        int kind = description.length - 1;
        if (kind <= OWN_LENGTH
                || description[HEADER_LENGTH] != HEADER
                || (description[OWN_LENGTH] & 0xff) != kind
                || (description[kind] & ~1) != 0) {
            throw new MalformedEventException("the format of the log is not described as servers do");
        }
        return description[kind] == 1;
    }
}
