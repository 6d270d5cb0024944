package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Shows an entry of the log as the change event that one stream sees: fields, their order and their absence as the server's. */
final class EventView {

    private static final BinData NOBODY = new BinData(sha256OfNothing());

    private final DocumentStore store;
    private final ServerVersion version;
    private final ChangeStreamSpec spec;

    EventView(DocumentStore store, ServerVersion version, ChangeStreamSpec spec) {
        this.store = store;
        this.version = version;
        this.spec = spec;
    }

    /**
     * @throws CommandFailure if an image is required that is not there
     */
    Document of(LogEntry entry) {
        if (entry.event() instanceof LoggedEvent.Recorded recorded) {
            return recorded.event();
        }
        if (entry.event() instanceof LoggedEvent.StructureChanged change) {
            return structureChanged(entry, change);
        }
        return documentWritten(entry, (LoggedEvent.DocumentWritten) entry.event());
    }

    Document invalidationAfter(LogEntry entry) {
        Document event = new Document("_id", entry.token().ofInvalidation(true).toDocument())
                .append("operationType", "invalidate")
                .append("clusterTime", entry.time());
        return version.isAtLeast(6, 0) ? event.append("wallTime", entry.wallTime()) : event;
    }

    private Document start(LogEntry entry, String type, @Nullable Object collectionId) {
        Document event = new Document("_id", entry.token().toDocument())
                .append("operationType", type)
                .append("clusterTime", entry.time());
        if (spec.showExpandedEvents() && collectionId != null) {
            event.append("collectionUUID", collectionId);
        }
        if (version.isAtLeast(6, 0)) {
            event.append("wallTime", entry.wallTime());
        }
        TransactionId transaction = entry.transaction();
        if (transaction != null) {
            event.append("txnNumber", transaction.number())
                    .append("lsid", transaction.session().clone().append("uid", NOBODY));
        }
        return event;
    }

    private Document structureChanged(LogEntry entry, LoggedEvent.StructureChanged change) {
        Document event = start(entry, change.type(), change.id());
        Document namespace = new Document("db", change.database());
        if (change.collection() != null) {
            namespace.append("coll", change.collection());
        }
        event.append("ns", namespace);
        if (change.to() != null) {
            event.append("to", change.to().toDocument());
        }
        if (spec.showExpandedEvents() && change.description() != null) {
            event.append("operationDescription", change.description());
        }
        if (spec.showExpandedEvents() && change.stateBefore() != null) {
            event.append("stateBeforeChange", change.stateBefore());
        }
        if (spec.showExpandedEvents() && change.type().equals("create") && version.isAtLeast(8, 1)) {
            event.append("nsType", "collection");
        }
        return event;
    }

    private Document documentWritten(LogEntry entry, LoggedEvent.DocumentWritten written) {
        DocumentWrite write = written.write();
        String type = write.type();
        Document event = start(entry, type, write.collection());
        if (type.equals("insert") || type.equals("replace")) {
            event.append("fullDocument", write.after());
        }
        event.append("ns", write.namespace().toDocument()).append("documentKey", write.key());
        if (type.equals("update")) {
            boolean paths = spec.showExpandedEvents() && version.hasDisambiguatedPaths();
            event.append("updateDescription", UpdateDescription.of(write, paths));
            addPostImage(event, written);
        }
        if (!type.equals("insert") && !spec.beforeChange().equals("off")) {
            addPreImage(event, written);
        }
        return event;
    }

    private void addPostImage(Document event, LoggedEvent.DocumentWritten written) {
        DocumentWrite write = written.write();
        switch (spec.fullDocument()) {
            case "updateLookup" -> {
                Document now = store.find(write.namespace(), write.collection(), write.id());
                event.append("fullDocument", now == null ? null : now.clone());
            }
            case "whenAvailable" -> event.append("fullDocument", written.imagesKept() ? write.after() : null);
            case "required" -> {
                if (!written.imagesKept()) {
                    throw missing("post-image", "all update events", event);
                }
                event.append("fullDocument", write.after());
            }
            default -> {
                // An update's event has no document unless the stream asks for it.
            }
        }
    }

    private void addPreImage(Document event, LoggedEvent.DocumentWritten written) {
        if (!written.imagesKept() && spec.beforeChange().equals("required")) {
            throw missing("pre-image", "all update, delete and replace events", event);
        }
        event.append(
                "fullDocumentBeforeChange",
                written.imagesKept() ? written.write().before() : null);
    }

    private static CommandFailure missing(String image, String events, Document event) {
        return ServerError.NO_MATCHING_DOCUMENT.because("Change stream was configured to require a " + image + " for "
                + events + ", but the " + image + " was not found for event: " + event);
    }

    /** What the server names in place of the user's name where nobody is logged in. */
    private static byte[] sha256OfNothing() {
        try {
            return MessageDigest.getInstance("SHA-256").digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
