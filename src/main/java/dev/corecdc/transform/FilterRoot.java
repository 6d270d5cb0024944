package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as a filter sees it, by the names that it has in the format {@code core-cdc}. */
record FilterRoot(Map<String, Integer> places, ChangeRecord change) {

    /** What a name stands for. */
    @Nullable
    Object get(String name) {
        return switch (name) {
            case "record" -> record();
            case "before" -> {
                Row before = change.before();
                yield before == null ? null : row(before);
            }
            case "event_type" -> change.type().name();
            case "schema_name" -> change.columns().schema();
            case "table_name" -> change.columns().table();
            default ->
                throw new IllegalArgumentException(
                        "'%s' is none of record, before, event_type, schema_name, table_name".formatted(name));
        };
    }

    private @Nullable Object record() {
        Json event = change.origin().event();
        return event == null ? row(change.row()) : JsonTree.of(event);
    }

    private @Nullable Object row(Row row) {
        Columns columns = change.columns();
        if (!columns.isOfCollection()) {
            return new RowView(places, Refusals.name(columns), row);
        }
        return row.has(Columns.DOCUMENT) && row.get(Columns.DOCUMENT) instanceof Json document
                ? JsonTree.of(document)
                : null;
    }
}
