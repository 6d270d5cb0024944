package dev.corecdc.processor.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.model.Sorts;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Instant;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/** Finds the place where a processor without a checkpoint begins. Safe for use by several threads. */
final class StartPlaces {

    private static final String OPLOG_DATABASE = "local";
    private static final String OPLOG = "oplog.rs";

    private final SourceClient source;
    private final ChangeStreams streams;

    StartPlaces(SourceClient source, ChangeStreams streams) {
        this.source = source;
        this.streams = streams;
    }

    /**
     * Asks the deployment for the place.
     *
     * @throws MongoException when it does not answer
     */
    ResumeToken find(StartAt start, Deployment deployment) throws SourceException {
        if (start instanceof StartAt.Token given) {
            return given.token();
        }
        if (start instanceof StartAt.Time time) {
            return streams.beginning(beginOf(time.instant()));
        }
        return streams.beginning(start instanceof StartAt.Earliest ? oldest(deployment) : null);
    }

    /** The first timestamp of a second; they are counted from 1. */
    private static BsonTimestamp beginOf(Instant instant) throws SourceException {
        if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.now())) {
            throw new SourceException(Kind.UNREADABLE, "start-at %s is not a time that has been".formatted(instant));
        }
        return new BsonTimestamp((int) instant.getEpochSecond(), 1);
    }

    /** When the oldest operation happened that the oplog holds. */
    private BsonTimestamp oldest(Deployment deployment) throws SourceException {
        if (deployment.isSharded()) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s is a sharded cluster, whose oldest change cannot be asked for: set 'start-at' to a time instead of 'earliest'"
                            .formatted(source.address()));
        }
        BsonDocument first = source.databases()
                .getMongoDatabase(OPLOG_DATABASE)
                .getCollection(OPLOG, BsonDocument.class)
                .find()
                .sort(Sorts.ascending("$natural"))
                .first();
        if (first == null) {
            throw new SourceException(
                    Kind.UNREADABLE,
                    "%s shows no oplog; set 'start-at' to a time instead of 'earliest'".formatted(source.address()));
        }
        return first.getTimestamp("ts");
    }
}
