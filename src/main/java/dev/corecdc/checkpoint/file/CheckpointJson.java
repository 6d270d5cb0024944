package dev.corecdc.checkpoint.file;

import dev.corecdc.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of a checkpoint file, version 1: one JSON object with exactly the keys that are written here. Reading is
 * strict: what is not understood wholly is refused.
 */
final class CheckpointJson {

    private static final int VERSION = 1;
    private static final String PAUSED_TARGETS = "pausedTargets";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private CheckpointJson() {}

    /** Says what a file holds that is not a checkpoint of this version. */
    static final class NotUnderstoodException extends IOException {

        private static final long serialVersionUID = 1L;

        NotUnderstoodException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The file of a checkpoint. */
    static byte[] ofCheckpoint(String processor, String target, Checkpoint checkpoint) {
        ObjectNode file = MAPPER.createObjectNode();
        file.put("version", VERSION);
        file.put("processor", processor);
        file.put("target", target);
        file.put("savedAt", checkpoint.savedAt().toString());
        ObjectNode position = file.putObject("position");
        checkpoint.position().forEach((name, value) -> {
            if (value instanceof Long number) {
                position.put(name, number);
            } else if (value instanceof String text) {
                position.put(name, text);
            } else {
                throw new IllegalArgumentException("a position holds strings and longs, not "
                        + value.getClass().getName() + " (" + name + ")");
            }
        });
        return bytes(file);
    }

    /** The file of a processor's state. */
    static byte[] ofProcessor(String processor, Pauses pauses) {
        ObjectNode file = MAPPER.createObjectNode();
        file.put("version", VERSION);
        file.put("processor", processor);
        file.put("paused", pauses.processor());
        if (!pauses.targets().isEmpty()) {
            ArrayNode targets = file.putArray(PAUSED_TARGETS);
            pauses.targets().forEach(targets::add);
        }
        return bytes(file);
    }

    /** The checkpoint in a file, and the target that it is for. */
    static Map.Entry<String, Checkpoint> readCheckpoint(byte[] bytes, String processor) throws NotUnderstoodException {
        ObjectNode file =
                read(bytes, Set.of("version", "processor", "target", "savedAt", "position"), Set.of(), processor);
        Instant savedAt;
        try {
            savedAt = Instant.parse(text(file, "savedAt"));
        } catch (DateTimeParseException e) {
            throw new NotUnderstoodException("\"savedAt\" is not a time", e);
        }
        if (!(file.get("position") instanceof ObjectNode values)) {
            throw new NotUnderstoodException("\"position\" is not an object", null);
        }
        Map<String, Object> position = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            position.put(value.getKey(), positionValue(value.getKey(), value.getValue()));
        }
        return Map.entry(text(file, "target"), new Checkpoint(position, savedAt));
    }

    /** What of the processor whose state is in a file is paused. {@code pausedTargets} may be missing. */
    static Pauses readPauses(byte[] bytes, String processor) throws NotUnderstoodException {
        ObjectNode file = read(bytes, Set.of("version", "processor", "paused"), Set.of(PAUSED_TARGETS), processor);
        JsonNode paused = file.path("paused");
        if (!paused.isBoolean()) {
            throw new NotUnderstoodException("\"paused\" is neither true nor false", null);
        }
        return new Pauses(paused.booleanValue(), pausedTargets(file.get(PAUSED_TARGETS)));
    }

    private static Set<String> pausedTargets(@Nullable JsonNode names) throws NotUnderstoodException {
        if (names == null) {
            return Set.of();
        }
        Set<String> targets = new TreeSet<>();
        for (JsonNode name : names) {
            if (!name.isString()) {
                throw new NotUnderstoodException("\"" + PAUSED_TARGETS + "\" holds what is no name", null);
            }
            targets.add(name.stringValue());
        }
        if (!names.isArray()) {
            throw new NotUnderstoodException("\"" + PAUSED_TARGETS + "\" is not an array", null);
        }
        return targets;
    }

    private static Object positionValue(String name, JsonNode value) throws NotUnderstoodException {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        throw new NotUnderstoodException("\"" + name + "\" is neither a string nor a whole number", null);
    }

    private static ObjectNode read(byte[] bytes, Set<String> keys, Set<String> optional, String processor)
            throws NotUnderstoodException {
        JsonNode json;
        try {
            json = MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw new NotUnderstoodException("it is not valid JSON (" + e.getOriginalMessage() + ")", e);
        }
        if (!(json instanceof ObjectNode file)) {
            throw new NotUnderstoodException("it is not a JSON object", null);
        }
        JsonNode version = file.path("version");
        if (!version.isInt() || version.intValue() != VERSION) {
            throw new NotUnderstoodException(
                    "its version is " + version + " and this program knows version " + VERSION, null);
        }
        Set<String> present = new TreeSet<>(file.propertyNames());
        present.removeAll(optional);
        if (!present.equals(keys)) {
            throw new NotUnderstoodException("its keys are " + present + " and not " + new TreeSet<>(keys), null);
        }
        if (!text(file, "processor").equals(processor)) {
            throw new NotUnderstoodException("it is of the processor '" + text(file, "processor") + "'", null);
        }
        return file;
    }

    private static String text(ObjectNode file, String key) throws NotUnderstoodException {
        JsonNode value = file.path(key);
        if (!value.isString()) {
            throw new NotUnderstoodException("\"" + key + "\" is not a string", null);
        }
        return value.stringValue();
    }

    private static byte[] bytes(ObjectNode file) {
        return (MAPPER.writeValueAsString(file) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
