package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A collection that tells a {@link WriteRecorder} what happens to its documents. The store replaces the values of a document
 * and never changes them in place, so that a shallow copy of a document is an image of it.
 */
final class StoredCollection extends MemoryCollection {

    private final WriteRecorder recorder;
    private boolean imagesKept;

    StoredCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors,
            WriteRecorder recorder) {
        super(database, name, options, cursors);
        this.recorder = recorder;
    }

    Namespace namespace() {
        return new Namespace(getDatabaseName(), getCollectionName());
    }

    /** Whether {@code changeStreamPreAndPostImages} is enabled. */
    boolean imagesKept() {
        return imagesKept;
    }

    void keepImages(boolean keep) {
        imagesKept = keep;
    }

    /** What {@code listCollections} and the log tell of it, its id among it. */
    Document options() {
        Document options = new Document("uuid", getUuid());
        return imagesKept ? options.append("changeStreamPreAndPostImages", new Document("enabled", true)) : options;
    }

    /** The document of this id as it stands in the store, or null. */
    @Nullable
    Document find(@Nullable Object id) {
        Iterator<Document> found = handleQuery(new Document("_id", id)).iterator();
        return found.hasNext() ? found.next() : null;
    }

    /** Puts a document in the place of one with the same id. */
    void replace(Document document) {
        updateDocuments(
                new Document("_id", document.get("_id")),
                document,
                ArrayFilters.empty(),
                false,
                false,
                NoopOplog.get());
    }

    /** Finds by {@code _id} also where the query asks for more than that, for which the store would look at every document. */
    @Override
    protected QueryResult queryDocuments(
            Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        Document byId = idOnly(query);
        if (byId == null) {
            return super.queryDocuments(query, orderBy, skip, limit, batchSize, projection);
        }
        List<Document> candidates =
                super.queryDocuments(byId, null, 0, 0, 0, null).collectDocuments();
        return matchDocumentsFromStream(candidates.stream(), query, orderBy, skip, limit, batchSize, projection);
    }

    /** What a query asks of {@code _id}, if that is to be one value; also within an {@code $and}, as drivers write it. */
    private static @Nullable Document idOnly(Document query) {
        Object id = query.get("_id");
        if (id instanceof Document expression && expression.size() == 1 && expression.containsKey("$eq")) {
            id = expression.get("$eq");
        }
        if (id != null && isPlain(id)) {
            return new Document("_id", id);
        }
        return query.get("$and") instanceof List<?> parts
                ? parts.stream()
                        .map(part -> part instanceof Document inner ? idOnly(inner) : null)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static boolean isPlain(Object id) {
        return !(id instanceof BsonRegularExpression)
                && !(id instanceof Document expression
                        && expression.keySet().stream().anyMatch(key -> key.startsWith("$")));
    }

    @Override
    public synchronized void addDocument(Document document) {
        super.addDocument(document);
        recorder.inserted(this, document);
    }

    @Override
    public synchronized void removeDocument(Document document) {
        super.removeDocument(document);
        recorder.deleted(this, document);
    }

    @Override
    protected void handleUpdate(Integer position, Document oldDocument, Document newDocument) {
        recorder.updated(this, oldDocument, newDocument);
    }

    /** Sizes are of no use here, and the store cannot tell those of all BSON types. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }
}
