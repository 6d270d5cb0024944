package dev.corecdc.format;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the values of a row as JSON: numbers exactly, dates and times as SQL writes them with a {@code T} between the
 * two, JSON as it is, bytes in base64 (RFC 4648, padded), a geometry as its {@code srid} and {@code wkb}, a vector as
 * an array of numbers.
 */
final class JsonValues {

    private static final SerializedString SRID = new SerializedString("srid");
    private static final SerializedString WKB = new SerializedString("wkb");

    private final boolean decimalAsString;
    private final boolean unsignedBigintAsString;

    JsonValues(JsonSettings settings) {
        this.decimalAsString = settings.decimal() == NumberStyle.STRING;
        this.unsignedBigintAsString = settings.unsignedBigint() == NumberStyle.STRING;
    }

    /**
     * Writes one value.
     *
     * @param value of one of the types that {@link ColumnType} names
     */
    void write(Column column, @Nullable Object value, JsonGenerator generator) {
        if (value == null) {
            generator.writeNull();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Long || value instanceof BigInteger) {
            writeInteger(column, (Number) value, generator);
        } else if (value instanceof BigDecimal number) {
            writeDecimal(number, generator);
        } else if (value instanceof SqlDateTime || value instanceof SqlDate || value instanceof SqlTime) {
            generator.writeString(value.toString());
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Float number) {
            generator.writeNumber(number);
        } else if (value instanceof byte[] bytes) {
            generator.writeBinary(bytes);
        } else if (value instanceof Json document) {
            generator.writeRawValue(document.text());
        } else if (value instanceof Geometry geometry) {
            writeGeometry(geometry, generator);
        } else if (value instanceof float[] vector) {
            writeVector(vector, generator);
        } else {
            throw new IllegalArgumentException("column " + column.name() + " holds a "
                    + value.getClass().getName() + ", which no column type has");
        }
    }

    private void writeInteger(Column column, Number number, JsonGenerator generator) {
        if (unsignedBigintAsString && column.unsigned() && column.type() == ColumnType.BIGINT) {
            generator.writeString(number.toString());
        } else if (number instanceof BigInteger large) {
            generator.writeNumber(large);
        } else {
            generator.writeNumber(number.longValue());
        }
    }

    private void writeDecimal(BigDecimal number, JsonGenerator generator) {
        if (decimalAsString) {
            generator.writeString(number.toPlainString());
        } else {
            generator.writeNumber(number);
        }
    }

    private static void writeGeometry(Geometry geometry, JsonGenerator generator) {
        generator.writeStartObject();
        generator.writeName(SRID);
        generator.writeNumber(geometry.srid());
        generator.writeName(WKB);
        generator.writeBinary(geometry.wkb());
        generator.writeEndObject();
    }

    private static void writeVector(float[] vector, JsonGenerator generator) {
        generator.writeStartArray();
        for (float number : vector) {
            generator.writeNumber(number);
        }
        generator.writeEndArray();
    }
}
