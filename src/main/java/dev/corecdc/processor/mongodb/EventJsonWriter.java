package dev.corecdc.processor.mongodb;

import java.io.StringWriter;
import org.bson.BsonTimestamp;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriter;
import org.bson.json.JsonWriterSettings;
import org.bson.types.ObjectId;

/**
 * Writes relaxed Extended JSON (MongoDB specification "Extended JSON", v2), with what people look at made plain: an ObjectId in the
 * {@code _id} of a document is its 24 hexadecimal digits, and the {@code clusterTime} of a change event is in seconds since the epoch.
 */
final class EventJsonWriter extends JsonWriter {

    private static final JsonWriterSettings RELAXED =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    /** Where in what is written {@code _id} is that of a document. */
    private enum Shape {
        /** A change event, which has documents in some of its fields. */
        EVENT,
        /** A document alone. */
        DOCUMENT
    }

    private final Shape shape;
    private int depth;

    /** The field of the event that is being written. */
    private String field = "";

    private EventJsonWriter(StringWriter out, Shape shape) {
        super(out, RELAXED);
        this.shape = shape;
    }

    static EventJsonWriter ofEvent(StringWriter out) {
        return new EventJsonWriter(out, Shape.EVENT);
    }

    static EventJsonWriter ofDocument(StringWriter out) {
        return new EventJsonWriter(out, Shape.DOCUMENT);
    }

    @Override
    protected void doWriteName(String name) {
        if (depth == 1) {
            field = name;
        }
        super.doWriteName(name);
    }

    @Override
    protected void doWriteStartDocument() {
        super.doWriteStartDocument();
        depth++;
    }

    @Override
    protected void doWriteEndDocument() {
        depth--;
        super.doWriteEndDocument();
    }

    @Override
    protected void doWriteStartArray() {
        super.doWriteStartArray();
        depth++;
    }

    @Override
    protected void doWriteEndArray() {
        depth--;
        super.doWriteEndArray();
    }

    @Override
    public void doWriteObjectId(ObjectId value) {
        if (isDocumentId()) {
            doWriteString(value.toHexString());
        } else {
            super.doWriteObjectId(value);
        }
    }

    private boolean isDocumentId() {
        return switch (shape) {
            case DOCUMENT -> depth == 1 && field.equals("_id");
            case EVENT ->
                depth == 2
                        && "_id".equals(getName())
                        && switch (field) {
                            case "documentKey", "fullDocument", "fullDocumentBeforeChange" -> true;
                            default -> false;
                        };
        };
    }

    @Override
    public void doWriteTimestamp(BsonTimestamp value) {
        if (shape == Shape.EVENT && depth == 1 && field.equals("clusterTime")) {
            doWriteInt64(Integer.toUnsignedLong(value.getTime()));
        } else {
            super.doWriteTimestamp(value);
        }
    }
}
