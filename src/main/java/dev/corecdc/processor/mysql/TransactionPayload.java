package dev.corecdc.processor.mysql;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The events of a transaction that stand in one event of the log, compressed ({@code binlog_transaction_compression}; MySQL:
 * "Transaction_payload_event"). They are decompressed one at a time, and no further than asked for.
 *
 * <p>{@link #next} is for one thread, {@link #close} for any.
 */
final class TransactionPayload implements AutoCloseable {

    /** The fields before the payload, each with its length; the last has neither length nor value. */
    private static final int END_MARK = 0;

    private static final int PAYLOAD_SIZE = 1;
    private static final int COMPRESSION_TYPE = 2;
    private static final int UNCOMPRESSED_SIZE = 3;

    private static final int ZSTD = 0;
    private static final int NONE = 255;

    /** The header of an event; within a payload no event has a checksum. */
    private static final int HEADER = 19;

    /** How much may be decompressed ahead of the event that is asked for. */
    private static final int AHEAD = 1 << 16;

    /** How large an event may be to get its memory before so much of it has been seen. */
    private static final int UNPROVEN = 1 << 20;

    private final LogEvent event;
    private final InputStream events;
    private volatile boolean closed;

    /** How many bytes of events are still to come. */
    private long left;

    private TransactionPayload(LogEvent event, InputStream events, long size) {
        this.event = event;
        this.events = events;
        this.left = size;
    }

    /**
     * Stands before the first event.
     *
     * @param event a TRANSACTION_PAYLOAD event
     * @param small for a small one: most are, and a stream for each takes longer than all the rest
     * @throws UndecodableEventException when it is malformed, or compressed in a way that is not known
     */
    static TransactionPayload open(LogEvent event, SmallZstd small) {
        EventBytes bytes = new EventBytes(event.body());
        long payloadSize = -1;
        long uncompressedSize = -1;
        long compression = NONE;
        for (int field = bytes.packed(); field != END_MARK; field = bytes.packed()) {
            EventBytes value = bytes.part(bytes.packed());
            switch (field) {
                case PAYLOAD_SIZE -> payloadSize = value.packedLong();
                case COMPRESSION_TYPE -> compression = value.packedLong();
                case UNCOMPRESSED_SIZE -> uncompressedSize = value.packedLong();
                default -> {
                    // the format allows for more fields, which a reader need not know
                }
            }
        }
        if (payloadSize != bytes.remaining()) {
            throw new UndecodableEventException(
                    "it claims a payload of %d bytes and holds %d".formatted(payloadSize, bytes.remaining()));
        }
        if (compression == NONE) {
            return new TransactionPayload(event, rest(event, bytes), payloadSize);
        }
        if (compression != ZSTD) {
            throw new UndecodableEventException("its compression of type %d is not known".formatted(compression));
        }
        if (uncompressedSize < 0) {
            throw new UndecodableEventException("it does not tell the size of what is compressed");
        }
        InputStream events = uncompressedSize <= AHEAD
                ? new ByteArrayInputStream(
                        small.decompress(event.body(), bytes.position(), bytes.remaining(), (int) uncompressedSize))
                : new BufferedInputStream(zstd(rest(event, bytes)), AHEAD);
        return new TransactionPayload(event, events, uncompressedSize);
    }

    private static InputStream rest(LogEvent event, EventBytes bytes) {
        return new ByteArrayInputStream(event.body(), bytes.position(), bytes.remaining());
    }

    private static InputStream zstd(InputStream compressed) {
        try {
            return new ZstdInputStreamNoFinalizer(compressed, RecyclingBufferPool.INSTANCE);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** What the events stand in. */
    LogEvent event() {
        return event;
    }

    /**
     * The next event, null behind the last, and when this is closed. It takes no bytes of the log by itself, and tells no place there.
     *
     * @throws UndecodableEventException when there is none though there should be, or one that is malformed
     */
    @Nullable
    LogEvent next() {
        try {
            if (left == 0) {
                if (events.read() >= 0) {
                    throw new UndecodableEventException("its payload goes on behind its end");
                }
                return null;
            }
            byte[] header = take(HEADER);
            long length = BinaryNumbers.unsigned(header, 9, 4);
            if (length < HEADER) {
                throw new UndecodableEventException("an event in its payload claims a length of " + length + " bytes");
            }
            return new LogEvent(
                    BinaryNumbers.unsigned(header, 0, 4),
                    header[4] & 0xff,
                    BinaryNumbers.unsigned(header, 5, 4),
                    0,
                    0,
                    (int) BinaryNumbers.unsigned(header, 17, 2),
                    take(length - HEADER));
        } catch (IOException e) {
            if (closed) {
                return null;
            }
            throw damaged(e);
        }
    }

    private byte[] take(long length) throws IOException {
        if (length > left) {
            throw new UndecodableEventException(
                    "an event in its payload needs %d bytes where %d are left".formatted(length, left));
        }
        int size = EventSize.ofThisService().checked(length);
        byte[] bytes = new byte[Math.min(size, UNPROVEN)];
        for (int read = 0; ; bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * bytes.length))) {
            read += events.readNBytes(bytes, read, bytes.length - read);
            if (read < bytes.length) {
                throw new UndecodableEventException("its payload ends %d bytes too early".formatted(left - read));
            }
            if (read == size) {
                left -= size;
                return bytes;
            }
        }
    }

    private static UndecodableEventException damaged(IOException e) {
        return new UndecodableEventException("its payload is damaged: " + e.getMessage());
    }

    @Override
    public void close() {
        closed = true;
        try {
            events.close();
        } catch (IOException e) {
            throw damaged(e); // nothing that can be written is kept back, so nothing can fail
        }
    }
}
