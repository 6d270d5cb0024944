package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Tells the names of what a change changed: columns, or the fields of a document. What may have been changed counts as changed. */
final class ChangedColumns {

    private final ColumnNodes nodes;

    ChangedColumns(ColumnNodes nodes) {
        this.nodes = nodes;
    }

    Set<String> of(ChangeRecord change) {
        return change.columns().isOfCollection() ? fields(change) : columns(change);
    }

    private static Set<String> columns(ChangeRecord change) {
        Columns columns = change.columns();
        Row before = change.type() == EventType.UPDATE ? change.before() : null;
        Set<String> changed = new LinkedHashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            // What an update leaves as it was need not be in the log, nor what it replaces.
            boolean there = change.row().has(i);
            boolean same = there
                    && before != null
                    && before.has(i)
                    && isSame(before.get(i), change.row().get(i));
            if (there && !same) {
                changed.add(columns.column(i).name());
            }
        }
        return changed;
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof Json document) {
            return other instanceof Json that && document.text().equals(that.text());
        }
        return Objects.deepEquals(one, other);
    }

    private Set<String> fields(ChangeRecord change) {
        JsonNode after = document(change.row());
        Row before = change.before();
        JsonNode old = before == null ? MissingNode.getInstance() : document(before);
        Set<String> changed = new LinkedHashSet<>(after.propertyNames());
        changed.addAll(old.propertyNames());
        if (change.type() != EventType.UPDATE) {
            return changed;
        }
        if (old.isObject() && after.isObject()) {
            changed.removeIf(field -> after.path(field).equals(old.path(field)));
            return changed;
        }
        Json event = change.origin().event();
        JsonNode update =
                event == null ? MissingNode.getInstance() : nodes.tree(event).path("updateDescription");
        return update.isObject() ? described(update) : changed;
    }

    private static Set<String> described(JsonNode update) {
        Set<String> changed = new LinkedHashSet<>();
        update.path("updatedFields").propertyNames().forEach(path -> changed.add(top(path)));
        update.path("removedFields").forEach(path -> changed.add(top(path.asString())));
        update.path("truncatedArrays")
                .forEach(array -> changed.add(top(array.path("field").asString())));
        return changed;
    }

    private static String top(String path) {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    private JsonNode document(Row row) {
        return row.has(Columns.DOCUMENT) && row.get(Columns.DOCUMENT) instanceof Json document
                ? nodes.tree(document)
                : MissingNode.getInstance();
    }
}
