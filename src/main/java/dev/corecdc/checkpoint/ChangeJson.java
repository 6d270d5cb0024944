package dev.corecdc.checkpoint;

import dev.corecdc.event.Bson;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A change as a JSON object that gives exactly the same change back: every value ({@link ValueJson}), the columns, and where it stands. */
final class ChangeJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ChangeJson() {}

    static ObjectNode of(ChangeEvent change) {
        ObjectNode json = NODES.objectNode();
        if (change instanceof ChangeRecord record) {
            json.put("type", record.type().name());
            json.set("columns", of(record.columns()));
            json.set("row", of(record.row(), record.columns()));
            Row before = record.before();
            if (before != null) {
                json.set("before", of(before, record.columns()));
            }
        } else if (change instanceof DdlEvent ddl) {
            json.put("type", ddl.type().name());
            json.put("kind", ddl.kind().name());
            json.put("schema", ddl.schema());
            ddl.tables().forEach(json.putArray("tables")::add);
            json.put("executable", ddl.executable());
            json.put("statement", ddl.statement());
            if (!ddl.session().equals(DdlSession.UNKNOWN)) {
                json.putObject("session")
                        .put("database", ddl.session().database())
                        .put("sqlMode", ddl.session().sqlMode())
                        .put("timeZone", ddl.session().timeZone());
            }
        }
        json.set("origin", of(change.origin()));
        json.put("sequence", change.sequence());
        return json;
    }

    private static ObjectNode of(Columns columns) {
        ObjectNode json = NODES.objectNode();
        json.put("schema", columns.schema());
        json.put("table", columns.table());
        ArrayNode list = json.putArray("columns");
        for (Column column : columns.columns()) {
            ObjectNode one = list.addObject();
            one.put("name", column.name());
            one.put("type", column.type().name().toLowerCase(Locale.ROOT));
            if (column.unsigned()) {
                one.put("unsigned", true);
            }
            if (!column.declaration().equals(Declaration.UNKNOWN)) {
                one.set("declaration", of(column.declaration()));
            }
        }
        columns.primaryKey().forEach(json.putArray("primaryKey")::add);
        return json;
    }

    private static ObjectNode of(Declaration declaration) {
        ObjectNode json = NODES.objectNode();
        json.put("type", declaration.type());
        json.put("length", declaration.length());
        json.put("nullable", declaration.nullable());
        declaration.labels().forEach(json.putArray("labels")::add);
        return json;
    }

    /** Of a document the {@code _id} keeps its type, which its text does not tell: an ObjectId looks like a string there. */
    private static ArrayNode of(Row row, Columns columns) {
        ArrayNode values = NODES.arrayNode();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.has(i) ? row.get(i) : Row.ABSENT;
            boolean isId = i == Columns.ID && columns.isOfCollection();
            values.add(isId && value instanceof Bson id ? ValueJson.ofId(id) : ValueJson.of(value));
        }
        return values;
    }

    private static ObjectNode of(Origin origin) {
        ObjectNode json = NODES.objectNode();
        json.put("timestamp", origin.timestamp().toString());
        json.put("source", origin.source());
        json.put("position", origin.position());
        json.put("globalId", origin.globalId());
        json.put("transactionId", origin.transactionId());
        Json event = origin.event();
        if (event != null) {
            json.put("event", event.text());
        }
        OriginalQuery query = origin.query();
        if (query != null) {
            json.putObject("query").put("text", query.text());
        }
        LogEntry entry = origin.entry();
        if (!entry.equals(LogEntry.UNKNOWN)) {
            Instant committed = entry.committed();
            json.putObject("entry")
                    .put("id", entry.id())
                    .put("serverId", entry.serverId())
                    .put("begin", entry.begin())
                    .put("firstSequence", entry.firstSequence())
                    .put("committed", committed == null ? null : committed.toString());
        }
        return json;
    }

    /** @throws IllegalArgumentException when it is not what {@link #of} gives; the message says why */
    static ChangeEvent read(JsonNode json) {
        EventType type = constant(EventType.class, json, "type");
        Origin origin = origin(child(json, "origin"));
        long sequence = number(json, "sequence");
        if (type == EventType.QUERY) {
            return new DdlEvent(
                    constant(DdlKind.class, json, "kind"),
                    textOrNull(json, "schema"),
                    list(json, "tables", table -> text(table, "tables")),
                    child(json, "executable").booleanValue(),
                    text(child(json, "statement"), "statement"),
                    origin,
                    sequence,
                    json.has("session") ? session(child(json, "session")) : DdlSession.UNKNOWN);
        }
        Columns columns = columns(child(json, "columns"));
        Row row = row(child(json, "row"), columns);
        Row before = json.has("before") ? row(child(json, "before"), columns) : null;
        return new ChangeRecord(type, columns, row, before, origin, sequence);
    }

    private static Columns columns(JsonNode json) {
        return new Columns(
                text(child(json, "schema"), "schema"),
                text(child(json, "table"), "table"),
                list(
                        json,
                        "columns",
                        column -> new Column(
                                text(child(column, "name"), "name"),
                                constant(ColumnType.class, column, "type"),
                                column.path("unsigned").booleanValue(false),
                                declaration(column.path("declaration")))),
                list(json, "primaryKey", JsonNode::intValue));
    }

    /** Absent where it was not known, and in what was kept before there was one. */
    private static Declaration declaration(JsonNode json) {
        return json.isMissingNode()
                ? Declaration.UNKNOWN
                : new Declaration(
                        text(child(json, "type"), "type"),
                        Math.toIntExact(number(json, "length")),
                        child(json, "nullable").booleanValue(),
                        list(json, "labels", label -> text(label, "labels")));
    }

    private static Row row(JsonNode json, Columns columns) {
        if (!json.isArray() || json.size() != columns.size()) {
            throw new IllegalArgumentException("a row is not a list of %d values".formatted(columns.size()));
        }
        @Nullable Object[] values = new @Nullable Object[json.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = ValueJson.read(json.path(i));
        }
        return Row.of(values);
    }

    private static Origin origin(JsonNode json) {
        String event = textOrNull(json, "event");
        return new Origin(
                Instant.parse(text(child(json, "timestamp"), "timestamp")),
                textOrNull(json, "source"),
                number(json, "position"),
                textOrNull(json, "globalId"),
                textOrNull(json, "transactionId"),
                event == null ? null : Json.of(event),
                json.has("query") ? new OriginalQuery(textOrNull(child(json, "query"), "text")) : null,
                json.has("entry") ? entry(child(json, "entry")) : LogEntry.UNKNOWN);
    }

    private static DdlSession session(JsonNode json) {
        return new DdlSession(
                textOrNull(json, "database"),
                json.path("sqlMode").isNull() ? null : (Long) number(json, "sqlMode"),
                textOrNull(json, "timeZone"));
    }

    private static LogEntry entry(JsonNode json) {
        String committed = textOrNull(json, "committed");
        return new LogEntry(
                textOrNull(json, "id"),
                number(json, "serverId"),
                number(json, "begin"),
                number(json, "firstSequence"),
                committed == null ? null : Instant.parse(committed));
    }

    private static <T> List<T> list(JsonNode json, String key, Function<JsonNode, T> item) {
        List<T> items = new ArrayList<>();
        child(json, key).forEach(one -> items.add(item.apply(one)));
        return items;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String key) {
        return Enum.valueOf(type, text(child(json, key), key).toUpperCase(Locale.ROOT));
    }

    private static JsonNode child(JsonNode json, String key) {
        JsonNode child = json.get(key);
        if (child == null) {
            throw new IllegalArgumentException("\"%s\" is missing".formatted(key));
        }
        return child;
    }

    private static long number(JsonNode json, String key) {
        JsonNode value = child(json, key);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        throw new IllegalArgumentException("\"%s\" is not a whole number".formatted(key));
    }

    private static @Nullable String textOrNull(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isNull() || value.isMissingNode() ? null : text(value, key);
    }

    private static String text(JsonNode value, String key) {
        if (value.isString()) {
            return value.stringValue();
        }
        throw new IllegalArgumentException("\"%s\" is not a string".formatted(key));
    }
}
