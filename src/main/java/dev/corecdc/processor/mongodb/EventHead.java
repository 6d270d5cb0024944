package dev.corecdc.processor.mongodb;

import java.time.Instant;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a change event says beside the documents in it, found in one pass (MongoDB manual, "Change Events").
 *
 * @param operationType what happened
 * @param database where; null in an event that concerns no namespace
 * @param collection where; null in an event that concerns a whole database
 * @param renamedTo the collection's new name, null in other events
 * @param instant when it happened, to the millisecond where the server says it
 * @param transaction the transaction it was part of, as {@code lsid:txnNumber}, else null
 * @param hasKey whether it is about one document
 * @param document what it holds of the document
 * @param before what it holds of the document before the change
 */
record EventHead(
        String operationType,
        @Nullable String database,
        @Nullable String collection,
        @Nullable String renamedTo,
        Instant instant,
        @Nullable String transaction,
        boolean hasKey,
        Presence document,
        Presence before) {

    static final String DOCUMENT = "fullDocument";
    static final String BEFORE = "fullDocumentBeforeChange";
    static final String KEY = "documentKey";

    /** What an event holds in a field that is for a document. */
    enum Presence {
        /** There is no such field. */
        ABSENT,
        /** A null: there was no document when it was looked for. */
        GONE,
        THERE
    }

    /** @throws MalformedEventException when it lacks what every event has, or has it in another way */
    static EventHead of(RawBsonDocument event) {
        Fields fields = new Fields();
        try (BsonReader reader = event.asBsonReader()) {
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                fields.read(event, reader);
            }
        }
        return fields.head();
    }

    /** The fields as they are found. */
    private static final class Fields {

        private @Nullable String operationType;
        private @Nullable BsonDocument namespace;
        private @Nullable BsonDocument target;
        private @Nullable Instant wallTime;
        private @Nullable Instant clusterTime;
        private @Nullable BsonDocument session;
        private long transactionNumber = -1;
        private boolean hasKey;
        private Presence document = Presence.ABSENT;
        private Presence before = Presence.ABSENT;

        void read(RawBsonDocument event, BsonReader reader) {
            BsonType type = reader.getCurrentBsonType();
            String name = reader.readName();
            switch (name) {
                case "operationType" -> {
                    require(type == BsonType.STRING, name);
                    operationType = reader.readString();
                    return;
                }
                case "ns" -> namespace = document(event, type, name);
                case "to" -> target = document(event, type, name);
                case "wallTime" -> {
                    require(type == BsonType.DATE_TIME, name);
                    wallTime = Instant.ofEpochMilli(reader.readDateTime());
                    return;
                }
                case "clusterTime" -> {
                    require(type == BsonType.TIMESTAMP, name);
                    clusterTime = Instant.ofEpochSecond(
                            Integer.toUnsignedLong(reader.readTimestamp().getTime()));
                    return;
                }
                case "lsid" -> session = document(event, type, name);
                case "txnNumber" -> {
                    require(type == BsonType.INT64, name);
                    transactionNumber = reader.readInt64();
                    return;
                }
                case KEY -> hasKey = type == BsonType.DOCUMENT;
                case DOCUMENT -> document = presence(type, name);
                case BEFORE -> before = presence(type, name);
                default -> {
                    // shown as it is, in the whole event
                }
            }
            reader.skipValue();
        }

        private static BsonDocument document(RawBsonDocument event, BsonType type, String name) {
            require(type == BsonType.DOCUMENT, name);
            return event.getDocument(name);
        }

        private static Presence presence(BsonType type, String name) {
            require(type == BsonType.DOCUMENT || type == BsonType.NULL, name);
            return type == BsonType.NULL ? Presence.GONE : Presence.THERE;
        }

        private static void require(boolean holds, String name) {
            if (!holds) {
                throw new MalformedEventException(
                        "it has another kind of value than events have in '%s'".formatted(name));
            }
        }

        EventHead head() {
            Instant instant = wallTime == null ? clusterTime : wallTime;
            if (operationType == null || instant == null) {
                throw new MalformedEventException("it lacks '%s'%s"
                        .formatted(
                                operationType == null ? "operationType" : "clusterTime",
                                "; a stage of the pipeline must not take it away"));
            }
            return new EventHead(
                    operationType,
                    text(namespace, "db"),
                    text(namespace, "coll"),
                    text(target, "coll"),
                    instant,
                    transaction(),
                    hasKey,
                    document,
                    before);
        }

        private static @Nullable String text(@Nullable BsonDocument namespace, String name) {
            return namespace != null && namespace.isString(name)
                    ? namespace.getString(name).getValue()
                    : null;
        }

        private @Nullable String transaction() {
            if (session == null || transactionNumber < 0) {
                return null;
            }
            return sessionId(session) + ":" + transactionNumber;
        }

        private static String sessionId(BsonDocument session) {
            require(session.isBinary("id"), "lsid.id");
            BsonBinary id = session.getBinary("id");
            require(BsonBinarySubType.isUuid(id.getType()), "lsid.id");
            UUID uuid = id.asUuid();
            return uuid.toString();
        }
    }
}
