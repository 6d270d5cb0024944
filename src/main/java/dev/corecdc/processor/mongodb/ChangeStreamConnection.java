package dev.corecdc.processor.mongodb;

import com.mongodb.ServerAddress;
import com.mongodb.ServerCursor;
import com.mongodb.client.MongoChangeStreamCursor;
import dev.corecdc.processor.ArrivalQueue;
import dev.corecdc.processor.ReaderThread;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open change stream: a thread that takes events from the server and queues them as they were sent. Failures after which the
 * driver can go on where it was, by the labels that the server gives them, are its own business.
 *
 * <p>{@link #poll} is for one thread, {@link #close} for any.
 */
final class ChangeStreamConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChangeStreamConnection.class);

    private static final long QUEUE_BYTES = 8 << 20;

    private static final BsonString INVALIDATE = new BsonString(OperationTypes.INVALIDATE);

    private final Function<ResumeToken, MongoChangeStreamCursor<RawBsonDocument>> opener;
    private final String name;
    private final ArrivalQueue<Arrival> queue = new ArrivalQueue<>(QUEUE_BYTES);
    private final Thread thread;
    private volatile boolean closed;

    /** Where the stream was last read. */
    private volatile ServerAddress server;

    // What follows is the thread's own once it runs.

    private MongoChangeStreamCursor<RawBsonDocument> cursor;
    private @Nullable RawBsonDocument last;
    private long cursorId;

    /**
     * Opens the stream.
     *
     * @param opener opens the stream after a place
     * @param name of the processor
     * @throws com.mongodb.MongoException when the server does not open it
     */
    ChangeStreamConnection(
            Function<ResumeToken, MongoChangeStreamCursor<RawBsonDocument>> opener, ResumeToken from, String name) {
        this.opener = opener;
        this.name = name;
        this.cursor = opener.apply(from);
        this.server = cursor.getServerAddress();
        this.thread = ReaderThread.of("cdc-%s-changes".formatted(name), this::read);
    }

    void start() {
        thread.start();
    }

    private void read() {
        Throwable why = null;
        try {
            while (!closed && step()) {}
        } catch (RuntimeException | Error | InterruptedException e) {
            why = e;
        }
        queue.end(why);
        try {
            cursor.close();
        } catch (RuntimeException e) {
            log.debug("{}: closing the change stream: {}", name, e.toString());
        }
    }

    /** Takes the next event, or the word that there is none; false when nobody wants it any more. */
    private boolean step() throws InterruptedException {
        RawBsonDocument event = cursor.tryNext();
        ServerCursor open = cursor.getServerCursor();
        if (open != null && open.getId() != cursorId) {
            cursorId = open.getId();
            server = open.getAddress();
        }
        if (event != null) {
            last = event;
            return queue.put(new Arrival.Event(event, cursorId), event.getByteLength());
        }
        if (open == null) {
            reopen();
            return true;
        }
        BsonDocument token = cursor.getResumeToken();
        return token == null || queue.put(new Arrival.Mark(ResumeToken.of(token)), 0);
    }

    /** The server ends a stream when what it is on is dropped or renamed; what comes to be under the same name is another stream. */
    private void reopen() {
        RawBsonDocument end = last;
        if (end == null || !end.get("operationType", new BsonString("")).equals(INVALIDATE)) {
            throw new MalformedEventException(
                    "the server has ended the change stream without the event 'invalidate', which a"
                            + " stage of the pipeline must not take away");
        }
        cursor.close();
        ResumeToken token = ResumeToken.of(end.getDocument("_id"));
        log.info(
                "{}: what is followed was dropped or renamed; the change stream is opened again after {}",
                name,
                token.data());
        cursor = opener.apply(token);
        last = null;
    }

    /**
     * The next arrival, null when there is none within {@code nanos}.
     *
     * @throws ArrivalQueue.EndedException when the stream has ended, and all that came before was given out
     */
    @Nullable
    Arrival poll(long nanos) throws InterruptedException, ArrivalQueue.EndedException {
        return queue.poll(nanos);
    }

    /** The server that the stream is read from. */
    ServerAddress server() {
        return server;
    }

    /** How long, in nanoseconds, nothing has come though there was room, not even the word that there is nothing. */
    long silence() {
        return queue.silence();
    }

    /** Lets the thread end when the server has answered it, at the latest. */
    @Override
    public void close() {
        closed = true;
        queue.end(null);
    }
}
