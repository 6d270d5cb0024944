package dev.corecdc.format;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDateTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberOutput;

/**
 * A column as Canal tells of it: each value is a text, or null, and has a type of JDBC ({@link Types}) that also depends on the value
 * (Canal's sources, {@code LogEventConvert} and {@code RowsLogBuffer}, as its documentation does not name the types).
 */
final class CanalColumn {

    private final Column column;
    private final Map<String, Integer> labels = new HashMap<>();

    CanalColumn(Column column) {
        this.column = column;
        List<String> ordered = column.declaration().labels();
        for (int i = 0; i < ordered.size(); i++) {
            labels.put(ordered.get(i), i);
        }
    }

    /**
     * The value as Canal writes it: an ENUM by its number, a SET by its bits, bytes as the characters U+0000 to U+00FF, a geometry as
     * MySQL stores it.
     *
     * @param value of one of the types that {@link dev.corecdc.event.ColumnType} names
     */
    @Nullable
    String text(@Nullable Object value) {
        if (value == null) {
            return null;
        } else if (value instanceof BigDecimal number) {
            return number.toPlainString();
        } else if (value instanceof Float number) {
            return NumberOutput.toString(number, true);
        } else if (value instanceof Double number) {
            return NumberOutput.toString(number, true);
        } else if (value instanceof SqlDateTime time) {
            return SqlTexts.of(time);
        } else if (value instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } else if (value instanceof Geometry geometry) {
            return new String(stored(geometry), StandardCharsets.ISO_8859_1);
        } else if (value instanceof float[] vector) {
            return Arrays.toString(vector).replace(" ", "");
        } else if (value instanceof Json document) {
            return document.text();
        }
        return switch (column.type()) {
            case ENUM -> number((String) value);
            case SET -> bits((String) value);
            case YEAR -> value.equals(0L) ? "0000" : value.toString();
            default -> value.toString();
        };
    }

    private static byte[] stored(Geometry geometry) {
        return ByteBuffer.allocate(Integer.BYTES + geometry.wkb().length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) geometry.srid())
                .put(geometry.wkb())
                .array();
    }

    /** What is no label is the value that an error leaves behind, which has the number 0. */
    private String number(String label) {
        if (labels.isEmpty()) {
            return label;
        }
        Integer index = labels.get(label);
        return index == null ? "0" : Integer.toString(index + 1);
    }

    private String bits(String joined) {
        if (labels.isEmpty()) {
            return joined;
        }
        long bits = 0;
        for (String label : joined.split(",", -1)) {
            Integer index = labels.get(label);
            bits |= index == null ? 0 : 1L << index;
        }
        return Long.toUnsignedString(bits);
    }

    /** The type of JDBC that Canal gives a value. */
    int sqlType(@Nullable Object value) {
        return switch (column.type()) {
            case TINYINT -> isPast(value, Byte.MAX_VALUE) ? Types.SMALLINT : Types.TINYINT;
            case SMALLINT -> isPast(value, Short.MAX_VALUE) ? Types.INTEGER : Types.SMALLINT;
            case MEDIUMINT -> Types.INTEGER;
            case INT -> isPast(value, Integer.MAX_VALUE) ? Types.BIGINT : Types.INTEGER;
            case BIGINT -> value instanceof BigInteger ? Types.DECIMAL : Types.BIGINT;
            case BIT -> Types.BIT;
            case YEAR -> Types.VARCHAR;
            case DECIMAL -> Types.DECIMAL;
            case FLOAT -> Types.REAL;
            case DOUBLE -> Types.DOUBLE;
            case DATE -> Types.DATE;
            case DATETIME, TIMESTAMP -> Types.TIMESTAMP;
            case TIME -> Types.TIME;
            case ENUM -> Types.INTEGER;
            case SET -> value == null ? Types.BINARY : Types.BIT;
            case TEXT -> textType(value);
            case BINARY -> value == null ? binaryType() : Types.BLOB;
            case GEOMETRY -> value == null ? Types.BINARY : Types.BLOB;
            case JSON, VECTOR, DOCUMENT -> value == null ? Types.OTHER : Types.VARCHAR;
        };
    }

    private boolean isPast(@Nullable Object value, long most) {
        return value instanceof Long number && number > most;
    }

    private int textType(@Nullable Object value) {
        if (column.declaration().is("char")) {
            return Types.CHAR;
        } else if (!column.declaration().type().endsWith("text")) {
            return Types.VARCHAR;
        } else if (value != null) {
            return Types.CLOB;
        }
        return binaryType();
    }

    /** Of NULL in a column that Canal reads as bytes. */
    private int binaryType() {
        String type = column.declaration().type();
        if (type.startsWith("binary")) {
            return Types.BINARY;
        }
        return type.startsWith("varbinary") || type.startsWith("tiny") ? Types.VARBINARY : Types.LONGVARBINARY;
    }
}
