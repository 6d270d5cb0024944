package dev.corecdc.target.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type of MySQL and MariaDB as BSON, shown as canonical Extended JSON. */
class ValuesTests {

    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("values")
    void isWorthTheSame(ColumnType type, boolean unsigned, Object value, String expected) throws Exception {
        BsonDocument document = new BsonDocument("v", Values.of(value, new Column("c", type, unsigned)));

        assertThat(document.toJson(CANONICAL)).isEqualTo("{\"v\": " + expected.replace('\'', '"') + "}");
    }

    private static Arguments value(ColumnType type, Object value, String expected) {
        return arguments(type, false, value, expected);
    }

    private static Arguments unsigned(ColumnType type, Object value, String expected) {
        return arguments(type, true, value, expected);
    }

    private static SqlDateTime time(int year, int month, int day, int micros, int digits) {
        return new SqlDateTime(new SqlDate(year, month, day), 3, 48, 55, micros, digits);
    }

    static Stream<Arguments> values() {
        BigInteger largest = new BigInteger("18446744073709551615");
        return Stream.of(
                value(ColumnType.TINYINT, -128L, "{'$numberInt': '-128'}"),
                unsigned(ColumnType.SMALLINT, 65535L, "{'$numberInt': '65535'}"),
                unsigned(ColumnType.MEDIUMINT, 16777215L, "{'$numberInt': '16777215'}"),
                value(ColumnType.INT, -2147483648L, "{'$numberInt': '-2147483648'}"),
                unsigned(ColumnType.INT, 4294967295L, "{'$numberLong': '4294967295'}"),
                value(ColumnType.BIGINT, 5L, "{'$numberLong': '5'}"),
                unsigned(ColumnType.BIGINT, Long.MAX_VALUE, "{'$numberLong': '9223372036854775807'}"),
                unsigned(ColumnType.BIGINT, largest, "{'$numberDecimal': '18446744073709551615'}"),
                value(ColumnType.BIT, 5L, "{'$numberLong': '5'}"),
                value(ColumnType.BIT, largest, "{'$numberDecimal': '18446744073709551615'}"),
                value(ColumnType.YEAR, 0L, "{'$numberInt': '0'}"),
                value(ColumnType.DECIMAL, new BigDecimal("1.20"), "{'$numberDecimal': '1.20'}"),
                value(
                        ColumnType.DECIMAL,
                        new BigDecimal("-99999999999999999999999999999999.99"),
                        "{'$numberDecimal': '-99999999999999999999999999999999.99'}"),
                value(
                        ColumnType.DECIMAL,
                        new BigDecimal("123456789012345678901234567890.12345"),
                        "'123456789012345678901234567890.12345'"),
                value(ColumnType.FLOAT, 1.1f, "{'$numberDouble': '1.1'}"),
                value(ColumnType.DOUBLE, 0.1, "{'$numberDouble': '0.1'}"),
                value(ColumnType.DATE, new SqlDate(1990, 1, 15), "{'$date': {'$numberLong': '632361600000'}}"),
                value(ColumnType.DATE, new SqlDate(0, 0, 0), "'0000-00-00'"),
                value(ColumnType.DATE, new SqlDate(2020, 0, 0), "'2020-00-00'"),
                value(ColumnType.DATE, new SqlDate(0, 1, 1), "'0000-01-01'"),
                value(ColumnType.DATE, new SqlDate(2023, 2, 30), "'2023-02-30'"),
                value(ColumnType.DATE, new SqlDate(1000, 1, 1), "{'$date': {'$numberLong': '-30610224000000'}}"),
                value(ColumnType.DATETIME, time(2024, 12, 3, 0, 0), "{'$date': {'$numberLong': '1733197735000'}}"),
                value(ColumnType.DATETIME, time(2024, 12, 3, 123000, 3), "{'$date': {'$numberLong': '1733197735123'}}"),
                value(ColumnType.DATETIME, time(2024, 12, 3, 123000, 6), "'2024-12-03T03:48:55.123000'"),
                value(ColumnType.DATETIME, time(2024, 12, 3, 123400, 4), "'2024-12-03T03:48:55.1234'"),
                value(ColumnType.DATETIME, time(0, 0, 0, 0, 0), "'0000-00-00T03:48:55'"),
                value(ColumnType.TIMESTAMP, time(2024, 12, 3, 0, 0), "{'$date': {'$numberLong': '1733197735000'}}"),
                value(ColumnType.TIME, new SqlTime(true, 838, 59, 59, 0, 0), "'-838:59:59'"),
                value(ColumnType.TEXT, "na\u00efve \u0000", "'na\u00efve \\u0000'"),
                value(ColumnType.ENUM, "b", "'b'"),
                value(ColumnType.SET, "x,z", "'x,z'"),
                value(ColumnType.BINARY, new byte[] {0, -1}, "{'$binary': {'base64': 'AP8=', 'subType': '00'}}"),
                value(
                        ColumnType.JSON,
                        Json.of("{\"a\": [1, 2.5, \"x\", true, null], \"\": {\"$date\": \"no date\", \"b.c\": {}}}"),
                        "{'a': [{'$numberInt': '1'}, {'$numberDouble': '2.5'}, 'x', true, null],"
                                + " '': {'$date': 'no date', 'b.c': {}}}"),
                value(ColumnType.JSON, Json.of("4294967296"), "{'$numberLong': '4294967296'}"),
                value(ColumnType.JSON, Json.of("18446744073709551615"), "{'$numberDecimal': '18446744073709551615'}"),
                value(
                        ColumnType.JSON,
                        Json.of("1.7976931348623157e308"),
                        "{'$numberDouble': '1.7976931348623157E+308'}"),
                value(ColumnType.JSON, Json.of("1.234567890123456789"), "{'$numberDecimal': '1.234567890123456789'}"),
                value(ColumnType.JSON, Json.of("\"text\""), "'text'"),
                value(
                        ColumnType.GEOMETRY,
                        new Geometry(4326, new byte[] {1}),
                        "{'srid': {'$numberLong': '4326'}, 'wkb': {'$binary': {'base64': 'AQ==', 'subType': '00'}}}"),
                value(
                        ColumnType.VECTOR,
                        new float[] {0.1f, -2},
                        "[{'$numberDouble': '0.1'}, {'$numberDouble': '-2.0'}]"));
    }

    @Test
    void whatBsonCannotHoldIsSaid() {
        assertThatExceptionOfType(UnfitChangeException.class)
                .isThrownBy(() -> JsonValues.of("{\"a\\u0000b\": 1}"))
                .withMessageContaining("U+0000");
        assertThatExceptionOfType(UnfitChangeException.class)
                .isThrownBy(() -> JsonValues.of("[".repeat(300) + "]".repeat(300)))
                .withMessageContaining("cannot be read");
    }
}
