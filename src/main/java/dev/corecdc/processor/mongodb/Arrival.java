package dev.corecdc.processor.mongodb;

import org.bson.RawBsonDocument;

/** What comes out of a change stream. */
sealed interface Arrival {

    /**
     * An event, or a fragment of one.
     *
     * @param cursor the server's number of the cursor that it came from
     */
    record Event(RawBsonDocument document, long cursor) implements Arrival {}

    /** There is nothing more before a place further on. */
    record Mark(ResumeToken token) implements Arrival {}
}
