package dev.corecdc.target.listener;

import dev.corecdc.target.listener.RowType.Property;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document without the wrappers in which Extended JSON tells types (MongoDB manual, "MongoDB Extended JSON (v2)"): ids, UUIDs and dates
 * are texts, numbers numbers, and binary values bytes. What has no plain form is left as it is.
 */
final class PlainDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlainDocument() {}

    /** A document, its fields by the names of the properties. */
    static ObjectNode of(JsonNode document, RowType type) {
        ObjectNode tree = NODES.objectNode();
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            Property property = type.propertyFor(field.getKey());
            tree.set(property == null ? field.getKey() : property.name(), plain(field.getValue()));
        }
        return tree;
    }

    private static JsonNode plain(JsonNode node) {
        if (node.isArray()) {
            ArrayNode plain = NODES.arrayNode();
            node.forEach(element -> plain.add(plain(element)));
            return plain;
        }
        if (!node.isObject()) {
            return node;
        }
        JsonNode value = node.size() == 1 ? unwrapped(node) : null;
        if (value != null) {
            return value;
        }
        ObjectNode plain = NODES.objectNode();
        node.properties().forEach(field -> plain.set(field.getKey(), plain(field.getValue())));
        return plain;
    }

    private static @Nullable JsonNode unwrapped(JsonNode node) {
        Map.Entry<String, JsonNode> only = node.properties().iterator().next();
        JsonNode value = only.getValue();
        return switch (only.getKey()) {
            case "$oid", "$uuid", "$symbol" -> value.isString() ? value : null;
            case "$date" -> value.isObject() ? plain(value) : value;
            case "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal" ->
                value.isString() ? number(value) : null;
            case "$binary" ->
                value.path("base64").isString()
                        ? NODES.binaryNode(
                                Base64.getDecoder().decode(value.path("base64").stringValue()))
                        : null;
            default -> null;
        };
    }

    /** NaN and the infinities stay texts. */
    private static JsonNode number(JsonNode text) {
        try {
            BigDecimal number = new BigDecimal(text.stringValue());
            return number.scale() == 0 ? NODES.numberNode(number.unscaledValue()) : NODES.numberNode(number);
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
