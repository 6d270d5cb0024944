package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** How an update says what it changes; the change event's shape follows from it. */
sealed interface UpdateStyle {

    /** By operators like {@code $set}. */
    record Operators(Document update) implements UpdateStyle {}

    /** By a pipeline of stages. */
    record Pipeline() implements UpdateStyle {}

    /** By a whole new document. */
    record Replacement() implements UpdateStyle {}

    static UpdateStyle of(@Nullable Object update) {
        if (update instanceof Document document) {
            return document.keySet().stream().anyMatch(key -> key.startsWith("$"))
                    ? new Operators(document)
                    : new Replacement();
        }
        return new Pipeline();
    }
}
