package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.ConversionService;
import tools.jackson.databind.json.JsonMapper;

/** Makes of a change what a listener takes of it. Used by one thread at a time. */
@FunctionalInterface
interface ChangeBinding {

    /**
     * What the listener takes of a change.
     *
     * @throws UnboundRowException when that cannot be made of it
     */
    Object of(ChangeRecord change) throws UnboundRowException;

    /**
     * The binding for a listener's parameter.
     *
     * @param parameter of a listener that takes changes of rows
     */
    static ChangeBinding of(ListenerParameter parameter, JsonMapper mapper, ConversionService conversions) {
        if (parameter.row() == null) {
            return change -> change;
        }
        ColumnNodes nodes = new ColumnNodes(mapper, conversions);
        RowReader rows = new RowReader(parameter.row(), mapper, nodes);
        return parameter.kind() == ListenerParameter.Kind.ROW
                ? change -> row(change, rows)
                : changes(rows, new ChangedColumns(nodes));
    }

    private static Object row(ChangeRecord change, RowReader rows) throws UnboundRowException {
        Object row = rows.read(change.columns(), change.row());
        if (row == null) {
            throw new UnboundRowException(
                    "the log does not hold the document of every change of %s.%s; it would with full-document: required, and a"
                                    .formatted(
                                            change.columns().schema(),
                                            change.columns().table())
                            + " Change of it tells what there is",
                    null);
        }
        return row;
    }

    private static ChangeBinding changes(RowReader rows, ChangedColumns changed) {
        return change -> {
            Object row = rows.read(change.columns(), change.row());
            Row before = change.before();
            boolean deleted = change.type() == EventType.DELETE;
            @Nullable Object old = before == null ? null : rows.read(change.columns(), before);
            return new Change<>(
                    change.type(), deleted ? row : old, deleted ? null : row, changed(change, changed), change);
        };
    }

    private static Set<String> changed(ChangeRecord change, ChangedColumns changed) throws UnboundRowException {
        try {
            return changed.of(change);
        } catch (RuntimeException e) {
            throw new UnboundRowException(
                    "it cannot be told what a change of %s.%s changed: %s"
                            .formatted(
                                    change.columns().schema(), change.columns().table(), e),
                    e);
        }
    }
}
