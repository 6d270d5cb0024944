package dev.corecdc.target.listener;

import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Binds rows, and documents, to objects of one type. Used by one thread at a time. */
final class RowReader {

    /** So many that most of them are gone: readers describe a table anew when they connect again. */
    private static final int MANY = 1_000;

    private final RowType type;
    private final ObjectReader reader;
    private final ColumnNodes nodes;
    private final Map<Columns, RowLayout> layouts = new HashMap<>();
    private @Nullable Columns lastColumns;
    private @Nullable RowLayout lastLayout;

    RowReader(Type type, JsonMapper mapper, ColumnNodes nodes) {
        this.type = RowType.of(type, mapper);
        // A fraction must not vanish because a property has no place for it.
        this.reader = mapper.readerFor(this.type.type()).without(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
        this.nodes = nodes;
    }

    /**
     * What a row is bound to; null when it is a document that the log does not hold.
     *
     * @throws UnboundRowException when it cannot be bound
     */
    @Nullable
    Object read(Columns columns, Row row) throws UnboundRowException {
        try {
            JsonNode tree = tree(columns, row);
            if (tree == null) {
                return null;
            }
            Object bound = reader.readValue(tree);
            if (bound != null) {
                return bound;
            }
        } catch (JacksonException e) {
            throw new UnboundRowException(
                    "a row of %s.%s is not a %s: %s%s"
                            .formatted(
                                    columns.schema(), columns.table(), type.shown(), path(e), e.getOriginalMessage()),
                    e);
        } catch (RuntimeException e) {
            throw new UnboundRowException(
                    "a row of %s.%s is not a %s: %s".formatted(columns.schema(), columns.table(), type.shown(), e), e);
        }
        throw new UnboundRowException(
                "a row of %s.%s became nothing as a %s".formatted(columns.schema(), columns.table(), type.shown()),
                null);
    }

    private @Nullable JsonNode tree(Columns columns, Row row) throws UnboundRowException {
        if (!columns.isOfCollection()) {
            return layout(columns).tree(row, nodes);
        }
        return row.has(Columns.DOCUMENT) && row.get(Columns.DOCUMENT) instanceof Json document
                ? PlainDocument.of(nodes.tree(document), type)
                : null;
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            path.append(path.isEmpty() ? "" : ".")
                    .append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
        }
        return path.isEmpty() ? "" : "'" + path + "': ";
    }

    @SuppressWarnings("ReferenceEquality") // a version of a table is the same object for all its rows
    private RowLayout layout(Columns columns) throws UnboundRowException {
        RowLayout layout = lastLayout;
        if (layout == null || lastColumns != columns) {
            layout = layouts.get(columns);
            if (layout == null) {
                if (layouts.size() >= MANY) {
                    layouts.clear();
                }
                layout = RowLayout.of(columns, type);
                layouts.put(columns, layout);
            }
            lastColumns = columns;
            lastLayout = layout;
        }
        return layout;
    }
}
