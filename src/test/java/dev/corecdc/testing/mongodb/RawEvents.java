package dev.corecdc.testing.mongodb;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** An open change stream whose events a test takes as the documents that the server sent. */
final class RawEvents implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MongoChangeStreamCursor<BsonDocument> cursor;

    private RawEvents(MongoChangeStreamCursor<BsonDocument> cursor) {
        this.cursor = cursor;
    }

    static RawEvents of(ChangeStreamIterable<?> stream) {
        // The cast: the driver's raw view declares a plain cursor, but gives one that knows its token.
        return new RawEvents((MongoChangeStreamCursor<BsonDocument>) stream.maxAwaitTime(500, TimeUnit.MILLISECONDS)
                .withDocumentClass(BsonDocument.class)
                .cursor());
    }

    /** The next event; fails when none comes in time. */
    BsonDocument next() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            BsonDocument event = cursor.tryNext();
            if (event != null) {
                return event;
            }
        }
        throw new AssertionError("No event within " + PATIENCE);
    }

    List<BsonDocument> next(int count) {
        List<BsonDocument> events = new ArrayList<>();
        while (events.size() < count) {
            events.add(next());
        }
        return events;
    }

    /** One look: an event if there is one already or one comes within half a second. */
    @Nullable
    BsonDocument look() {
        return cursor.tryNext();
    }

    /** Where a new stream would have to go on; the driver knows it from its first look on. */
    BsonDocument token() {
        BsonDocument token = cursor.getResumeToken();
        if (token == null) {
            throw new AssertionError("The stream has no token");
        }
        return token;
    }

    @Override
    public void close() {
        cursor.close();
    }
}
