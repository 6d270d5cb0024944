package dev.corecdc.target.mongodb;

import dev.corecdc.event.Column;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** Values of rows as BSON: each worth the same as in the source, and where BSON has no such value, as text. */
final class Values {

    /** A BSON date counts milliseconds. */
    private static final int DATE_DIGITS = 3;

    private Values() {}

    /** @throws UnfitChangeException when BSON cannot hold it */
    static BsonValue of(@Nullable Object value, Column column) throws UnfitChangeException {
        if (value == null) {
            return BsonNull.VALUE;
        }
        return switch (column.type()) {
            case TINYINT, SMALLINT, MEDIUMINT, YEAR -> new BsonInt32(((Long) value).intValue());
            case INT -> column.unsigned() ? integer(value) : new BsonInt32(((Long) value).intValue());
            case BIGINT, BIT -> integer(value);
            case DECIMAL -> decimal((BigDecimal) value);
            case FLOAT -> floating((Float) value);
            case DOUBLE -> new BsonDouble((Double) value);
            case DATE -> date((SqlDate) value);
            case DATETIME, TIMESTAMP -> dateTime((SqlDateTime) value);
            case TIME, TEXT, ENUM, SET -> new BsonString(value.toString());
            case BINARY -> new BsonBinary((byte[]) value);
            case JSON, DOCUMENT -> JsonValues.of(((Json) value).text());
            case GEOMETRY -> geometry((Geometry) value);
            case VECTOR -> vector((float[]) value);
        };
    }

    private static BsonValue integer(Object value) {
        return value instanceof Long number ? new BsonInt64(number) : decimal(new BigDecimal((BigInteger) value));
    }

    /** As a text where it has more than 34 digits. */
    static BsonValue decimal(BigDecimal value) {
        try {
            return new BsonDecimal128(new Decimal128(value));
        } catch (NumberFormatException e) {
            return new BsonString(value.toPlainString());
        }
    }

    /** The number that people see, which is the same {@code float}. */
    private static BsonDouble floating(float value) {
        return new BsonDouble(Double.parseDouble(Float.toString(value)));
    }

    private static BsonValue date(SqlDate date) {
        LocalDate day = day(date);
        return day == null
                ? new BsonString(date.toString())
                : new BsonDateTime(day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
    }

    private static BsonValue dateTime(SqlDateTime time) {
        LocalDate day = time.digits() > DATE_DIGITS ? null : day(time.date());
        return day == null
                ? new BsonString(time.toString())
                : new BsonDateTime(day.atTime(time.hour(), time.minute(), time.second(), time.micros() * 1000)
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli());
    }

    /** Null for a zero date, and any other that no calendar has. */
    private static @Nullable LocalDate day(SqlDate date) {
        if (date.year() == 0) {
            return null;
        }
        try {
            return LocalDate.of(date.year(), date.month(), date.day());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static BsonDocument geometry(Geometry geometry) {
        return new BsonDocument("srid", new BsonInt64(geometry.srid())).append("wkb", new BsonBinary(geometry.wkb()));
    }

    private static BsonArray vector(float[] vector) {
        List<BsonValue> numbers = new ArrayList<>(vector.length);
        for (float number : vector) {
            numbers.add(floating(number));
        }
        return new BsonArray(numbers);
    }
}
