package dev.corecdc.processor.mysql;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Makes the compressed events of MariaDB ({@code log_bin_compress}) the plain ones of the same kind (MariaDB: "Replication
 * Protocol, Query compressed event" and "Rows compressed event"). What is compressed is the statement or the rows; the head
 * before them is plain.
 *
 * <p>Used by one thread.
 */
final class CompressedEvents {

    private static final int FIRST = EventTypes.MARIADB_QUERY_COMPRESSED;
    private static final int LAST = EventTypes.MARIADB_LAST_COMPRESSED;
    private static final int FIRST_ROWS_V1 = 166;
    private static final int FIRST_ROWS_V2 = 169;

    private static final int FIRST_PLAIN_ROWS_V1 = 23;
    private static final int FIRST_PLAIN_ROWS_V2 = 30;

    /** In each version they stand as WRITE, UPDATE and DELETE. */
    private static final int UPDATE = 1;

    /** Set in the byte before the compressed bytes, over three bits for the algorithm, of which 0 is zlib. */
    private static final int COMPRESSED = 0x80;

    private static final int ALGORITHM = 0x70;
    private static final int LENGTH_BYTES = 0x07;

    /** Deflate makes of one byte never more than so many. */
    private static final long HIGHEST_RATIO = 1032;

    private final Inflater inflater = new Inflater();

    /**
     * The event, plain if it was compressed.
     *
     * @throws UndecodableEventException when what is compressed is damaged, or is not what its head says
     */
    LogEvent plain(LogEvent event) {
        if (event.type() < FIRST || event.type() > LAST) {
            return event;
        }
        int type = plainType(event.type());
        byte[] body = inflate(event.body(), type == EventTypes.QUERY ? queryHead(event.body()) : rowsHead(event));
        return new LogEvent(
                event.timestamp(), type, event.serverId(), event.length(), event.nextPosition(), event.flags(), body);
    }

    private static int plainType(int type) {
        if (type == FIRST) {
            return EventTypes.QUERY;
        }
        return type < FIRST_ROWS_V2
                ? type - FIRST_ROWS_V1 + FIRST_PLAIN_ROWS_V1
                : type - FIRST_ROWS_V2 + FIRST_PLAIN_ROWS_V2;
    }

    /** The head up to the statement; {@link QueryEvent} tells what it holds. */
    private static int queryHead(byte[] body) {
        EventBytes head = new EventBytes(body);
        head.skip(8);
        int database = head.unsigned8() + 1; // and NUL
        head.skip(2);
        int status = (int) head.unsigned(2);
        head.skip(status);
        head.skip(database);
        return head.position();
    }

    /** The head up to the rows; {@link RowsEvent} tells what it holds. */
    private static int rowsHead(LogEvent event) {
        EventBytes head = new EventBytes(event.body());
        head.skip(8);
        boolean second = event.type() >= FIRST_ROWS_V2;
        if (second) {
            int extra = (int) head.unsigned(2);
            head.skip(extra - 2);
        }
        int images = event.type() - (second ? FIRST_ROWS_V2 : FIRST_ROWS_V1) == UPDATE ? 2 : 1;
        int columns = head.packed();
        for (int i = 0; i < images; i++) {
            head.skip((int) ((columns + 7L) / 8));
        }
        return head.position();
    }

    /** The event with what follows its head inflated. */
    private byte[] inflate(byte[] body, int head) {
        EventBytes bytes = new EventBytes(body);
        bytes.skip(head);
        int kind = bytes.unsigned8();
        if ((kind & COMPRESSED) == 0 || (kind & ALGORITHM) != 0) {
            throw new UndecodableEventException("0x%02x is no compression that is known".formatted(kind));
        }
        long length = 0; // the only number of the log with its highest byte first
        for (int i = kind & LENGTH_BYTES; i > 0; i--) {
            length = length << Byte.SIZE | bytes.unsigned8();
        }
        if (length > bytes.remaining() * HIGHEST_RATIO) {
            throw new UndecodableEventException(
                    "%d compressed bytes cannot become %s".formatted(bytes.remaining(), Long.toUnsignedString(length)));
        }
        byte[] plain = new byte[EventSize.ofThisService().checked(head + length)];
        System.arraycopy(body, 0, plain, 0, head);
        inflater.reset();
        inflater.setInput(body, bytes.position(), bytes.remaining());
        try {
            int inflated = inflater.inflate(plain, head, plain.length - head);
            if (head + inflated < plain.length || !ends()) {
                throw new UndecodableEventException(
                        "the compressed bytes are not the %d that they claim".formatted(length));
            }
        } catch (DataFormatException e) {
            throw new UndecodableEventException("the compressed bytes are damaged: " + e.getMessage());
        }
        return plain;
    }

    /** Whether nothing follows, neither compressed nor behind it. */
    private boolean ends() throws DataFormatException {
        return inflater.inflate(new byte[1]) == 0 && inflater.finished() && inflater.getRemaining() == 0;
    }
}
