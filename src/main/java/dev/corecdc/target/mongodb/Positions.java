package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import dev.corecdc.target.PositionText;
import java.time.Instant;
import java.util.Objects;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * A document for each service, processor and target, with the place up to which the target has the changes, as {@link PositionText} writes it.
 *
 * <p>Each write counts up the version of its document, and changes only the one that it knows; so of two services that think the document
 * theirs, one fails.
 */
final class Positions {

    private final MongoCollection<BsonDocument> collection;
    private final String service;
    private final String target;

    Positions(MongoCollection<BsonDocument> collection, String service, String target) {
        this.collection = collection.withWriteConcern(WriteConcern.MAJORITY).withReadConcern(ReadConcern.MAJORITY);
        this.service = service;
        this.target = target;
    }

    /**
     * What is saved of a processor.
     *
     * @param writer who wrote it
     * @param content empty before the first
     */
    record Saved(long version, String writer, String content, Instant savedAt) {}

    MongoNamespace namespace() {
        return collection.getNamespace();
    }

    /**
     * The document of a processor, made where there is none, and counted up, so that nobody else's write succeeds any more. Waits for one that is under
     * way.
     */
    Saved claim(String processor, String writer) {
        BsonDocument claimed = collection.findOneAndUpdate(
                Write.byId(id(processor)),
                Updates.combine(
                        Updates.inc("version", 1L),
                        Updates.set("writer", writer),
                        Updates.setOnInsert("content", ""),
                        Updates.setOnInsert("savedAt", new BsonDateTime(now()))),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return saved(Objects.requireNonNull(claimed));
    }

    @Nullable
    Saved read(String processor) {
        BsonDocument found = collection.find(Write.byId(id(processor))).first();
        return found == null ? null : saved(found);
    }

    /** Writes the document after that of a version; whether that one was still there. */
    boolean write(ClientSession session, String processor, long version, String writer, String content) {
        BsonDocument filter = Write.byId(id(processor)).append("version", new BsonInt64(version));
        return collection
                        .updateOne(
                                session,
                                filter,
                                Updates.combine(
                                        Updates.inc("version", 1L),
                                        Updates.set("writer", writer),
                                        Updates.set("content", content),
                                        Updates.set("savedAt", new BsonDateTime(now()))))
                        .getMatchedCount()
                == 1;
    }

    private BsonDocument id(String processor) {
        return new BsonDocument("service", new BsonString(service))
                .append("processor", new BsonString(processor))
                .append("target", new BsonString(target));
    }

    private static Saved saved(BsonDocument document) {
        return new Saved(
                document.getNumber("version").longValue(),
                document.getString("writer").getValue(),
                document.getString("content").getValue(),
                Instant.ofEpochMilli(document.getDateTime("savedAt").getValue()));
    }

    private static long now() {
        return Instant.now().toEpochMilli();
    }
}
