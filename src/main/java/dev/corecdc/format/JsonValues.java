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
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a row as JSON: numbers exactly, dates and times as SQL writes them with a {@code T} between the
 * two, JSON as it is, bytes in base64 (RFC 4648, padded), a geometry as its {@code srid} and {@code wkb}, a vector as
 * an array of numbers.
 */
final class JsonValues {

    private static final byte[] SRID = JsonOutput.ascii("{\"srid\":");
    private static final byte[] WKB = JsonOutput.ascii(",\"wkb\":");

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
    void write(Column column, @Nullable Object value, JsonOutput out) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeText(text);
        } else if (value instanceof Long number) {
            writeInteger(column, number, out);
        } else if (value instanceof BigInteger number) {
            writeInteger(column, number, out);
        } else if (value instanceof BigDecimal number) {
            writeDecimal(number, out);
        } else if (value instanceof SqlDateTime time) {
            writeDateTime(time, out);
        } else if (value instanceof SqlDate date) {
            out.write('"');
            writeDate(date, out);
            out.write('"');
        } else if (value instanceof SqlTime) {
            out.writeText(value.toString());
        } else if (value instanceof Double number) {
            out.writeNumber(number);
        } else if (value instanceof Float number) {
            out.writeNumber(number);
        } else if (value instanceof byte[] bytes) {
            out.writeBase64(bytes);
        } else if (value instanceof Json document) {
            out.writeJson(document.text());
        } else if (value instanceof Geometry geometry) {
            writeGeometry(geometry, out);
        } else if (value instanceof float[] vector) {
            writeVector(vector, out);
        } else {
            throw new IllegalArgumentException("column " + column.name() + " holds a "
                    + value.getClass().getName() + ", which no column type has");
        }
    }

    private void writeInteger(Column column, long number, JsonOutput out) throws IOException {
        if (isText(column)) {
            out.writeText(Long.toString(number));
        } else {
            out.writeNumber(number);
        }
    }

    private void writeInteger(Column column, BigInteger number, JsonOutput out) throws IOException {
        if (isText(column)) {
            out.writeText(number.toString());
        } else {
            out.writeNumber(number);
        }
    }

    private boolean isText(Column column) {
        return unsignedBigintAsString && column.unsigned() && column.type() == ColumnType.BIGINT;
    }

    private void writeDecimal(BigDecimal number, JsonOutput out) throws IOException {
        if (decimalAsString) {
            out.writeText(number.toPlainString());
        } else {
            out.writeNumber(number);
        }
    }

    /** As {@link SqlDateTime#toString} has it. */
    private static void writeDateTime(SqlDateTime time, JsonOutput out) throws IOException {
        out.write('"');
        writeDate(time.date(), out);
        out.write('T');
        out.writeDigits(time.hour(), 2);
        out.write(':');
        out.writeDigits(time.minute(), 2);
        out.write(':');
        out.writeDigits(time.second(), 2);
        if (time.digits() > 0) {
            out.write('.');
            out.writeFraction(time.micros(), time.digits());
        }
        out.write('"');
    }

    private static void writeDate(SqlDate date, JsonOutput out) throws IOException {
        out.writeDigits(date.year(), 4);
        out.write('-');
        out.writeDigits(date.month(), 2);
        out.write('-');
        out.writeDigits(date.day(), 2);
    }

    private static void writeGeometry(Geometry geometry, JsonOutput out) throws IOException {
        out.write(SRID);
        out.writeNumber(geometry.srid());
        out.write(WKB);
        out.writeBase64(geometry.wkb());
        out.write('}');
    }

    private static void writeVector(float[] vector, JsonOutput out) throws IOException {
        char separator = '[';
        for (float number : vector) {
            out.write(separator);
            out.writeNumber(number);
            separator = ',';
        }
        if (vector.length == 0) {
            out.write('[');
        }
        out.write(']');
    }
}
