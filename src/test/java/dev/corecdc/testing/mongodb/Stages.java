package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes pipelines for the aggregation of mongo-java-server, which knows some stages by their older names and shapes only. */
final class Stages {

    private Stages() {}

    static Aggregation compile(DocumentStore store, String database, List<Document> stages) {
        return Aggregation.fromPipeline(
                stages.stream().map(Stages::known).toList(),
                store::resolveDatabase,
                store.resolveDatabase(database),
                null,
                NoopOplog.get());
    }

    /** The stage as the aggregation knows it. */
    static Document known(Document stage) {
        if (stage.size() != 1) {
            return stage;
        }
        Map.Entry<String, Object> only = stage.entrySet().iterator().next();
        return switch (only.getKey()) {
            case "$set", "$addFields" ->
                new Document(
                        "$addFields", only.getValue() instanceof Document fields ? nested(fields) : only.getValue());
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", only.getValue()));
            default -> stage;
        };
    }

    /** Dotted names as documents within documents. */
    private static Document nested(Document fields) {
        Document result = new Document();
        fields.forEach((name, value) -> {
            Document target = result;
            String[] path = name.split("\\.", -1);
            for (int i = 0; i < path.length - 1; i++) {
                target = (Document) target.computeIfAbsent(path[i], part -> new Document());
            }
            target.put(path[path.length - 1], value);
        });
        return result;
    }

    /** What one document becomes; the document itself stays as it is. */
    static List<Document> apply(Aggregation pipeline, Document document) {
        return pipeline.runStages(Stream.of(document.cloneDeeply()));
    }
}
