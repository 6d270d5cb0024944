package dev.corecdc.processor.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoChangeStreamCursor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mongodb.FragmentJoiner.BrokenEventException;
import java.util.concurrent.TimeUnit;
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
    private final Patience patience;

    ReadingFaults(SourceClient source, ChangeStreams streams, Patience patience) {
        this.source = source;
        this.streams = streams;
        this.patience = patience;
    }

    /**
     * What a failure means.
     *
     * @param cause null when the stream ended without one
     * @param after the place behind the last event that was read
     */
    SourceException of(@Nullable Throwable cause, ResumeToken after) {
        if (cause instanceof MongoException fault && SourceFaults.isTooLarge(fault)) {
            return tooLarge(fault, after);
        }
        if (cause instanceof BrokenEventException) {
            return new SourceException(
                    Kind.UNAVAILABLE, "lost %s: %s".formatted(source.address(), cause.getMessage()), cause);
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
     * What a failure means that has ended a stream which was open. When it has read anything, a verdict that nothing helps is not believed:
     * the driver may have tried to go on by itself, in a way, or on a member, that the server does not take. Opening the stream anew decides.
     *
     * @param begin the place from which the stream was opened
     * @param after the place behind the last event that was read
     */
    SourceException whileReading(@Nullable Throwable cause, ResumeToken begin, ResumeToken after) {
        SourceException fault = of(cause, after);
        boolean verdict = cause instanceof MongoException answer && !SourceFaults.isTooLarge(answer);
        return verdict && fault.kind() == Kind.UNREADABLE && !begin.equals(after)
                ? new SourceException(Kind.UNAVAILABLE, String.valueOf(fault.getMessage()), cause)
                : fault;
    }

    /** Notes that something came, be it the word that there is nothing. */
    void heard() {
        patience.restore();
    }

    /**
     * Tells a server that takes long to find the next event, which it may, from one that is not there any more, or not over this connection.
     *
     * @param nanos for how long nothing has come
     * @throws SourceException when it is not there; all connections are closed then, as the driver would wait on
     */
    void checkSilence(ServerAddress server, long nanos) throws SourceException {
        boolean there = nanos <= patience.firstNanos() || source.isAnswering(server);
        if (!there || patience.isOver(nanos)) {
            source.disconnect();
            throw new SourceException(
                    Kind.UNAVAILABLE,
                    "lost %s: %s has said nothing for %d s%s"
                            .formatted(
                                    source.address(),
                                    server,
                                    TimeUnit.NANOSECONDS.toSeconds(nanos),
                                    there ? " over this connection" : ""));
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
