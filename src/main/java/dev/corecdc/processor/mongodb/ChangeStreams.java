package dev.corecdc.processor.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Opens change streams on what the settings name: the cluster, a database or a collection. Safe for use by several threads. */
final class ChangeStreams {

    private final SourceClient source;
    private final MongoSettings settings;
    private final EventPipeline pipeline;

    ChangeStreams(SourceClient source, MongoSettings settings, EventPipeline pipeline) {
        this.source = source;
        this.settings = settings;
        this.pipeline = pipeline;
    }

    /** Opens the stream of all wanted events after {@code token}, which may be that of an invalidation. */
    MongoChangeStreamCursor<RawBsonDocument> after(ResumeToken token, Deployment deployment) {
        return open(stream(deployment, pipeline.stages(deployment.splitsLargeEvents()))
                .startAfter(token.toBson())
                .batchSize(settings.batchSize()));
    }

    /** Opens a stream of what the events after {@code token} are about, without their documents. */
    MongoChangeStreamCursor<RawBsonDocument> headsAfter(ResumeToken token) {
        return open(watch(pipeline.headStages()).startAfter(token.toBson()));
    }

    /**
     * Where the stream begins.
     *
     * @param time with the first event at or after it; null for after the last event
     * @throws IllegalArgumentException when the server does not say
     */
    ResumeToken beginning(@Nullable BsonTimestamp time) {
        BsonDocument stage = new BsonDocument();
        if (settings.database() == null) {
            stage.append("allChangesForCluster", BsonBoolean.TRUE);
        }
        if (time != null) {
            stage.append("startAtOperationTime", time);
        }
        String collection = settings.collection();
        // An empty first batch names the beginning. The driver's cursor names a place only after it has read on.
        BsonDocument command = new BsonDocument(
                        "aggregate", collection == null ? new BsonInt32(1) : new BsonString(collection))
                .append("pipeline", new BsonArray(List.of(new BsonDocument("$changeStream", stage))))
                .append("cursor", new BsonDocument("batchSize", new BsonInt32(0)));
        MongoDatabase database = source.databases().getMongoDatabase();
        BsonDocument cursor = database.runCommand(command, BsonDocument.class).getDocument("cursor");
        MongoNamespace namespace = new MongoNamespace(cursor.getString("ns").getValue());
        database.runCommand(new BsonDocument("killCursors", new BsonString(namespace.getCollectionName()))
                .append("cursors", new BsonArray(List.of(cursor.getInt64("id")))));
        return ResumeToken.of(cursor.getDocument("postBatchResumeToken", new BsonDocument()));
    }

    private ChangeStreamIterable<RawBsonDocument> stream(Deployment deployment, List<Bson> stages) {
        ChangeStreamIterable<RawBsonDocument> stream = watch(stages)
                .fullDocument(settings.fullDocument().option())
                .fullDocumentBeforeChange(settings.fullDocumentBeforeChange().option())
                .maxAwaitTime(settings.maxAwaitTime().toMillis(), TimeUnit.MILLISECONDS);
        return settings.showExpandedEvents() && deployment.hasExpandedEvents()
                ? stream.showExpandedEvents(true)
                : stream;
    }

    private ChangeStreamIterable<RawBsonDocument> watch(List<Bson> stages) {
        if (settings.database() == null) {
            return source.client().watch(stages, RawBsonDocument.class);
        }
        MongoDatabase database = source.databases().getMongoDatabase();
        String collection = settings.collection();
        return collection == null
                ? database.watch(stages, RawBsonDocument.class)
                : database.getCollection(collection).watch(stages, RawBsonDocument.class);
    }

    /** The events as they were sent; the driver decodes them only with the codec of a document class. */
    private static MongoChangeStreamCursor<RawBsonDocument> open(ChangeStreamIterable<RawBsonDocument> stream) {
        return (MongoChangeStreamCursor<RawBsonDocument>)
                stream.withDocumentClass(RawBsonDocument.class).cursor();
    }
}
