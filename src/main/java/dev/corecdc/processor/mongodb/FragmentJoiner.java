package dev.corecdc.processor.mongodb;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/**
 * Puts events together that the server has cut because they are larger than a document may be: each fragment has some of the
 * event's fields (MongoDB manual, "$changeStreamSplitLargeEvent"). Used by one thread.
 */
final class FragmentJoiner {

    private static final String SPLIT_EVENT = "splitEvent";

    private @Nullable BsonDocument whole;
    private int seen;
    private long cursor;

    /**
     * Takes the next document of the stream.
     *
     * @param from the cursor that it came from. The fragments of another one cannot be trusted to go on where the last one ended, as the server
     *     looks the document up and cuts it anew
     * @return the event that is complete with it, else null
     * @throws MalformedEventException when it does not go on where the last one ended
     * @throws BrokenEventException when the cursor has changed meanwhile
     */
    @Nullable
    RawBsonDocument join(RawBsonDocument next, long from) {
        if (isPending() && from != cursor) {
            throw new BrokenEventException();
        }
        cursor = from;
        BsonDocument split = next.isDocument(SPLIT_EVENT) ? next.getDocument(SPLIT_EVENT) : null;
        int fragment = split == null ? 0 : number(split, "fragment");
        if (fragment != (whole == null && split == null ? 0 : seen + 1)) {
            throw new MalformedEventException("fragment %d of a large event is followed by %s"
                    .formatted(seen, split == null ? "another event" : "fragment " + fragment));
        }
        return split == null ? next : gather(next, fragment, number(split, "of"));
    }

    private @Nullable RawBsonDocument gather(RawBsonDocument next, int fragment, int fragments) {
        BsonDocument gathered = whole == null ? new BsonDocument() : whole;
        gathered.putAll(next); // with the place of this fragment, and at last that of the whole
        gathered.remove(SPLIT_EVENT);
        boolean complete = fragment == fragments;
        whole = complete ? null : gathered;
        seen = complete ? 0 : fragment;
        return complete ? new RawBsonDocument(gathered, new BsonDocumentCodec()) : null;
    }

    /** Whether an event has begun that is not complete. */
    boolean isPending() {
        return whole != null;
    }

    /** The stream was opened anew within a large event. Reading it again from before the event mends it. */
    static final class BrokenEventException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BrokenEventException() {
            super("the change stream was opened anew within a large event");
        }
    }

    private static int number(BsonDocument split, String name) {
        return split.getNumber(name, new BsonInt32(0)).intValue();
    }
}
