package dev.corecdc.target.mongodb;

import dev.corecdc.event.Bson;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import dev.corecdc.target.mongodb.Write.Action;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonSerializationException;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.json.JsonParseException;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What has to be written for a change of a document, in the order in which it has to be. Values have the types of the source. Where only the text of a document is
 * at hand, because a transform has changed it or it comes from a dead letter, it is read as Extended JSON, and a whole number that fits is an
 * {@code int}.
 */
final class CollectionChanges {

    private CollectionChanges() {}

    /** @throws UnfitChangeException when it can never be written, or the event does not tell what to write */
    static List<Action> of(ChangeRecord change) throws UnfitChangeException {
        try {
            BsonValue id = id(change.row());
            return switch (change.type()) {
                case INSERT -> List.of(put(id, document(change.row())));
                case DELETE -> List.of(Write.delete(id));
                default -> updated(change, id);
            };
        } catch (BsonSerializationException
                | BsonInvalidOperationException
                | JsonParseException
                | IllegalArgumentException e) {
            throw new UnfitChangeException("the document cannot be read: " + e.getMessage());
        }
    }

    private static List<Action> updated(ChangeRecord change, BsonValue id) throws UnfitChangeException {
        BsonDocument document = document(change.row());
        if (document != null) {
            return List.of(put(id, document));
        }
        Json event = change.origin().event();
        BsonDocument description = event == null ? null : description(parsed(event));
        if (description != null) {
            return UpdateDescription.actions(id, description);
        }
        if (isUntold(change)) {
            return List.of();
        }
        throw new UnfitChangeException("the event holds neither the document nor what was changed in it;"
                + " set 'full-document' of the processor to update-lookup or required");
    }

    private static @Nullable BsonDocument description(BsonDocument event) {
        return event.isDocument("updateDescription") ? event.getDocument("updateDescription") : null;
    }

    private static Action put(BsonValue id, @Nullable BsonDocument document) throws UnfitChangeException {
        if (document == null) {
            throw new UnfitChangeException("the event does not hold the document");
        }
        BsonDocument whole = new BsonDocument(Write.ID, id);
        for (var field : document.entrySet()) {
            if (field.getKey().startsWith("$")) {
                throw new UnfitChangeException(
                        "the name of its field '%s' begins with a dollar, which no driver replaces"
                                .formatted(field.getKey()));
            }
            if (!field.getKey().equals(Write.ID)) {
                whole.append(field.getKey(), field.getValue());
            }
        }
        return Write.put(whole);
    }

    private static @Nullable BsonDocument document(Row row) {
        Object document = row.has(Columns.DOCUMENT) ? row.get(Columns.DOCUMENT) : null;
        return document instanceof Json json ? parsed(json) : null;
    }

    private static BsonDocument parsed(Json json) {
        return json instanceof Bson bson ? new RawBsonDocument(bson.bytes()) : BsonDocument.parse(json.text());
    }

    private static BsonValue id(Row row) throws UnfitChangeException {
        if (row.get(Columns.ID) instanceof Bson id) {
            return Write.idOf(new RawBsonDocument(id.bytes()));
        }
        String text = row.get(Columns.ID) instanceof Json id ? id.text() : "null";
        BsonValue id = Write.idOf(BsonDocument.parse("{\"_id\": " + text + "}"));
        if (id.isString() && ObjectId.isValid(id.asString().getValue())) {
            throw new UnfitChangeException(
                    "only the text of its _id is known, %s, and not whether that is an ObjectId or a string"
                            .formatted(text));
        }
        return id;
    }

    /**
     * Whether all that is known of an update is that its document was not there any more when the server looked for it. Its deletion follows, as a rule; but
     * it is the same when its collection has got another name.
     */
    static boolean isUntold(ChangeRecord change) {
        return change.columns().isOfCollection()
                && change.type() == EventType.UPDATE
                && change.origin().event() == null
                && change.row().has(Columns.DOCUMENT)
                && change.row().get(Columns.DOCUMENT) == null;
    }
}
