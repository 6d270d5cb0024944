package dev.corecdc.checkpoint.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Positions as JSON objects, in their order. Reading is strict: what is not understood wholly is refused. */
final class PositionJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private PositionJson() {}

    static String of(Map<String, Object> position) {
        ObjectNode json = MAPPER.createObjectNode();
        position.forEach((name, value) -> {
            if (value instanceof Long number) {
                json.put(name, number);
            } else if (value instanceof String text) {
                json.put(name, text);
            } else {
                throw new IllegalArgumentException("a position holds strings and longs, not "
                        + value.getClass().getName() + " (" + name + ")");
            }
        });
        return MAPPER.writeValueAsString(json);
    }

    /** @throws IllegalArgumentException when it is not understood; the message says why */
    static Map<String, Object> read(String text) {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("it is not a JSON object");
        }
        Map<String, Object> position = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            JsonNode value = entry.getValue();
            if (value.isString()) {
                position.put(entry.getKey(), value.stringValue());
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                position.put(entry.getKey(), value.longValue());
            } else {
                throw new IllegalArgumentException("\"" + entry.getKey() + "\" is neither a string nor a whole number");
            }
        }
        return position;
    }
}
