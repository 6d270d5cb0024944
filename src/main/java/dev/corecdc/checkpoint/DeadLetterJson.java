package dev.corecdc.checkpoint;

import dev.corecdc.event.ChangeEvent;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text in which stores keep a dead letter, version 1: one line of JSON in ASCII, which gives exactly the same letter back. Reading is strict: what is
 * not understood wholly is refused.
 */
public final class DeadLetterJson {

    private static final int VERSION = 1;

    /** Escaped, any string stays what it is, also one that is not valid Unicode. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private DeadLetterJson() {}

    /** The text of a letter. */
    public static String of(DeadLetter letter) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", VERSION);
        json.put("number", letter.number());
        json.put("processor", letter.processor());
        json.put("target", letter.target());
        json.put("waiting", letter.waiting());
        json.put("time", letter.time().toString());
        ObjectNode position = json.putObject("position");
        letter.position().forEach((name, value) -> position.set(name, ValueJson.of(value)));
        json.put("error", letter.error());
        json.set("change", ChangeJson.of(letter.change()));
        return MAPPER.writeValueAsString(json);
    }

    /**
     * The letter of a text.
     *
     * @throws IllegalArgumentException when it is not what {@link #of} gives; the message says why
     */
    public static DeadLetter read(String text) {
        JsonNode json = parse(text);
        if (json.path("version").intValue(0) != VERSION) {
            throw new IllegalArgumentException(
                    "its version is %s and this program knows version %d".formatted(json.path("version"), VERSION));
        }
        try {
            JsonNode error = json.required("error");
            return new DeadLetter(
                    json.required("number").longValue(),
                    json.required("processor").stringValue(),
                    json.required("target").stringValue(),
                    json.required("waiting").booleanValue(),
                    Instant.parse(json.required("time").stringValue()),
                    position(json.required("position")),
                    error.isNull() ? null : error.stringValue(),
                    ChangeJson.read(json.required("change")));
        } catch (JacksonException | DateTimeParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> position(JsonNode json) {
        Map<String, Object> position = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            @Nullable Object value = ValueJson.read(entry.getValue());
            if (value == null) {
                throw new IllegalArgumentException("\"%s\" of the position is null".formatted(entry.getKey()));
            }
            position.put(entry.getKey(), value);
        });
        return position;
    }

    /** The text of a change, for people to look at and to edit. */
    public static String ofChange(ChangeEvent change) {
        return MAPPER.writeValueAsString(ChangeJson.of(change));
    }

    /**
     * The change of a text.
     *
     * @throws IllegalArgumentException when it is not what {@link #ofChange} gives; the message says why
     */
    public static ChangeEvent readChange(String text) {
        try {
            return ChangeJson.read(parse(text));
        } catch (JacksonException | DateTimeParseException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
