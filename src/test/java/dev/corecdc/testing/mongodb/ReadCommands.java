package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** The commands that read, left to the store. What they give is copied: documents change while an answer is on its way. */
final class ReadCommands {

    private static final int FIRST_BATCH_SIZE = 101;
    private static final int NEXT_BATCH_SIZE = 10_000;

    private final DocumentStore store;
    private final OplogView oplog;

    ReadCommands(DocumentStore store, OplogView oplog) {
        this.store = store;
        this.oplog = oplog;
    }

    Document find(Command command) {
        if (command.database().equals("local") && "oplog.rs".equals(command.argument())) {
            return oplog.find(command.body());
        }
        Document body = command.body().clone();
        body.putIfAbsent("batchSize", FIRST_BATCH_SIZE);
        if (Fields.isTrue(body, "singleBatch") && Fields.number(body, "limit", 0) == 0) {
            body.put("limit", body.get("batchSize"));
        }
        return call(command.with(body), "find");
    }

    Document getMore(Command command) {
        Document body = command.body().clone();
        body.putIfAbsent("batchSize", NEXT_BATCH_SIZE);
        return call(command.with(body), "getMore");
    }

    Document aggregate(Command command) {
        Document body = command.body().clone();
        List<Document> stages = new ArrayList<>();
        Fields.documents(body, "pipeline").forEach(stage -> stages.add(Stages.known(stage)));
        body.put("pipeline", stages);
        body.put("cursor", new Document());
        return call(command.with(body), "aggregate");
    }

    Document other(Command command) {
        return call(command, command.body().keySet().iterator().next());
    }

    private Document call(Command command, String name) {
        Document reply = store.run(command, name, command.body());
        if (reply.get("cursor") instanceof Document cursor) {
            copyBatch(cursor, "firstBatch");
            copyBatch(cursor, "nextBatch");
        }
        return reply;
    }

    private static void copyBatch(Document cursor, String name) {
        if (cursor.get(name) instanceof Iterable<?> batch) {
            List<Object> copy = new ArrayList<>();
            batch.forEach(document -> copy.add(((Document) document).clone()));
            cursor.put(name, copy);
        }
    }

    /** The options and ids of collections, which the store itself does not tell. */
    Document listCollections(Command command) {
        Document reply = call(command, "listCollections");
        Document filter = Fields.documentOrEmpty(command.body(), "filter");
        Document cursor = Fields.documentOrEmpty(reply, "cursor");
        List<Document> described = new ArrayList<>();
        for (Document description : Fields.documents(cursor, "firstBatch")) {
            StoredCollection collection =
                    store.collection(new Namespace(command.database(), String.valueOf(description.get("name"))));
            if (collection != null
                    && new de.bwaldvogel.mongo.backend.DefaultQueryMatcher().matches(description, filter)) {
                if (collection.imagesKept()) {
                    description.put(
                            "options", new Document("changeStreamPreAndPostImages", new Document("enabled", true)));
                }
                description.put("info", new Document("readOnly", false).append("uuid", collection.getUuid()));
                described.add(description);
            }
        }
        cursor.put("firstBatch", described);
        return reply;
    }
}
