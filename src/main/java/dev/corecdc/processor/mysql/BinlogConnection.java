package dev.corecdc.processor.mysql;

import dev.corecdc.processor.ArrivalQueue;
import dev.corecdc.processor.ReaderThread;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dump of a server's binlog: a thread that reads the socket and queues undecoded events.
 *
 * <p>{@link #poll} is for one thread, {@link #close} for any.
 */
final class BinlogConnection implements LogEvents {

    private static final Logger log = LoggerFactory.getLogger(BinlogConnection.class);

    /** Enough for both threads to be busy; what is more only grows old in memory. */
    private static final long QUEUE_BYTES = 1 << 20;

    /** How many heartbeats may fail to appear before the connection counts as lost. */
    static final int MISSED_HEARTBEATS = 3;

    private final MySqlSettings settings;
    private final ArrivalQueue<LogEvent> queue = new ArrivalQueue<>(QUEUE_BYTES);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final LogEventDeserializer events = new LogEventDeserializer(EventSize.ofThisService());
    private final FileHeads heads;
    private final DumpClient client;

    /** How long silence is borne, in nanoseconds. */
    private final long patience;

    private volatile boolean ranOut;
    private volatile boolean takenOver;

    /** An event that was taken to see whether there is one. */
    private @Nullable LogEvent pushedBack;

    BinlogConnection(MySqlSettings settings, Tls tls, long serverId, BinlogPosition from, boolean byGtid) {
        this.settings = settings;
        this.heads = new FileHeads(from);
        this.client = new DumpClient(settings, tls, serverId, from, byGtid);
        this.patience = MISSED_HEARTBEATS * settings.heartbeatInterval().toNanos();
    }

    /**
     * One that ends where the log ends, as long as it is not closed before. It has no server id, and leaves no thread on the server that
     * waits for more to send, which a server that is idle would not notice for long.
     */
    static BinlogConnection onePass(MySqlSettings settings, Tls tls, BinlogPosition from, boolean byGtid) {
        return new BinlogConnection(settings, tls, 0, from, byGtid);
    }

    /**
     * Connects, and waits until the server has sent something.
     *
     * @throws SourceException when it does not, or refuses
     */
    void open(String threadName) throws SourceException, InterruptedException {
        ReaderThread.of(threadName, this::read).start();
        Duration timeout = settings.connectTimeout().plus(settings.heartbeatInterval());
        if (!answered.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    "%s has sent nothing for %d s".formatted(settings.address(), timeout.toSeconds()));
        }
        LogEvent first = poll(0);
        if (first != null) {
            pushedBack = first;
        }
    }

    /** Takes every event, until the connection ends. */
    private void read() {
        try {
            DumpPackets packets = new DumpPackets(client.connect(events));
            while (queue.awaitRoom()) {
                readEvent(packets);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ranOut = e instanceof EndOfLogException;
            takenOver = SourceFaults.isSameId(e);
            queue.end(e);
        } finally {
            disconnect();
            answered.countDown();
        }
    }

    /** A method of its own, so that nothing holds the event while the next is waited for. */
    private void readEvent(DumpPackets packets) throws IOException, InterruptedException {
        packets.next();
        LogEvent event = events.read(packets);
        packets.end();
        heads.look(event);
        queue.put(event, event.body().length);
        answered.countDown();
    }

    /** @throws SourceException when the connection has ended, or nothing has come for so long that it must have */
    @Override
    public @Nullable LogEvent poll(long nanos) throws SourceException, InterruptedException {
        LogEvent first = pushedBack;
        if (first != null) {
            pushedBack = null;
            return first;
        }
        try {
            LogEvent event = queue.poll(nanos);
            if (event == null && queue.silence() > patience) {
                throw new SourceException(
                        Kind.UNAVAILABLE,
                        "%s has been silent for %d s".formatted(settings.address(), patience / 1_000_000_000));
            }
            return event;
        } catch (ArrivalQueue.EndedException e) {
            throw SourceFaults.ofDump(settings, e.getCause());
        }
    }

    /** Of the files that have been sent, the last thousand at least. */
    FileTimes times() {
        return heads;
    }

    /** The file that the server begins with; null when what it has sent first does not say so. */
    @Nullable
    String firstFile() {
        LogEvent first = pushedBack;
        if (first == null || first.type() != EventTypes.ROTATE) {
            return null;
        }
        LogCursor cursor = new LogCursor("", 0);
        cursor.rotate(first);
        return cursor.file();
    }

    /** Whether the server has nothing more to send. */
    boolean hasRunOut() {
        return ranOut;
    }

    /** Whether it has ended because another reader of the server has the same id. */
    boolean isTakenOver() {
        return takenOver;
    }

    @Override
    public void close() {
        queue.end(null);
        disconnect();
    }

    private void disconnect() {
        try {
            client.abandon();
        } catch (IOException e) {
            log.debug("closing the connection to {}: {}", settings.address(), e.toString());
        }
    }
}
