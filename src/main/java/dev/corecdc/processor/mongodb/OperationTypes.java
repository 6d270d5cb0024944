package dev.corecdc.processor.mongodb;

import dev.corecdc.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation types of change events that change a document (MongoDB manual, "Change Events"). */
final class OperationTypes {

    static final String INVALIDATE = "invalidate";

    private static final Map<String, EventType> CHANGES = Map.of(
            "insert", EventType.INSERT,
            "update", EventType.UPDATE,
            "replace", EventType.UPDATE,
            "delete", EventType.DELETE);

    private OperationTypes() {}

    /** What the type does to a document; null for what does not happen to one. */
    static @Nullable EventType change(String operationType) {
        return CHANGES.get(operationType);
    }

    /** The types of changes that are not among {@code events}. */
    static List<String> without(Set<EventType> events) {
        return CHANGES.entrySet().stream()
                .filter(change -> !events.contains(change.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
