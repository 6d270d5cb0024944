package dev.corecdc.processor.mongodb;

import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operation types of change events (MongoDB manual, "Change Events"). */
final class OperationTypes {

    static final String INVALIDATE = "invalidate";

    private static final Map<String, EventType> CHANGES = Map.of(
            "insert", EventType.INSERT,
            "update", EventType.UPDATE,
            "replace", EventType.UPDATE,
            "delete", EventType.DELETE);

    private static final Map<String, DdlKind> DDL = Map.of(
            "create", DdlKind.CREATE_TABLE,
            "modify", DdlKind.ALTER_TABLE,
            "drop", DdlKind.DROP_TABLE,
            "rename", DdlKind.RENAME_TABLE,
            "createIndexes", DdlKind.CREATE_INDEX,
            "dropIndexes", DdlKind.DROP_INDEX,
            "dropDatabase", DdlKind.DROP_DATABASE);

    private OperationTypes() {}

    /** What the type does to a document; null for what does not happen to one. */
    static @Nullable EventType change(String operationType) {
        return CHANGES.get(operationType);
    }

    /** What the type does that is not a change of a document. */
    static DdlKind ddl(String operationType) {
        return DDL.getOrDefault(operationType, DdlKind.OTHER);
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
