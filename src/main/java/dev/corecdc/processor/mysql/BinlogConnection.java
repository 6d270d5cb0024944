package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.BinaryLogClient.AbstractLifecycleListener;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import dev.corecdc.processor.ArrivalQueue;
import dev.corecdc.processor.ReaderThread;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One dump of a server's binlog: a thread that reads the socket and queues undecoded events. The library connects; its own
 * reconnecting, tracking of positions, reading and decoding are not used.
 *
 * <p>{@link #poll} is for one thread, {@link #close} for any.
 */
final class BinlogConnection implements LogEvents {

    private static final Logger log = LoggerFactory.getLogger(BinlogConnection.class);

    private static final long QUEUE_BYTES = 8 << 20;

    /** How many heartbeats may fail to appear before the connection counts as lost. */
    private static final int MISSED_HEARTBEATS = 3;

    /** How long the server is to wait for a reader whose targets are busy. */
    private static final Duration NET_WRITE_TIMEOUT = Duration.ofHours(24);

    private final MySqlSettings settings;
    private final ArrivalQueue<LogEvent> queue = new ArrivalQueue<>(QUEUE_BYTES);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final LogEventDeserializer events = new LogEventDeserializer(EventSize.ofThisService());
    private final Client client;

    private volatile boolean ranOut;

    /** An event that was taken to see whether there is one. */
    private @Nullable LogEvent pushedBack;

    BinlogConnection(MySqlSettings settings, long serverId, BinlogPosition from, boolean byGtid) {
        this.settings = settings;
        this.client = new Client(settings);
        client.setServerId(serverId);
        client.setKeepAlive(false);
        client.setHeartbeatInterval(settings.heartbeatInterval().toMillis());
        client.setConnectTimeout(settings.connectTimeout().toMillis());
        client.setNetWriteTimeout(NET_WRITE_TIMEOUT.toSeconds());
        client.setUseNonGracefulDisconnect(true);
        client.setUseSendAnnotateRowsEvent(true); // else MariaDB leaves gaps, and the places of events are not known
        client.setSSLMode(SSLMode.valueOf(settings.ssl().mode().name()));
        client.setEventDeserializer(events);
        client.registerLifecycleListener(new Connected());
        if (byGtid) {
            client.setBinlogFilename("");
            client.setGtidSet(from.gtidSet());
        } else {
            client.setBinlogFilename(from.file());
            client.setBinlogPosition(from.offset());
        }
    }

    /**
     * One that ends where the log ends, as long as it is not closed before. It has no server id, and leaves no thread on the server that
     * waits for more to send, which a server that is idle would not notice for long.
     */
    static BinlogConnection onePass(MySqlSettings settings, BinlogPosition from, boolean byGtid) {
        BinlogConnection connection = new BinlogConnection(settings, 0, from, byGtid);
        connection.client.setBlocking(false);
        return connection;
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

    private void read() {
        try {
            client.connect(); // which goes on in readEvents, and does not come back
        } catch (IOException | RuntimeException | Error e) {
            queue.end(e);
        } finally {
            disconnect(); // which the library does not after every failure
            answered.countDown();
        }
    }

    /** Takes every event, until the connection ends. */
    private void readEvents() {
        try {
            DumpPackets packets = new DumpPackets(client.stream());
            while (queue.awaitRoom()) {
                readEvent(packets);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ranOut = e instanceof EndOfLogException;
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
            long patience =
                    settings.heartbeatInterval().multipliedBy(MISSED_HEARTBEATS).toNanos();
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

    /** Whether the server has nothing more to send. */
    boolean hasRunOut() {
        return ranOut;
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

    /** The library's client, for as long as it takes to connect. */
    private static final class Client extends BinaryLogClient {

        Client(MySqlSettings settings) {
            super(
                    settings.host(),
                    settings.port(),
                    settings.username(),
                    settings.password() == null ? "" : settings.password());
        }

        InputStream stream() throws IOException {
            var open = channel;
            if (open == null) {
                throw new EOFException("the connection is closed");
            }
            return open.getInputStream();
        }

        /** Closes the socket; the reading thread ends by that. */
        void abandon() throws IOException {
            var open = channel;
            if (open != null) {
                open.setShouldUseSoLinger0();
                open.close();
            }
        }
    }

    /**
     * Reads in the place of the library, which goes on behind an event that it cannot read, and copies a large one once for each
     * 16 MB of it.
     */
    private final class Connected extends AbstractLifecycleListener {

        @Override
        public void onConnect(BinaryLogClient ready) {
            readEvents();
            throw new CancellationException("nothing is left for the library to read");
        }
    }
}
