package dev.corecdc.processor.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON document that can be changed. It stays binary until a path leads into it; then it is taken apart by one
 * level. Used by one thread.
 */
final class JsonNode {

    private final JsonDecoder document;
    private final int type;
    private final int from;
    private final int end;

    private @Nullable Map<JsonKey, JsonNode> members;
    private @Nullable List<JsonNode> elements;

    /** The value of the type {@code type} that stands at {@code from} of its document and ends before {@code end}. */
    JsonNode(JsonDecoder document, int type, int from, int end) {
        this.document = document;
        this.type = type;
        this.from = from;
        this.end = end;
    }

    /** The members of an object in their order, to be changed. */
    Map<JsonKey, JsonNode> members() {
        takeApart();
        if (members == null) {
            throw new UndecodableEventException("the path of a change leads into what is no object");
        }
        return members;
    }

    /** The elements of an array, to be changed. */
    List<JsonNode> elements() {
        takeApart();
        if (elements == null) {
            throw new UndecodableEventException("the path of a change leads into what is no array");
        }
        return elements;
    }

    private void takeApart() {
        if (members != null || elements != null || !JsonTypes.isContainer(type)) {
            return;
        }
        JsonContainer container = document.container(type, from, end);
        if (container.isObject()) {
            members = new TreeMap<>();
            for (int i = 0; i < container.count(); i++) {
                members.put(document.key(container, i), element(container, i));
            }
        } else {
            elements = new ArrayList<>(container.count() + 1);
            for (int i = 0; i < container.count(); i++) {
                elements.add(element(container, i));
            }
        }
    }

    private JsonNode element(JsonContainer container, int index) {
        return new JsonNode(document, container.type(index), container.valueFrom(index), container.valueEnd(index));
    }

    /**
     * Writes the value as it is now.
     *
     * @param depth how many objects and arrays it is in
     */
    void write(JsonText text, int depth) {
        if (members != null) {
            JsonTypes.checkDepth(depth + 1);
            String separator = "{";
            for (var member : members.entrySet()) {
                text.append(separator);
                text.quote(member.getKey().toString());
                text.append(": ");
                member.getValue().write(text, depth + 1);
                separator = ", ";
            }
            text.append(members.isEmpty() ? "{}" : "}");
        } else if (elements != null) {
            JsonTypes.checkDepth(depth + 1);
            String separator = "[";
            for (JsonNode element : elements) {
                text.append(separator);
                element.write(text, depth + 1);
                separator = ", ";
            }
            text.append(elements.isEmpty() ? "[]" : "]");
        } else {
            document.write(text, type, from, end, depth);
        }
    }
}
