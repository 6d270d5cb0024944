package dev.corecdc.format;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import dev.corecdc.format.FormatSettings.DebeziumSettings;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import dev.corecdc.format.FormatSettings.UnsignedHandling;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a row as the JSON of Debezium's connector for MySQL, by the type of the column (Debezium documentation, "Debezium
 * connector for MySQL": "Data type mappings"), with {@code time.precision.mode=adaptive_time_microseconds} and
 * {@code binary.handling.mode=bytes}.
 *
 * <p>A date or time without a place on the calendar, such as a zero date, is null, or that of the epoch where the column does not take NULL.
 */
final class DebeziumValues {

    private static final long MICROS_PER_SECOND = 1_000_000;

    /** A column with as many digits counts milliseconds, one with more microseconds. */
    private static final int MOST_MILLI_DIGITS = 3;

    /** Byte order, type and two coordinates. */
    private static final int POINT_BYTES = 21;

    private static final byte[] TRUE = JsonOutput.ascii("true");
    private static final byte[] FALSE = JsonOutput.ascii("false");
    private static final byte[] X = JsonOutput.ascii("{\"x\":");
    private static final byte[] Y = JsonOutput.ascii(",\"y\":");
    private static final byte[] WKB_NEXT = JsonOutput.ascii(",\"wkb\":");
    private static final byte[] WKB_FIRST = JsonOutput.ascii("{\"wkb\":");
    private static final byte[] SRID = JsonOutput.ascii(",\"srid\":");

    private final DebeziumSettings settings;
    private final JsonValues plain = new JsonValues(new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER));

    DebeziumValues(DebeziumSettings settings) {
        this.settings = settings;
    }

    /**
     * Writes one value.
     *
     * @param value of one of the types that {@link ColumnType} names
     */
    void write(Column column, @Nullable Object value, JsonOutput out) throws IOException {
        if (value instanceof BigDecimal number) {
            writeDecimal(number, out);
        } else if (value instanceof SqlDateTime time) {
            writeDateTime(column, time, out);
        } else if (value instanceof SqlDate date) {
            writeDate(column, date, out);
        } else if (value instanceof SqlTime time) {
            out.writeNumber(micros(time));
        } else if (value instanceof Json document) {
            out.writeText(document.text());
        } else if (value instanceof Geometry geometry) {
            writeGeometry(column, geometry, out);
        } else if (value instanceof Number number && column.type() == ColumnType.BIT) {
            writeBits(column.declaration().length(), number.longValue(), out);
        } else if (value instanceof Number number && column.type() == ColumnType.BIGINT && column.unsigned()) {
            writeUnsigned(number, out);
        } else {
            plain.write(column, value, out);
        }
    }

    private void writeDecimal(BigDecimal number, JsonOutput out) throws IOException {
        switch (settings.decimal()) {
            case PRECISE -> out.writeBase64(number.unscaledValue().toByteArray());
            case STRING -> out.writeText(number.toPlainString());
            case DOUBLE -> out.writeNumber(number.doubleValue());
        }
    }

    private void writeUnsigned(Number number, JsonOutput out) throws IOException {
        if (settings.unsignedBigint() == UnsignedHandling.LONG) {
            out.writeNumber(number.longValue());
        } else {
            BigInteger exact = number instanceof BigInteger big ? big : BigInteger.valueOf(number.longValue());
            out.writeBase64(exact.toByteArray());
        }
    }

    /** {@code io.debezium.data.Bits}: the lowest byte comes first. */
    private static void writeBits(int length, long bits, JsonOutput out) throws IOException {
        if (length == 1) {
            out.write(bits == 0 ? FALSE : TRUE);
            return;
        }
        byte[] bytes = new byte[length == 0 ? Long.BYTES : (length + 7) / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bits >>> (8 * i));
        }
        out.writeBase64(bytes);
    }

    /** {@code io.debezium.time.Date}: days since the epoch. */
    private static void writeDate(Column column, SqlDate date, JsonOutput out) throws IOException {
        if (exists(date)) {
            out.writeNumber(day(date));
        } else {
            writeEpochOrNull(column, out);
        }
    }

    private static void writeEpochOrNull(Column column, JsonOutput out) throws IOException {
        if (column.declaration().nullable()) {
            out.writeNull();
        } else {
            out.writeNumber(0);
        }
    }

    private static void writeDateTime(Column column, SqlDateTime time, JsonOutput out) throws IOException {
        if (column.type() == ColumnType.TIMESTAMP) {
            writeTimestamp(column, time, out);
        } else if (!exists(time.date())) {
            writeEpochOrNull(column, out);
        } else {
            long second = LocalDate.of(
                            time.date().year(), time.date().month(), time.date().day())
                    .toEpochSecond(LocalTime.of(time.hour(), time.minute(), time.second()), ZoneOffset.UTC);
            // io.debezium.time.Timestamp, io.debezium.time.MicroTimestamp
            out.writeNumber(
                    time.digits() <= MOST_MILLI_DIGITS
                            ? second * 1_000 + time.micros() / 1_000
                            : second * MICROS_PER_SECOND + time.micros());
        }
    }

    /** {@code io.debezium.time.ZonedTimestamp}, in UTC. */
    private static void writeTimestamp(Column column, SqlDateTime time, JsonOutput out) throws IOException {
        if (exists(time.date())) {
            out.writeText(time + "Z");
        } else if (column.declaration().nullable()) {
            out.writeNull();
        } else {
            out.writeText("1970-01-01T00:00:00Z");
        }
    }

    private static boolean exists(SqlDate date) {
        return date.year() > 0
                && date.month() > 0
                && date.day() > 0
                && YearMonth.of(date.year(), date.month()).isValidDay(date.day());
    }

    private static long day(SqlDate date) {
        return LocalDate.of(date.year(), date.month(), date.day()).toEpochDay();
    }

    /** {@code io.debezium.time.MicroTime}. */
    private static long micros(SqlTime time) {
        long seconds = (time.hours() * 60L + time.minutes()) * 60 + time.seconds();
        long micros = seconds * MICROS_PER_SECOND + time.micros();
        return time.negative() ? -micros : micros;
    }

    /** {@code io.debezium.data.geometry.Geometry}, and {@code Point} of a column that holds nothing else. */
    private static void writeGeometry(Column column, Geometry geometry, JsonOutput out) throws IOException {
        byte[] wkb = geometry.wkb();
        if (column.declaration().is("point") && wkb.length == POINT_BYTES) {
            ByteBuffer bytes = ByteBuffer.wrap(wkb).order(wkb[0] == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            out.write(X);
            out.writeNumber(bytes.getDouble(POINT_BYTES - 2 * Double.BYTES));
            out.write(Y);
            out.writeNumber(bytes.getDouble(POINT_BYTES - Double.BYTES));
            out.write(WKB_NEXT);
        } else {
            out.write(WKB_FIRST);
        }
        out.writeBase64(wkb);
        out.write(SRID);
        if (geometry.srid() == 0) {
            out.writeNull();
        } else {
            out.writeNumber(geometry.srid());
        }
        out.write('}');
    }
}
