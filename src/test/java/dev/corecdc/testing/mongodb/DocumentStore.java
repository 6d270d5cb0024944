package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The documents: mongo-java-server's store in memory, which tells what is written to it and can take it back. */
final class DocumentStore extends MemoryBackend {

    private static final Set<String> ON_COLLECTIONS = Set.of(
            "find",
            "insert",
            "update",
            "delete",
            "aggregate",
            "count",
            "distinct",
            "create",
            "createindexes",
            "dropindexes",
            "drop",
            "listcollections",
            "listindexes");

    private final WriteRecorder recorder = new WriteRecorder();
    private Consumer<StoredCollection> creations = collection -> {};

    WriteRecorder recorder() {
        return recorder;
    }

    /** Calls this for every collection that comes into being, whether it was asked for or made by a first insert. */
    void onCreation(Consumer<StoredCollection> listener) {
        creations = listener;
    }

    /** Runs a command that mongo-java-server knows; on collections of {@code admin}, too, which it refuses. */
    Document run(Command command, String name, Document body) {
        String database = command.database();
        if (database.equals("admin") && ON_COLLECTIONS.contains(name.toLowerCase(Locale.ROOT))) {
            return resolveDatabase(database)
                    .handleCommand(command.origin().channel(), name, body, this::resolveDatabase, oplog);
        }
        return handleCommand(command.origin().channel(), database, name, body);
    }

    @Nullable
    StoredCollection collection(Namespace namespace) {
        MongoCollection<?> found =
                resolveDatabase(namespace.database()).resolveCollection(namespace.collection(), false);
        return found instanceof StoredCollection stored ? stored : null;
    }

    StoredCollection requireCollection(Namespace namespace) {
        StoredCollection found = collection(namespace);
        if (found == null) {
            throw ServerError.NAMESPACE_NOT_FOUND.because("ns does not exist: " + namespace);
        }
        return found;
    }

    /** A document as it is now, or null when it or its collection is gone. */
    @Nullable
    Document find(Namespace namespace, @Nullable UUID collection, @Nullable Object id) {
        StoredCollection found = collection(namespace);
        return found == null || (collection != null && !collection.equals(found.getUuid())) ? null : found.find(id);
    }

    /** The first document, in an order if one is given, that a filter finds; null if there is none. */
    @Nullable
    Document findFirst(Namespace namespace, Document filter, @Nullable Document order) {
        StoredCollection found = collection(namespace);
        if (found == null) {
            return null;
        }
        Document query = new Document("$query", filter).append("$orderby", order);
        List<Document> documents = found.handleQuery(query, 0, 1).collectDocuments();
        return documents.isEmpty() ? null : documents.get(0);
    }

    /** Does again what was recorded. */
    void apply(List<DocumentWrite> writes) {
        for (DocumentWrite write : writes) {
            put(write, write.before(), write.after());
        }
    }

    /** Takes back what was recorded, the last first. */
    void revert(List<DocumentWrite> writes) {
        for (int i = writes.size() - 1; i >= 0; i--) {
            DocumentWrite write = writes.get(i);
            put(write, write.after(), write.before());
        }
    }

    private void put(DocumentWrite write, @Nullable Document from, @Nullable Document to) {
        StoredCollection collection = collection(write.namespace());
        if (collection == null || !collection.getUuid().equals(write.collection())) {
            return;
        }
        if (to == null && from != null) {
            Document found = collection.find(from.get("_id"));
            if (found != null) {
                collection.removeDocument(found);
            }
        } else if (from == null && to != null) {
            collection.addDocument(to.clone());
        } else if (to != null) {
            collection.replace(to);
        }
    }

    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
        return new StoredDatabase(name, getCursorRegistry());
    }

    private final class StoredDatabase extends MemoryDatabase {

        StoredDatabase(String name, CursorRegistry cursors) {
            super(name, cursors);
        }

        @Override
        protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
            if (name.startsWith("system.")) {
                return super.openOrCreateCollection(name, options);
            }
            StoredCollection collection = new StoredCollection(this, name, options, cursorRegistry, recorder);
            creations.accept(collection);
            return collection;
        }
    }
}
