package dev.corecdc.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The changes of {@code shop.item} in a file target's file, named as {@link RandomWriter} names them. */
final class WrittenChanges {

    private static final JsonMapper JSON = new JsonMapper();

    private WrittenChanges() {}

    /** All changes, repeats too. */
    static List<String> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.lines().map(JSON::readTree).map(WrittenChanges::name).toList();
    }

    /** Each change where it came first. */
    static List<String> withoutRepeats(Path file) throws IOException {
        Set<String> seen = new LinkedHashSet<>(read(file));
        return List.copyOf(seen);
    }

    private static String name(JsonNode record) {
        JsonNode row = record.get("record");
        return "%s %s %s"
                .formatted(
                        record.get("event_type").asString(),
                        row.get("id").asString(),
                        row.get("value").asString());
    }
}
