package dev.corecdc.processor.mongodb;

import dev.corecdc.event.Bson;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonReader;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** JSON of what the server sent, worked out when it is asked for, and what it sent. */
final class EventJson {

    private static final String ID = "_id";

    private EventJson() {}

    /** A whole change event. */
    static Bson ofEvent(RawBsonDocument event) {
        return new Part(event) {
            @Override
            public String text() {
                return write(event, EventJsonWriter::ofEvent);
            }
        };
    }

    /** A document in a field of a change event. */
    static Bson ofDocument(RawBsonDocument event, String field) {
        return new Part(event) {
            @Override
            RawBsonDocument part() {
                return (RawBsonDocument) event.getDocument(field);
            }
        };
    }

    /** The {@code _id} in a document in a field of a change event. */
    static Bson ofId(RawBsonDocument event, String field) {
        return new Part(event) {
            @Override
            RawBsonDocument part() {
                return idOf(event.getDocument(field));
            }

            @Override
            public String text() {
                String document = super.text();
                return document.substring(document.indexOf(':') + 1, document.lastIndexOf('}'))
                        .strip();
            }
        };
    }

    private static RawBsonDocument idOf(BsonDocument document) {
        return new RawBsonDocument(new BsonDocument(ID, document.get(ID, BsonNull.VALUE)), new BsonDocumentCodec());
    }

    private static String write(RawBsonDocument document, Function<StringWriter, EventJsonWriter> writer) {
        StringWriter text = new StringWriter(2 * document.getByteLength());
        try (BsonReader reader = document.asBsonReader()) {
            writer.apply(text).pipe(reader);
        }
        return text.toString();
    }

    /** A document in a change event. */
    private static class Part implements Bson {

        private final RawBsonDocument event;

        Part(RawBsonDocument event) {
            this.event = event;
        }

        RawBsonDocument part() {
            return event;
        }

        @Override
        public String text() {
            return write(part(), EventJsonWriter::ofDocument);
        }

        @Override
        public byte[] bytes() {
            ByteBuffer buffer = part().getByteBuffer().asNIO();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }
}
