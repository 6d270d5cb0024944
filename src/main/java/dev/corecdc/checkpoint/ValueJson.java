package dev.corecdc.checkpoint;

import dev.corecdc.event.Bson;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of rows as JSON that gives exactly the same values back. Strings, numbers within 64 bits, true, false and null stand for themselves;
 * every other value is an object with one key that says what it is, such as {@code {"decimal": "1.20"}}.
 */
final class ValueJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern DATE = Pattern.compile("(\\d{4,5})-(\\d\\d)-(\\d\\d)");
    private static final Pattern TIME = Pattern.compile("(-?)(\\d{2,4}):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,6}))?");

    private ValueJson() {}

    /** @throws IllegalArgumentException when it is of no type that a row holds */
    static JsonNode of(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        } else if (value instanceof String text) {
            return NODES.stringNode(text);
        } else if (value instanceof Long number) {
            return NODES.numberNode(number);
        } else if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        } else if (value instanceof Geometry geometry) {
            ObjectNode parts = NODES.objectNode();
            parts.put("srid", geometry.srid());
            parts.put("wkb", Base64.getEncoder().encodeToString(geometry.wkb()));
            return tagged("geometry", parts);
        } else if (value instanceof float[] vector) {
            ArrayNode numbers = NODES.arrayNode();
            for (float number : vector) {
                numbers.add(Float.toString(number));
            }
            return tagged("vector", numbers);
        }
        return tagged(value);
    }

    /** The {@code _id} of a document, with its type. */
    static JsonNode ofId(Bson id) {
        ObjectNode parts = NODES.objectNode();
        parts.put("json", id.text());
        parts.put("base64", Base64.getEncoder().encodeToString(id.bytes()));
        return tagged("bson", parts);
    }

    private static JsonNode tagged(Object value) {
        if (value == Row.ABSENT) {
            return tagged("absent", NODES.booleanNode(true));
        } else if (value instanceof BigInteger) {
            return tagged("integer", value.toString());
        } else if (value instanceof BigDecimal) {
            return tagged("decimal", value.toString());
        } else if (value instanceof Float) {
            return tagged("float", value.toString());
        } else if (value instanceof Double) {
            return tagged("double", value.toString());
        } else if (value instanceof SqlDate) {
            return tagged("date", value.toString());
        } else if (value instanceof SqlDateTime) {
            return tagged("datetime", value.toString());
        } else if (value instanceof SqlTime) {
            return tagged("time", value.toString());
        } else if (value instanceof byte[] bytes) {
            return tagged("base64", Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Json json) {
            return tagged("json", json.text());
        }
        throw new IllegalArgumentException("a row holds no " + value.getClass().getName());
    }

    private static JsonNode tagged(String kind, String text) {
        return tagged(kind, NODES.stringNode(text));
    }

    private static JsonNode tagged(String kind, JsonNode value) {
        return NODES.objectNode().set(kind, value);
    }

    /** @throws IllegalArgumentException when it is not what {@link #of} gives; the message says why */
    static @Nullable Object read(JsonNode json) {
        if (json.isNull()) {
            return null;
        } else if (json.isString()) {
            return json.stringValue();
        } else if (json.isBoolean()) {
            return json.booleanValue();
        } else if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        } else if (json instanceof ObjectNode object && object.size() == 1) {
            String kind = object.propertyNames().iterator().next();
            return read(kind, object.get(kind));
        }
        throw new IllegalArgumentException("%s is no value".formatted(shortened(json)));
    }

    private static Object read(String kind, JsonNode value) {
        return switch (kind) {
            case "absent" -> Row.ABSENT;
            case "integer" -> new BigInteger(text(kind, value));
            case "decimal" -> new BigDecimal(text(kind, value));
            case "float" -> Float.valueOf(text(kind, value));
            case "double" -> Double.valueOf(text(kind, value));
            case "date" -> date(text(kind, value));
            case "datetime" -> dateTime(text(kind, value));
            case "time" -> time(text(kind, value));
            case "base64" -> Base64.getDecoder().decode(text(kind, value));
            case "json" -> Json.of(text(kind, value));
            case "bson" ->
                Bson.of(
                        text("json", value.path("json")),
                        Base64.getDecoder().decode(text("base64", value.path("base64"))));
            case "geometry" ->
                new Geometry(
                        value.path("srid").longValue(), Base64.getDecoder().decode(text("wkb", value.path("wkb"))));
            case "vector" -> vector(value);
            default -> throw new IllegalArgumentException("\"%s\" is no kind of value".formatted(kind));
        };
    }

    private static String text(String kind, JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        throw new IllegalArgumentException("\"%s\" is not a string".formatted(kind));
    }

    private static float[] vector(JsonNode value) {
        float[] vector = new float[value.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float.parseFloat(text("vector", value.path(i)));
        }
        return vector;
    }

    private static SqlDate date(String text) {
        Matcher parts = matcher(DATE, text);
        return new SqlDate(number(parts, 1), number(parts, 2), number(parts, 3));
    }

    private static SqlDateTime dateTime(String text) {
        int t = text.indexOf('T');
        if (t < 0) {
            throw new IllegalArgumentException("'%s' has no T".formatted(text));
        }
        SqlTime time = time(text.substring(t + 1));
        return new SqlDateTime(
                date(text.substring(0, t)), time.hours(), time.minutes(), time.seconds(), time.micros(), time.digits());
    }

    private static SqlTime time(String text) {
        Matcher parts = matcher(TIME, text);
        String fraction = parts.group(5) == null ? "" : parts.group(5);
        int micros = Integer.parseInt((fraction + "000000").substring(0, 6));
        return new SqlTime(
                !parts.group(1).isEmpty(),
                number(parts, 2),
                number(parts, 3),
                number(parts, 4),
                micros,
                fraction.length());
    }

    private static Matcher matcher(Pattern pattern, String text) {
        Matcher parts = pattern.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'%s' is no date or time".formatted(text));
        }
        return parts;
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static String shortened(JsonNode json) {
        String text = json.toString();
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
