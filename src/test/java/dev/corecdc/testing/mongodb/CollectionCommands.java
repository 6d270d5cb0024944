package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The commands that make, change and remove collections, indexes and databases; each goes to the log. */
final class CollectionCommands {

    private static final String IMAGES = "changeStreamPreAndPostImages";

    private final DocumentStore store;
    private final ChangeLog log;
    private Document creationOptions = new Document();

    CollectionCommands(DocumentStore store, ChangeLog log) {
        this.store = store;
        this.log = log;
        store.onCreation(this::created);
    }

    private void created(StoredCollection collection) {
        Document idIndex =
                new Document("v", 2).append("key", new Document("_id", 1)).append("name", "_id_");
        append("create", collection, creationOptions.clone().append("idIndex", idIndex), null);
    }

    /** Logs an event that only streams with expanded events show. */
    private void append(
            String type, StoredCollection collection, Document description, @Nullable Document stateBefore) {
        Namespace namespace = collection.namespace();
        log.append(new LoggedEvent.StructureChanged(
                type,
                namespace.database(),
                namespace.collection(),
                collection.getUuid(),
                true,
                description,
                stateBefore,
                null));
    }

    private void appendDrop(StoredCollection collection) {
        Namespace namespace = collection.namespace();
        log.append(new LoggedEvent.StructureChanged(
                "drop", namespace.database(), namespace.collection(), collection.getUuid(), false, null, null, null));
    }

    Document create(Command command) {
        creationOptions = ownFields(command);
        creationOptions.values().removeIf(Boolean.FALSE::equals);
        try {
            Document reply = call(command);
            keepImages(command, store.requireCollection(command.namespace()));
            return reply;
        } finally {
            creationOptions = new Document();
        }
    }

    private static void keepImages(Command command, StoredCollection collection) {
        Document images = Fields.document(command.body(), IMAGES);
        if (images != null) {
            collection.keepImages(Fields.isTrue(images, "enabled"));
        }
    }

    /** What a command says beside its name and what any command may say. */
    private static Document ownFields(Command command) {
        Document fields = new Document();
        command.body().entrySet().stream()
                .skip(1)
                .filter(field -> !Command.isGeneric(field.getKey()))
                .forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    Document collMod(Command command) {
        StoredCollection collection = store.requireCollection(command.namespace());
        Document options = collection.options();
        keepImages(command, collection);
        append("modify", collection, ownFields(command), new Document("collectionOptions", options));
        return new Document("ok", 1.0);
    }

    Document createIndexes(Command command) {
        Namespace namespace = command.namespace();
        StoredCollection existing = store.collection(namespace);
        List<Document> wanted = Fields.documents(command.body(), "indexes");
        List<Document> fresh = wanted.stream()
                .filter(index -> existing == null
                        || existing.getIndexes().stream()
                                .noneMatch(other -> other.getName().equals(index.get("name"))))
                .map(CollectionCommands::indexDescription)
                .toList();
        Document reply = call(command);
        reply.append("createdCollectionAutomatically", existing == null);
        if (!fresh.isEmpty()) {
            append("createIndexes", store.requireCollection(namespace), new Document("indexes", fresh), null);
        }
        return reply;
    }

    private static Document indexDescription(Document index) {
        Document description =
                new Document("v", 2).append("key", index.get("key")).append("name", index.get("name"));
        description.putAll(index);
        description.remove("ns");
        return description;
    }

    Document dropIndexes(Command command) {
        StoredCollection collection = store.requireCollection(command.namespace());
        List<Document> before = indexes(command, collection);
        Document reply = call(command);
        List<Document> after = indexes(command, collection);
        for (Document index : before) {
            if (!after.contains(index)) {
                append("dropIndexes", collection, new Document("indexes", List.of(index)), null);
            }
        }
        return reply.append("nIndexesWas", before.size());
    }

    private List<Document> indexes(Command command, StoredCollection collection) {
        return list(command, new Document("listIndexes", collection.getCollectionName())).stream()
                .map(CollectionCommands::indexDescription)
                .toList();
    }

    private List<StoredCollection> collections(Command command) {
        return list(command, new Document("listCollections", 1)).stream()
                .map(description -> new Namespace(command.database(), String.valueOf(description.get("name"))))
                .map(store::collection)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Document> list(Command command, Document body) {
        Document reply = store.run(command, body.keySet().iterator().next(), body);
        return Fields.documents(Fields.documentOrEmpty(reply, "cursor"), "firstBatch");
    }

    Document drop(Command command) {
        StoredCollection collection = store.collection(command.namespace());
        if (collection == null) {
            return new Document("ok", 1.0);
        }
        Document reply = call(command);
        appendDrop(collection);
        return reply;
    }

    Document dropDatabase(Command command) {
        String database = command.database();
        List<StoredCollection> collections = collections(command);
        Document reply = call(command);
        collections.forEach(this::appendDrop);
        log.append(new LoggedEvent.StructureChanged("dropDatabase", database, null, null, false, null, null, null));
        return reply;
    }

    Document renameCollection(Command command) {
        Namespace from = Namespace.parse(String.valueOf(command.argument()));
        Namespace to = Namespace.parse(String.valueOf(command.body().get("to")));
        UUID id = store.requireCollection(from).getUuid();
        StoredCollection target = store.collection(to);
        Document reply = call(command);
        Document description = new Document("to", to.toDocument());
        if (target != null) {
            description.append("dropTarget", target.getUuid());
        }
        log.append(new LoggedEvent.StructureChanged(
                "rename", from.database(), from.collection(), id, false, description, null, to));
        return reply;
    }

    private Document call(Command command) {
        return store.run(command, command.body().keySet().iterator().next(), command.body());
    }
}
