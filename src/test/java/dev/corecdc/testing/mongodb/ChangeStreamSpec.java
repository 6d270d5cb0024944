package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code aggregate} with {@code $changeStream} asks for.
 *
 * @param database null for the whole cluster
 * @param collection null for a whole database or the whole cluster
 * @param fullDocument default, updateLookup, whenAvailable or required
 * @param beforeChange off, whenAvailable or required
 * @param start where to begin, null for now
 * @param stages the stages that follow
 */
record ChangeStreamSpec(
        @Nullable String database,
        @Nullable String collection,
        String fullDocument,
        String beforeChange,
        boolean showExpandedEvents,
        @Nullable Start start,
        List<Document> stages) {

    private static final Set<String> OPTIONS = Set.of(
            "fullDocument",
            "fullDocumentBeforeChange",
            "resumeAfter",
            "startAfter",
            "startAtOperationTime",
            "allChangesForCluster",
            "showExpandedEvents");
    private static final int ONE_START_ONLY = 40674;
    private static final int UNKNOWN_FIELD = 40415;

    /** Where a stream begins: after a token's event, or at a time. */
    sealed interface Start {
        record After(ResumeToken token) implements Start {}

        record At(BsonTimestamp time) implements Start {}
    }

    static ChangeStreamSpec of(Command command, ServerVersion version) {
        List<Document> pipeline = Fields.documents(command.body(), "pipeline");
        Document options = Fields.documentOrEmpty(pipeline.get(0), "$changeStream");
        for (String option : options.keySet()) {
            if (!OPTIONS.contains(option) || (option.equals("showExpandedEvents") && !version.isAtLeast(6, 0))) {
                throw CommandFailure.numbered(
                        UNKNOWN_FIELD, "BSON field '$changeStream." + option + "' is an unknown field.");
            }
        }
        boolean cluster = Fields.isTrue(options, "allChangesForCluster");
        String collection = command.argument() instanceof String name ? name : null;
        checkScope(command.database(), collection, cluster);
        Set<String> images = version.isAtLeast(6, 0) ? Set.of("whenAvailable", "required") : Set.of();
        return new ChangeStreamSpec(
                cluster ? null : command.database(),
                collection,
                mode(options, "fullDocument", "default", "updateLookup", images),
                mode(options, "fullDocumentBeforeChange", "off", "off", images),
                Fields.isTrue(options, "showExpandedEvents"),
                start(options, collection),
                List.copyOf(pipeline.subList(1, pipeline.size())));
    }

    private static void checkScope(String database, @Nullable String collection, boolean cluster) {
        if (cluster && (!database.equals("admin") || collection != null)) {
            throw ServerError.INVALID_OPTIONS.because(
                    "A $changeStream with 'allChangesForCluster:true' may only be opened"
                            + " on the 'admin' database, and with no collection name; found " + database
                            + (collection == null ? "" : "." + collection));
        }
        if (!cluster && Namespace.isInternal(database)) {
            throw ServerError.INVALID_NAMESPACE.because(
                    "$changeStream may not be opened on the internal " + database + " database");
        }
        if (collection != null && collection.startsWith("system.")) {
            throw ServerError.INVALID_NAMESPACE.because(
                    "$changeStream may not be opened on the internal " + database + "." + collection + " collection");
        }
    }

    private static String mode(Document options, String name, String standard, String other, Set<String> images) {
        String mode = Fields.text(options, name);
        if (mode == null) {
            return standard;
        }
        if (!mode.equals(standard) && !mode.equals(other) && !images.contains(mode)) {
            throw ServerError.BAD_VALUE.because(
                    "Enumeration value '" + mode + "' for field '$changeStream." + name + "' is not a valid value.");
        }
        return mode;
    }

    private static @Nullable Start start(Document options, @Nullable String collection) {
        Document resumeAfter = Fields.document(options, "resumeAfter");
        Document startAfter = Fields.document(options, "startAfter");
        Object startAt = options.get("startAtOperationTime");
        if ((resumeAfter == null ? 0 : 1) + (startAfter == null ? 0 : 1) + (startAt == null ? 0 : 1) > 1) {
            throw CommandFailure.numbered(
                    ONE_START_ONLY, "Only one type of resume option is allowed, but multiple were found");
        }
        Document after = resumeAfter == null ? startAfter : resumeAfter;
        if (after != null) {
            ResumeToken token = ResumeToken.parse(after);
            if (resumeAfter != null && token.isOfInvalidation()) {
                throw ServerError.INVALID_RESUME_TOKEN.because(
                        "Attempting to resume a change stream using 'resumeAfter'"
                                + " is not allowed from an invalidate notification");
            }
            if (collection != null && !token.isHighWaterMark() && !token.hasCollection()) {
                throw ServerError.INVALID_RESUME_TOKEN.because("Attempted to resume a single-collection stream, but the"
                        + " resume token does not include a UUID");
            }
            return new Start.After(token);
        }
        if (startAt instanceof BsonTimestamp time) {
            return new Start.At(time);
        }
        if (startAt != null) {
            throw ServerError.TYPE_MISMATCH.because(
                    "BSON field '$changeStream.startAtOperationTime' is the wrong type");
        }
        return null;
    }

    /** The namespace that the cursor's answers name. */
    String cursorNamespace() {
        return (database == null ? "admin" : database) + "." + (collection == null ? "$cmd.aggregate" : collection);
    }

    /** Whether an entry of the log is an event of this stream, its stages aside. */
    boolean sees(LogEntry entry) {
        LoggedEvent event = entry.event();
        if (event instanceof LoggedEvent.DocumentWritten written) {
            return covers(written.write().namespace());
        }
        if (event instanceof LoggedEvent.StructureChanged change) {
            return (showExpandedEvents || !change.expanded())
                    && (covers(change.database(), change.collection()) || (change.to() != null && covers(change.to())));
        }
        if (event instanceof LoggedEvent.Recorded recorded) {
            Document namespace = Fields.documentOrEmpty(recorded.event(), "ns");
            return covers(String.valueOf(namespace.get("db")), Fields.text(namespace, "coll"));
        }
        return false;
    }

    private boolean covers(Namespace namespace) {
        return covers(namespace.database(), namespace.collection());
    }

    private boolean covers(String ofDatabase, @Nullable String ofCollection) {
        boolean internal = Namespace.isInternal(ofDatabase)
                || (ofCollection != null && new Namespace(ofDatabase, ofCollection).isInternal());
        return !internal
                && (database == null || database.equals(ofDatabase))
                && (collection == null || collection.equals(ofCollection));
    }

    /** Whether the stream ends with this event, which it sees. */
    boolean endsWith(LogEntry entry) {
        String type = typeOf(entry.event());
        if (collection != null) {
            return type.equals("drop") || type.equals("rename");
        }
        return database != null && type.equals("dropDatabase");
    }

    private static String typeOf(LoggedEvent event) {
        if (event instanceof LoggedEvent.StructureChanged change) {
            return change.type();
        }
        return event instanceof LoggedEvent.Recorded recorded
                ? String.valueOf(recorded.event().get("operationType"))
                : "";
    }
}
