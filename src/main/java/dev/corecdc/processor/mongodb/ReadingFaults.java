package dev.corecdc.processor.mongodb;

import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoChangeStreamCursor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells why a stream could not be read on, and at which event. Safe for use by several threads. */
final class ReadingFaults {

    private static final Logger log = LoggerFactory.getLogger(ReadingFaults.class);

    /** How often the server is asked for the event that it could not send. */
    private static final int LOOKS = 10;

    private final SourceClient source;
    private final ChangeStreams streams;

    ReadingFaults(SourceClient source, ChangeStreams streams) {
        this.source = source;
        this.streams = streams;
    }

    /**
     * What a failure means.
     *
     * @param cause null when the stream ended without one
     * @param after the place behind the last event that was read
     */
    SourceException of(@Nullable Throwable cause, ResumeToken after) {
        if (cause instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (cause instanceof MongoException fault && SourceFaults.isTooLarge(fault)) {
            return tooLarge(fault, after);
        }
        if (cause instanceof MalformedEventException || cause instanceof IllegalArgumentException) {
            return new SourceException(
                    Kind.UNREADABLE,
                    "%s cannot be followed: the event after %s is not understood: %s"
                            .formatted(source.address(), after.data(), cause.getMessage()),
                    cause);
        }
        return source.fault(cause);
    }

    /**
     * Tells a server that takes long to find the next event, which it may, from one that is not there any more.
     *
     * @throws SourceException when it is not there
     */
    void checkAnswering(ServerAddress server) throws SourceException {
        if (!source.isAnswering(server)) {
            throw new SourceException(
                    Kind.UNAVAILABLE, "lost %s: %s does not answer".formatted(source.address(), server));
        }
    }

    private SourceException tooLarge(MongoException fault, ResumeToken after) {
        return new SourceException(
                Kind.UNREADABLE,
                ("%s cannot be followed: the change event of %s is larger than 16 MB, which the server can cut from MongoDB 7.0 (or 6.0.9) on."
                                + " Upgrade it, or ask for less with 'full-document', 'full-document-before-change' or 'pipeline'.")
                        .formatted(source.address(), nextAfter(after)),
                fault);
    }

    /** Which document the first event after a place is about. */
    private String nextAfter(ResumeToken token) {
        try (MongoChangeStreamCursor<RawBsonDocument> heads = streams.headsAfter(token)) {
            for (int i = 0; i < LOOKS; i++) {
                RawBsonDocument head = heads.tryNext();
                if (head != null) {
                    return "the document %s in %s".formatted(head.get(EventHead.KEY), head.get("ns"));
                }
            }
        } catch (MongoException e) {
            log.debug("{}: asking for the event that is too large: {}", source.address(), e.toString());
        }
        return "a document";
    }
}
