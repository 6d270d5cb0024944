package dev.corecdc.target.mongodb;

import dev.corecdc.target.mongodb.Write.Action;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** What an event tells of an update without the document (MongoDB manual, "update Event"). */
final class UpdateDescription {

    private UpdateDescription() {}

    /**
     * The updates that change a document in the same way.
     *
     * @throws UnfitChangeException when no update can name a field that was changed
     */
    static List<Action> actions(BsonValue id, BsonDocument description) throws UnfitChangeException {
        requirePlain(description.getDocument("disambiguatedPaths", new BsonDocument()));
        List<Action> actions = new ArrayList<>();
        // An update cannot shorten an array and set an element of it at once.
        BsonDocument shortened = new BsonDocument();
        for (BsonValue array : description.getArray("truncatedArrays", new BsonArray())) {
            BsonDocument slice = new BsonDocument("$each", new BsonArray())
                    .append("$slice", array.asDocument().get("newSize"));
            shortened.append(array.asDocument().getString("field").getValue(), slice);
        }
        if (!shortened.isEmpty()) {
            actions.add(Write.update(Write.byId(id), new BsonDocument("$push", shortened)));
        }
        BsonDocument changed = new BsonDocument();
        BsonDocument set = description.getDocument("updatedFields", new BsonDocument());
        if (!set.isEmpty()) {
            changed.append("$set", set);
        }
        BsonDocument removed = new BsonDocument();
        description
                .getArray("removedFields", new BsonArray())
                .forEach(field -> removed.append(field.asString().getValue(), new BsonString("")));
        if (!removed.isEmpty()) {
            changed.append("$unset", removed);
        }
        if (!changed.isEmpty()) {
            actions.add(Write.update(Write.byId(id), changed));
        }
        return actions;
    }

    /** Paths that could be read in two ways are told apart there, by their parts. */
    private static void requirePlain(BsonDocument disambiguated) throws UnfitChangeException {
        for (var path : disambiguated.entrySet()) {
            for (BsonValue part : path.getValue().asArray()) {
                if (part.isString()
                        && (part.asString().getValue().contains(".")
                                || part.asString().getValue().startsWith("$"))) {
                    throw new UnfitChangeException(
                            ("the field '%s' has a dot or a dollar in its name, so that it cannot be set by itself; set"
                                            + " 'full-document' of the processor to update-lookup or required")
                                    .formatted(part.asString().getValue()));
                }
            }
        }
    }
}
