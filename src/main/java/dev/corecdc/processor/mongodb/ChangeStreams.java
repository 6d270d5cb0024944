package dev.corecdc.processor.mongodb;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoChangeStreamCursor;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

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
     * Opens the stream only to learn where it would begin.
     *
     * @param start says where to begin; unchanged, after the last event
     * @throws IllegalStateException when the server does not say
     */
    ResumeToken beginning(UnaryOperator<ChangeStreamIterable<RawBsonDocument>> start, Deployment deployment) {
        ChangeStreamIterable<RawBsonDocument> stream = stream(
                        deployment, pipeline.stages(deployment.splitsLargeEvents()))
                .batchSize(0);
        try (MongoChangeStreamCursor<RawBsonDocument> cursor = open(start.apply(stream))) {
            BsonDocument token = cursor.getResumeToken();
            if (token == null) {
                throw new IllegalStateException("the server names no place in its change stream");
            }
            return ResumeToken.of(token);
        }
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
