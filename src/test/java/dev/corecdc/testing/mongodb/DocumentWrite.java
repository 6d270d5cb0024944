package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One write to one document, as the store saw it.
 *
 * @param collection the collection's id, which outlives a renaming
 * @param before the document as it was, null if it is new; never changed afterwards
 * @param after the document as it became, null if it is gone; never changed afterwards
 * @param style how the document was changed, null for an insert or a delete
 */
record DocumentWrite(
        Namespace namespace,
        UUID collection,
        @Nullable Document before,
        @Nullable Document after,
        @Nullable UpdateStyle style) {

    @Nullable
    Object id() {
        Document image = after == null ? before : after;
        if (image == null) {
            throw new IllegalStateException("A write without a document in " + namespace);
        }
        return image.get("_id");
    }

    Document key() {
        return new Document("_id", id());
    }

    /** The {@code operationType} of the change event. */
    String type() {
        if (before == null) {
            return "insert";
        }
        if (after == null) {
            return "delete";
        }
        return style instanceof UpdateStyle.Replacement ? "replace" : "update";
    }
}
