package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.util.List;
import java.util.Set;

/** An update whose change is a pipeline of stages, which the store itself does not have. */
final class PipelineUpdate {

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
        Aggregation change = compile(Fields.documents(statement, "u"));
        StoredCollection collection = store.collection(namespace);
        int matched = 0;
        int modified = 0;
        if (collection != null) {
            int limit = Fields.isTrue(statement, "multi") ? 0 : 1;
            for (Document found : collection.handleQuery(filter, 0, limit).collectDocuments()) {
                matched++;
                Document changed = Stages.apply(change, found).get(0);
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
        base.putIfAbsent("_id", new ObjectId());
        Document created = Stages.apply(change, base).get(0);
        StoredCollection collection = store.collection(namespace);
        if (collection == null) {
            store.resolveDatabase(namespace.database()).createCollectionOrThrowIfExists(namespace.collection());
            collection = store.requireCollection(namespace);
        }
        collection.addDocument(created);
        return new Document("_id", created.get("_id"));
    }

    private Aggregation compile(List<Document> stages) {
        for (Document stage : stages) {
            String name = stage.keySet().stream().findFirst().orElse("");
            if (!STAGES.contains(name)) {
                throw ServerError.INVALID_OPTIONS.because(name + " is not allowed to be used within an update");
            }
        }
        return Stages.compile(store, namespace.database(), stages);
    }
}
