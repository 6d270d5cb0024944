package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.EncodedDocument;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The open change streams. A {@code getMore} that finds nothing is kept, without a thread, until there is something, its time is
 * over or the cursor dies. Guarded by the server's lock.
 */
final class ChangeStreams {

    private static final int CURSOR_IN_USE = 143;
    private static final int FIRST_BATCH_SIZE = 101;
    private static final long DEFAULT_AWAIT_MILLIS = 1000;
    private static final long FIRST_CURSOR_ID = 1L << 40;

    private final ReentrantLock lock;
    private final ChangeLog log;
    private final DocumentStore store;
    private final Transactions transactions;
    private final ReplicaSetOptions options;
    private final Replies replies;
    private final Map<Long, ChangeStreamCursor> cursors = new HashMap<>();
    private final Map<Long, WaitingGetMore> waiting = new HashMap<>();
    private long lastCursorId = FIRST_CURSOR_ID;

    ChangeStreams(
            ReentrantLock lock,
            ChangeLog log,
            DocumentStore store,
            Transactions transactions,
            ReplicaSetOptions options,
            Replies replies) {
        this.lock = lock;
        this.log = log;
        this.store = store;
        this.transactions = transactions;
        this.options = options;
        this.replies = replies;
    }

    static boolean isAskedFor(Command command) {
        List<Document> pipeline = Fields.documents(command.body(), "pipeline");
        return !pipeline.isEmpty() && pipeline.get(0).containsKey("$changeStream");
    }

    /** Whether a command opens a change stream or may go on with one. */
    static boolean isAbout(Command command) {
        return command.name().equals("getmore") || (command.name().equals("aggregate") && isAskedFor(command));
    }

    Document open(Command command) {
        if (options.standalone()) {
            throw ServerError.CHANGE_STREAM_NEEDS_REPLICA_SET.because(
                    "The $changeStream stage is only supported on replica sets");
        }
        ChangeStreamSpec spec = ChangeStreamSpec.of(command, options.version());
        StreamPipeline pipeline = new StreamPipeline(store, options.version(), spec.stages());
        ChangeStreamCursor cursor = new ChangeStreamCursor(
                log,
                spec,
                new EventView(store, options.version(), spec),
                pipeline,
                new EventSplitter(options.eventSizeLimit(), pipeline.isSplitting()),
                options.eventSizeLimit());
        long size = Fields.number(Fields.documentOrEmpty(command.body(), "cursor"), "batchSize", FIRST_BATCH_SIZE);
        List<EncodedDocument> batch = readFirst(cursor, (int) size);
        long id = ++lastCursorId;
        cursors.put(id, cursor);
        return answer(id, cursor, "firstBatch", batch);
    }

    private static List<EncodedDocument> readFirst(ChangeStreamCursor cursor, int count) {
        try {
            return cursor.read(count);
        } catch (CommandFailure e) {
            throw e.during("PlanExecutor error during aggregation");
        }
    }

    private Document answer(long id, ChangeStreamCursor cursor, String batchName, List<EncodedDocument> batch) {
        if (cursor.isExhausted()) {
            cursors.remove(id);
        }
        Document body = new Document(batchName, batch)
                .append("postBatchResumeToken", cursor.postBatchToken().toDocument())
                .append("id", cursors.containsKey(id) ? id : 0L)
                .append("ns", cursor.namespace());
        return new Document("cursor", body).append("ok", 1.0);
    }

    /** Whether it is a {@code getMore} on an open change stream. */
    boolean owns(Command command) {
        return command.name().equals("getmore") && command.argument() instanceof Long id && cursors.containsKey(id);
    }

    void discard(Command getMore) {
        cursors.remove(Fields.number(getMore.body(), "getMore", 0));
    }

    /** The answer, null if it is given later. */
    @Nullable
    Document getMore(Command command) {
        long id = Fields.number(command.body(), "getMore", 0);
        if (waiting.containsKey(id)) {
            throw new CommandFailure(CURSOR_IN_USE, "CursorInUse", "cursor id " + id + " is already in use", List.of());
        }
        WaitingGetMore getMore = new WaitingGetMore(id, command);
        Document answer = read(getMore);
        if (answer == null) {
            waiting.put(id, getMore);
            long millis = Fields.number(command.body(), "maxTimeMS", DEFAULT_AWAIT_MILLIS);
            command.origin().executeAfter(Duration.ofMillis(millis), () -> expire(getMore));
        }
        return answer;
    }

    private @Nullable Document read(WaitingGetMore getMore) {
        ChangeStreamCursor cursor = cursors.get(getMore.id());
        if (cursor == null) {
            throw cursorNotFound(getMore.id());
        }
        try {
            int count = (int) Fields.number(getMore.command().body(), "batchSize", Integer.MAX_VALUE);
            List<EncodedDocument> batch = cursor.read(count);
            return batch.isEmpty() && !cursor.isExhausted() ? null : answer(getMore.id(), cursor, "nextBatch", batch);
        } catch (CommandFailure e) {
            cursors.remove(getMore.id());
            throw e.during("Executor error during getMore");
        }
    }

    static CommandFailure cursorNotFound(long id) {
        return ServerError.CURSOR_NOT_FOUND.because("cursor id " + id + " not found");
    }

    /** Lets everyone who waits look at the log again, each on the thread of its connection. */
    void wake() {
        waiting.values().forEach(getMore -> {
            if (getMore.markWoken()) {
                getMore.command().origin().execute(() -> resume(getMore));
            }
        });
    }

    private void resume(WaitingGetMore getMore) {
        lock.lock();
        try {
            getMore.clearWoken();
            transactions.show(null);
            if (waiting.get(getMore.id()) == getMore) {
                Document answer = replies.orError(getMore.command(), () -> read(getMore));
                if (answer != null) {
                    waiting.remove(getMore.id());
                    replies.send(getMore.command(), answer);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void expire(WaitingGetMore getMore) {
        lock.lock();
        try {
            ChangeStreamCursor cursor = cursors.get(getMore.id());
            if (waiting.remove(getMore.id(), getMore) && cursor != null) {
                replies.send(getMore.command(), answer(getMore.id(), cursor, "nextBatch", new ArrayList<>()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends cursors as {@code killCursors} does; those of this list that were open. */
    List<Long> kill(List<Long> ids) {
        List<Long> killed = ids.stream().filter(cursors::containsKey).toList();
        killed.forEach(id ->
                end(id, ServerError.CURSOR_KILLED.because("operation was interrupted because the cursor was killed")));
        return killed;
    }

    /** Ends all cursors; whoever waits gets this error. */
    void endAll(CommandFailure error) {
        List.copyOf(cursors.keySet()).forEach(id -> end(id, error));
    }

    private void end(long id, CommandFailure error) {
        cursors.remove(id);
        WaitingGetMore getMore = waiting.remove(id);
        if (getMore != null) {
            replies.send(getMore.command(), error.replyTo(getMore.command()));
        }
    }

    /**
     * Fails one {@code getMore} that waits, and ends its cursor.
     *
     * @return false if none waits
     */
    boolean failOneWaiting(CommandFailure failure) {
        Iterator<Long> ids = waiting.keySet().iterator();
        if (!ids.hasNext()) {
            return false;
        }
        end(ids.next(), failure);
        return true;
    }

    /** Nobody waits any more on a connection that is closed. */
    void forget(Channel connection) {
        waiting.values()
                .removeIf(getMore -> getMore.command().origin().channel().equals(connection));
    }

    int count() {
        return cursors.size();
    }

    int waitingCount() {
        return waiting.size();
    }
}
