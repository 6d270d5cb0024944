package dev.corecdc.transform;

import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON, and writes of it what is wanted. Stands at a token. Used by one thread. */
final class JsonCopy {

    /** Nothing is too long that a source has sent. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonParser in;
    private final JsonGenerator out;

    private JsonCopy(JsonParser in, JsonGenerator out) {
        this.in = in;
        this.out = out;
    }

    /** What {@code body}, which begins at the first token and has to end at the last one, makes of {@code text}. */
    static String of(String text, Body body) throws TransformException {
        StringWriter written = new StringWriter(text.length());
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), text);
                JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), written)) {
            in.nextToken();
            body.write(new JsonCopy(in, out));
        }
        return written.toString();
    }

    JsonToken next() {
        return in.nextToken();
    }

    JsonToken token() {
        return in.currentToken();
    }

    /** The name of the field that it stands at or in. */
    String name() {
        return in.currentName();
    }

    /** The text of a string, a number or a word. */
    String text() {
        return in.getString();
    }

    boolean isAtContainer() {
        return token().isStructStart();
    }

    JsonGenerator out() {
        return out;
    }

    /** Writes the value as it is, and stands at its end. */
    void copyValue() {
        copyValue(out);
    }

    /** The value as JSON; stands at its end. */
    String takeValue() {
        StringWriter value = new StringWriter();
        try (JsonGenerator only = JSON.createGenerator(ObjectWriteContext.empty(), value)) {
            copyValue(only);
        }
        return value.toString();
    }

    /** Stands at the end of the value. */
    void skipValue() {
        in.skipChildren();
    }

    private void copyValue(JsonGenerator to) {
        int depth = 0;
        while (true) {
            depth += copyToken(to);
            if (depth == 0) {
                return;
            }
            in.nextToken();
        }
    }

    /** Numbers as they are written, which may be more than any type of number holds. */
    private int copyToken(JsonGenerator to) {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                to.writeStartObject();
                return 1;
            }
            case START_ARRAY -> {
                to.writeStartArray();
                return 1;
            }
            case END_OBJECT -> {
                to.writeEndObject();
                return -1;
            }
            case END_ARRAY -> {
                to.writeEndArray();
                return -1;
            }
            case PROPERTY_NAME -> to.writeName(in.currentName());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> to.writeNumber(in.getString());
            default -> to.copyCurrentEvent(in);
        }
        return 0;
    }

    /** What is to be made of JSON. */
    @FunctionalInterface
    interface Body {

        void write(JsonCopy json) throws TransformException;
    }
}
