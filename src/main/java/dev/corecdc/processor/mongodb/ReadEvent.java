package dev.corecdc.processor.mongodb;

import dev.corecdc.event.EventType;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * A change event that is whole.
 *
 * @param document as the server sent it
 * @param head what it says beside the documents in it
 * @param change what it does to a document; null for what does not happen to one
 */
record ReadEvent(
        RawBsonDocument document, EventHead head, @Nullable EventType change) {

    /** @throws MalformedEventException when it is not understood, so that a change of a document could be lost */
    static ReadEvent of(RawBsonDocument document) {
        EventHead head = EventHead.of(document);
        EventType change = OperationTypes.change(head.operationType());
        if (change == null && head.hasKey()) {
            throw new MalformedEventException(
                    "it does to a document what is not known: '%s'".formatted(head.operationType()));
        }
        if (change != null && (head.database() == null || head.collection() == null || !head.hasKey())) {
            throw new MalformedEventException("it lacks 'ns' or 'documentKey'");
        }
        return new ReadEvent(document, head, change);
    }

    /** Whether it happens to a collection, an index or a database. */
    boolean isDdl() {
        return change == null && !head.operationType().equals(OperationTypes.INVALIDATE);
    }

    ResumeToken token() {
        return ResumeToken.of(document.getDocument("_id"));
    }
}
