package dev.corecdc.processor.mysql;

import dev.corecdc.event.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event of partial updates says of a JSON column instead of its value: changes, each an operation, a path and, unless it
 * removes, a value in the binary format (MySQL: {@code json_diff.h}, {@code Json_diff_vector}). They hold one after the other, each
 * on what the one before has left.
 */
final class JsonChanges {

    private static final int REPLACE = 0;
    private static final int INSERT = 1;
    private static final int REMOVE = 2;

    private JsonNode root;

    private JsonChanges(JsonNode root) {
        this.root = root;
    }

    /**
     * The document that {@code changes} make of another, as the server shows it.
     *
     * @param before the document before, in the binary format
     * @throws UndecodableEventException when one of the two is malformed, or they do not belong together
     */
    static Json apply(EventBytes before, EventBytes changes) {
        int size = before.remaining() + changes.remaining();
        JsonChanges document = new JsonChanges(before.json().root());
        while (!changes.isEmpty()) {
            document.change(changes);
        }
        JsonText text = new JsonText(size);
        document.root.write(text, 0);
        return Json.of(text.toString());
    }

    private void change(EventBytes changes) {
        int operation = changes.unsigned8();
        JsonPath path = JsonPath.parse(changes.text(CharacterSets.UTF8));
        switch (operation) {
            case REPLACE -> replace(path, value(changes));
            case INSERT -> insert(container(path), path.last(), value(changes));
            case REMOVE -> remove(container(path), path.last());
            default -> throw new UndecodableEventException("there is no change of the kind " + operation);
        }
    }

    private static JsonNode value(EventBytes changes) {
        return changes.part(changes.packed()).json().root();
    }

    private void replace(JsonPath path, JsonNode value) {
        if (path.isRoot()) {
            root = value;
            return;
        }
        JsonNode container = container(path);
        if (path.last() instanceof JsonPath.Member member) {
            found(container.members().replace(member.key(), value));
        } else if (path.last() instanceof JsonPath.Cell cell) {
            List<JsonNode> elements = container.elements();
            elements.set(index(cell, elements), value);
        }
    }

    /** A cell that there is not yet is added at the end, or before the first one if it is counted from the end. */
    private static void insert(JsonNode container, JsonPath.Leg leg, JsonNode value) {
        if (leg instanceof JsonPath.Member member) {
            if (container.members().putIfAbsent(member.key(), value) != null) {
                throw new UndecodableEventException("a member that a change adds is there already");
            }
        } else if (leg instanceof JsonPath.Cell cell) {
            List<JsonNode> elements = container.elements();
            elements.add(Math.max(0, Math.min(cell.in(elements.size()), elements.size())), value);
        }
    }

    private static void remove(JsonNode container, JsonPath.Leg leg) {
        if (leg instanceof JsonPath.Member member) {
            found(container.members().remove(member.key()));
        } else if (leg instanceof JsonPath.Cell cell) {
            List<JsonNode> elements = container.elements();
            elements.remove(index(cell, elements));
        }
    }

    /** What holds the value that {@code path} names. */
    private JsonNode container(JsonPath path) {
        if (path.isRoot()) {
            throw new UndecodableEventException("the whole document can only be replaced");
        }
        JsonNode node = root;
        for (JsonPath.Leg leg : path.legs().subList(0, path.legs().size() - 1)) {
            node = child(node, leg);
        }
        return node;
    }

    private static JsonNode child(JsonNode node, JsonPath.Leg leg) {
        if (leg instanceof JsonPath.Cell cell) {
            List<JsonNode> elements = node.elements();
            return elements.get(index(cell, elements));
        }
        return found(node.members().get(((JsonPath.Member) leg).key()));
    }

    private static int index(JsonPath.Cell cell, List<JsonNode> elements) {
        int index = cell.in(elements.size());
        if (index < 0 || index >= elements.size()) {
            throw notFound();
        }
        return index;
    }

    private static JsonNode found(@Nullable JsonNode node) {
        if (node == null) {
            throw notFound();
        }
        return node;
    }

    private static UndecodableEventException notFound() {
        return new UndecodableEventException("the document does not hold what a change is made to");
    }
}
