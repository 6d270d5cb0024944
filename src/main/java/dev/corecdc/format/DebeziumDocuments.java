package dev.corecdc.format;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what Debezium tells of a document (Debezium documentation, "Debezium connector for MongoDB": "Change event values"): before and
 * after the change, each as a text that is JSON, and what an update did.
 *
 * <p>The texts are as everywhere here: relaxed Extended JSON, with the {@code _id} of the document plain. What an update did is known
 * where the record shows the whole change event.
 */
final class DebeziumDocuments {

    private static final byte[] BEFORE = JsonOutput.ascii("{\"before\":");
    private static final byte[] AFTER = JsonOutput.ascii(",\"after\":");
    private static final byte[] UPDATE = JsonOutput.ascii(",\"updateDescription\":");
    private static final byte[] REMOVED = JsonOutput.ascii("{\"removedFields\":");
    private static final byte[] UPDATED = JsonOutput.ascii(",\"updatedFields\":");
    private static final byte[] TRUNCATED = JsonOutput.ascii(",\"truncatedArrays\":");

    private DebeziumDocuments() {}

    /** Writes the beginning of an envelope. */
    static void writeChange(ChangeRecord change, JsonOutput out) throws IOException {
        boolean deleted = change.type() == EventType.DELETE;
        out.write(BEFORE);
        writeDocument(deleted ? change.row() : change.before(), out);
        out.write(AFTER);
        writeDocument(deleted ? null : change.row(), out);
        out.write(UPDATE);
        writeUpdate(change, out);
    }

    private static void writeDocument(@Nullable Row row, JsonOutput out) throws IOException {
        if (row != null && row.has(Columns.DOCUMENT) && row.get(Columns.DOCUMENT) instanceof Json document) {
            out.writeText(document.text());
        } else {
            out.writeNull();
        }
    }

    private static void writeUpdate(ChangeRecord change, JsonOutput out) throws IOException {
        Json event = change.type() == EventType.UPDATE ? change.origin().event() : null;
        JsonNode update = event == null
                ? JsonMapper.shared().nullNode()
                : JsonMapper.shared().readTree(event.text()).path("updateDescription");
        if (!update.isObject()) {
            out.writeNull();
            return;
        }
        JsonNode updated = update.path("updatedFields");
        JsonNode truncated = update.path("truncatedArrays");
        out.write(REMOVED);
        out.writeJson(textOrNull(update.path("removedFields")));
        out.write(UPDATED);
        out.writeNullable(updated.isEmpty() ? null : updated.toString());
        out.write(TRUNCATED);
        writeTruncated(truncated, out);
        out.write('}');
    }

    private static String textOrNull(JsonNode list) {
        return list.isEmpty() ? "null" : list.toString();
    }

    private static void writeTruncated(JsonNode arrays, JsonOutput out) throws IOException {
        if (arrays.isEmpty()) {
            out.writeNull();
            return;
        }
        char separator = '[';
        for (JsonNode array : arrays) {
            out.write(separator);
            out.writeJson("{\"field\":" + array.path("field") + ",\"size\":" + array.path("newSize") + "}");
            separator = ',';
        }
        out.write(']');
    }
}
