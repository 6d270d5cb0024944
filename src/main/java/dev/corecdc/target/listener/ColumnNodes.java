package dev.corecdc.target.listener;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.convert.ConversionService;
import org.springframework.util.ClassUtils;
import org.springframework.util.NumberUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows values of columns to Jackson: as the {@code core-cdc} format writes them, but where the property that takes a value says by its type that
 * it can take more of it.
 */
final class ColumnNodes {

    /** Of a moment; what a TIMESTAMP is, and a DATETIME is not. */
    private static final Set<Class<?>> MOMENTS = Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class);

    private static final Set<ColumnType> TIMES =
            Set.of(ColumnType.DATE, ColumnType.DATETIME, ColumnType.TIMESTAMP, ColumnType.TIME, ColumnType.YEAR);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonMapper mapper;
    private final JsonMapper documents;
    private final ConversionService conversions;

    /** @param conversions what users convert values with; asked first */
    ColumnNodes(JsonMapper mapper, ConversionService conversions) {
        this.mapper = mapper;
        this.documents = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        this.conversions = conversions;
    }

    /**
     * A value for a property.
     *
     * @param value of one of the types that {@link ColumnType} names
     * @param wanted the property's type; {@code Object} where there is none
     * @throws RuntimeException when a converter fails, or the value must not become one of that type
     */
    JsonNode of(Column column, Object value, JavaType wanted) {
        Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(
                wanted.isReferenceType() ? wanted.getReferencedType().getRawClass() : wanted.getRawClass());
        if (type != Object.class && !type.isInstance(value) && conversions.canConvert(value.getClass(), type)) {
            return converted(conversions.convert(value, type));
        }
        if (isDate(type) && TIMES.contains(column.type())) {
            return moment(column, value, type);
        }
        if (value instanceof String text) {
            return text(column, text, type);
        } else if (value instanceof Long number) {
            return type == Boolean.class ? NODES.booleanNode(number != 0) : NODES.numberNode(number);
        } else if (value instanceof BigInteger number) {
            return NODES.numberNode(number);
        } else if (value instanceof BigDecimal number) {
            return decimal(number, type);
        } else if (value instanceof Float number) {
            return type == Float.class
                    ? NODES.numberNode(number)
                    : NODES.numberNode(Double.parseDouble(number.toString()));
        } else if (value instanceof Double number) {
            return NODES.numberNode(number);
        } else if (value instanceof byte[] bytes) {
            return type == String.class ? base64(bytes) : NODES.binaryNode(bytes.clone());
        } else if (type != Object.class && type.isInstance(value)) {
            return NODES.pojoNode(value);
        } else if (value instanceof Json document) {
            return type == String.class ? NODES.stringNode(document.text()) : tree(document);
        } else if (value instanceof SqlDateTime time) {
            boolean moment = column.type() == ColumnType.TIMESTAMP && MOMENTS.contains(type);
            return NODES.stringNode(moment ? time + "Z" : time.toString());
        } else if (value instanceof SqlTime time) {
            return NODES.stringNode(type == Duration.class ? duration(time).toString() : time.toString());
        } else if (value instanceof Geometry geometry) {
            return geometry(geometry, type);
        } else if (value instanceof float[] vector) {
            return vector(vector);
        }
        return NODES.stringNode(value.toString());
    }

    private JsonNode converted(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        return isReadAnew(value) ? mapper.valueToTree(value) : NODES.pojoNode(value);
    }

    /** Whether what Jackson reads such values with takes no finished one. */
    private static boolean isReadAnew(Object value) {
        return value instanceof Enum<?>
                || value instanceof Boolean
                || value instanceof Character
                || NumberUtils.STANDARD_NUMBER_TYPES.contains(value.getClass())
                || isDate(value.getClass())
                || value instanceof Collection
                || value instanceof Map
                || value.getClass().isArray();
    }

    private static boolean isDate(Class<?> type) {
        return Date.class.isAssignableFrom(type) || Calendar.class.isAssignableFrom(type);
    }

    /** A {@link Date} would take any time for one in UTC, and a date that no calendar has for another. */
    private static JsonNode moment(Column column, Object value, Class<?> type) {
        boolean known = column.type() == ColumnType.TIMESTAMP
                && value instanceof SqlDateTime time
                && time.date().year() != 0
                && time.date().month() != 0
                && time.date().day() != 0;
        if (!known) {
            throw new IllegalArgumentException(
                    "a %s is a moment, and the %s %s is none; java.time has a type for it, or let a bean of type Converter<%s, %s> say what is meant"
                            .formatted(
                                    type.getSimpleName(),
                                    column.type(),
                                    value,
                                    value.getClass().getSimpleName(),
                                    type.getSimpleName()));
        }
        return NODES.stringNode(value + "Z");
    }

    /** A document that is JSON, with all digits of its numbers. */
    JsonNode tree(Json document) {
        return documents.readTree(document.text());
    }

    private JsonNode text(Column column, String text, Class<?> type) {
        boolean several = type.isArray() || Collection.class.isAssignableFrom(type);
        if (column.type() != ColumnType.SET || !several) {
            return mayBeDocument(text, type) ? document(text) : NODES.stringNode(text);
        }
        ArrayNode labels = NODES.arrayNode();
        if (!text.isEmpty()) {
            for (String label : text.split(",", -1)) {
                labels.add(label);
            }
        }
        return labels;
    }

    /** MariaDB's JSON is a text. */
    private static boolean mayBeDocument(String text, Class<?> type) {
        return type != Object.class
                && !BeanUtils.isSimpleValueType(type)
                && (text.startsWith("{") || text.startsWith("["));
    }

    private JsonNode document(String text) {
        try {
            return documents.readTree(text);
        } catch (JacksonException e) {
            return NODES.stringNode(text);
        }
    }

    /** One without a fraction is a whole number, which fits where a fraction would have to be cut off. */
    private static JsonNode decimal(BigDecimal number, Class<?> type) {
        if (type == String.class) {
            return NODES.stringNode(number.toPlainString());
        }
        return number.scale() == 0 ? NODES.numberNode(number.unscaledValue()) : NODES.numberNode(number);
    }

    private static Duration duration(SqlTime time) {
        Duration span = Duration.ofHours(time.hours())
                .plusMinutes(time.minutes())
                .plusSeconds(time.seconds())
                .plusNanos(time.micros() * 1000L);
        return time.negative() ? span.negated() : span;
    }

    private static JsonNode geometry(Geometry geometry, Class<?> type) {
        if (type == byte[].class) {
            return NODES.binaryNode(geometry.wkb().clone());
        }
        ObjectNode shown = NODES.objectNode();
        shown.put("srid", geometry.srid());
        shown.put("wkb", geometry.wkb().clone());
        return shown;
    }

    private static JsonNode vector(float[] vector) {
        ArrayNode numbers = NODES.arrayNode();
        for (float number : vector) {
            numbers.add(number);
        }
        return numbers;
    }

    private static JsonNode base64(byte[] bytes) {
        return NODES.stringNode(Base64.getEncoder().encodeToString(bytes));
    }
}
