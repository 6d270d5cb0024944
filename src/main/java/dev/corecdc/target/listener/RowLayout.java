package dev.corecdc.target.listener;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Row;
import dev.corecdc.target.listener.RowType.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.convert.ConversionException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.TypeFactory;

/** Which property of a type takes which column of a table version. */
final class RowLayout {

    private static final Logger log = LoggerFactory.getLogger(RowLayout.class);

    /** Of what has no property. */
    private static final JavaType ANY = TypeFactory.unknownType();

    private final Columns columns;
    private final RowType type;
    private final List<@Nullable Property> properties = new ArrayList<>();

    private RowLayout(Columns columns, RowType type) {
        this.columns = columns;
        this.type = type;
    }

    /** @throws UnboundRowException when two columns would be the same property */
    static RowLayout of(Columns columns, RowType type) throws UnboundRowException {
        RowLayout layout = new RowLayout(columns, type);
        Map<String, String> taken = new HashMap<>();
        for (Column column : columns.columns()) {
            Property property = type.propertyFor(column.name());
            layout.properties.add(property);
            String other = property == null ? null : taken.put(property.name(), column.name());
            if (property != null && other != null) {
                throw new UnboundRowException(
                        "the columns '%s' and '%s' of %s would both be '%s' of %s; say which with @JsonProperty"
                                .formatted(other, column.name(), layout.table(), property.name(), type.shown()),
                        null);
            }
        }
        layout.tellMissing(taken);
        return layout;
    }

    private void tellMissing(Map<String, String> taken) {
        TreeSet<String> missing = new TreeSet<>(type.properties().keySet());
        missing.removeAll(taken.keySet());
        if (!missing.isEmpty()) {
            log.warn("{} has no column for {} of {}", table(), String.join(", ", missing), type.shown());
        }
    }

    private String table() {
        return columns.schema() + "." + columns.table();
    }

    /**
     * A row by the names of the properties.
     *
     * @throws UnboundRowException when the log does not hold a column that the type has a property for, or the property cannot take its value
     */
    ObjectNode tree(Row row, ColumnNodes nodes) throws UnboundRowException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.column(i);
            Property property = properties.get(i);
            if (!row.has(i)) {
                if (property != null) {
                    throw new UnboundRowException(
                            "the log does not hold the column '%s' of every change of %s, and %s has a property for it; it would with"
                                            .formatted(column.name(), table(), type.shown())
                                    + " binlog_row_image=FULL, and a Map takes what there is",
                            null);
                }
                continue;
            }
            String name = property == null ? column.name() : property.name();
            Object value = row.get(i);
            if (value == null) {
                tree.putNull(name);
            } else {
                tree.set(name, node(column, value, property == null ? ANY : property.type(), nodes));
            }
        }
        return tree;
    }

    private JsonNode node(Column column, Object value, JavaType wanted, ColumnNodes nodes) throws UnboundRowException {
        try {
            return nodes.of(column, value, wanted);
        } catch (RuntimeException e) {
            throw new UnboundRowException(
                    "a row of %s is not a %s: '%s': %s".formatted(table(), type.shown(), column.name(), why(e)), e);
        }
    }

    /** What a converter threw stands behind what Spring says of it. */
    private static String why(RuntimeException failure) {
        Throwable cause =
                failure instanceof ConversionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = cause.getMessage();
        return cause instanceof IllegalArgumentException && message != null ? message : cause.toString();
    }
}
