package dev.corecdc.processor.mongodb;

import dev.corecdc.event.Json;
import java.io.StringWriter;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonReader;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** JSON of what the server sent, worked out when it is asked for. */
final class EventJson {

    private static final String ID = "_id";

    private EventJson() {}

    /** A whole change event. */
    static Json ofEvent(RawBsonDocument event) {
        return () -> {
            StringWriter text = new StringWriter(2 * event.getByteLength());
            return write(event, EventJsonWriter.ofEvent(text), text);
        };
    }

    /** A document in a field of a change event. */
    static Json ofDocument(RawBsonDocument event, String field) {
        return () -> {
            RawBsonDocument document = (RawBsonDocument) event.getDocument(field);
            StringWriter text = new StringWriter(2 * document.getByteLength());
            return write(document, EventJsonWriter.ofDocument(text), text);
        };
    }

    /** The {@code _id} in a document in a field of a change event. */
    static Json ofId(RawBsonDocument event, String field) {
        return () -> {
            StringWriter text = new StringWriter();
            RawBsonDocument id = idOf(event.getDocument(field));
            String document = write(id, EventJsonWriter.ofDocument(text), text);
            return document.substring(document.indexOf(':') + 1, document.lastIndexOf('}'))
                    .strip();
        };
    }

    private static RawBsonDocument idOf(BsonDocument document) {
        return new RawBsonDocument(new BsonDocument(ID, document.get(ID, BsonNull.VALUE)), new BsonDocumentCodec());
    }

    private static String write(RawBsonDocument document, EventJsonWriter writer, StringWriter text) {
        try (BsonReader reader = document.asBsonReader()) {
            writer.pipe(reader);
        }
        return text.toString();
    }
}
