package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An update whose change is a pipeline of stages, which the store itself does not have. */
final class PipelineUpdate {

    private static final Map<String, String> SAME_STAGES = Map.of("$set", "$addFields", "$replaceWith", "$replaceRoot");
    private static final Set<String> STAGES =
            Set.of("$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith");

    private final DocumentStore store;
    private final Namespace namespace;

    PipelineUpdate(DocumentStore store, Namespace namespace) {
        this.store = store;
        this.namespace = namespace;
    }

    WriteStatement.Result run(Document statement) {
        Document filter = Fields.documentOrEmpty(statement, "q");
        Aggregation change = aggregation(store, namespace, Fields.documents(statement, "u"));
        StoredCollection collection = store.collection(namespace);
        int matched = 0;
        int modified = 0;
        if (collection != null) {
            int limit = Fields.isTrue(statement, "multi") ? 0 : 1;
            for (Document found : collection.handleQuery(filter, 0, limit).collectDocuments()) {
                matched++;
                Document changed = apply(change, found);
                if (!changed.equals(found)) {
                    collection.replace(changed);
                    modified++;
                }
            }
        }
        Document upserted = matched == 0 && Fields.isTrue(statement, "upsert") ? upsert(filter, change) : null;
        return new WriteStatement.Result(upserted == null ? matched : 1, modified, upserted, null);
    }

    private Document upsert(Document filter, Aggregation change) {
        Document base = new Document();
        filter.forEach((name, value) -> {
            if (!name.startsWith("$") && !name.contains(".") && !(value instanceof Document)) {
                base.put(name, value);
            }
        });
        base.putIfAbsent("_id", new de.bwaldvogel.mongo.bson.ObjectId());
        Document created = apply(change, base);
        StoredCollection collection = store.collection(namespace);
        if (collection == null) {
            store.resolveDatabase(namespace.database()).createCollectionOrThrowIfExists(namespace.collection());
            collection = store.requireCollection(namespace);
        }
        collection.addDocument(created);
        return new Document("_id", created.get("_id"));
    }

    static Document apply(Aggregation change, Document document) {
        List<Document> changed = change.runStages(Stream.of(document.cloneDeeply()));
        return changed.get(0);
    }

    /** The stages as the store's aggregation knows them, under their older names. */
    static Aggregation aggregation(DocumentStore store, @Nullable Namespace namespace, List<Document> stages) {
        List<Document> known = new ArrayList<>();
        for (Document stage : stages) {
            String name = stage.keySet().stream().findFirst().orElse("");
            if (!STAGES.contains(name)) {
                throw ServerError.INVALID_OPTIONS.because(name + " is not allowed to be used within an update");
            }
            known.add(modern(stage));
        }
        return Aggregation.fromPipeline(
                known,
                store::resolveDatabase,
                store.resolveDatabase(namespace == null ? "admin" : namespace.database()),
                null,
                de.bwaldvogel.mongo.oplog.NoopOplog.get());
    }

    /** A stage under the name that the store's aggregation has for it. */
    static Document modern(Document stage) {
        Map.Entry<String, Object> only = stage.entrySet().iterator().next();
        String name = SAME_STAGES.getOrDefault(only.getKey(), only.getKey());
        Object argument =
                only.getKey().equals("$replaceWith") ? new Document("newRoot", only.getValue()) : only.getValue();
        return new Document(name, argument);
    }
}
