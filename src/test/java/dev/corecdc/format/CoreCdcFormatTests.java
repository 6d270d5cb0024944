package dev.corecdc.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.FormatSettings.NumberStyle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CoreCdcFormatTests {

    private static final Origin ORIGIN = new Origin(
            Instant.parse("2024-12-03T03:48:55.999Z"),
            "binlog.000002",
            1557,
            "24bc7850-2c16-11e6-a073-0242ac110002:23",
            "31");

    private static final Columns PERSON = new Columns(
            "test",
            "person",
            List.of(
                    new Column("id", ColumnType.INT, true),
                    new Column("name", ColumnType.TEXT, false),
                    new Column("born", ColumnType.DATE, false)),
            List.of(0));

    private static final JsonSettings NUMBERS = new JsonSettings(NumberStyle.NUMBER, NumberStyle.NUMBER);
    private static final JsonSettings STRINGS = new JsonSettings(NumberStyle.STRING, NumberStyle.STRING);

    @Test
    void writesAnInsert() {
        Row row = Row.of(1L, "Ann", new SqlDate(1990, 1, 15));
        assertThat(text(new ChangeRecord(EventType.INSERT, PERSON, row, null, ORIGIN, 1)))
                .isEqualTo("{\"event_timestamp\":1733197735,\"event_type\":\"INSERT\","
                        + "\"global_id\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"position\":1557,"
                        + "\"primary_key\":\"id\",\"record\":{\"id\":1,\"name\":\"Ann\",\"born\":\"1990-01-15\"},"
                        + "\"schema_name\":\"test\",\"table_name\":\"person\",\"service\":\"orders-cdc\","
                        + "\"source\":\"binlog.000002\",\"transaction_id\":\"31\",\"sequence\":1}");
    }

    @Test
    void writesTheRowBeforeAnUpdateWhereTheLogHoldsIt() {
        Row before = Row.of(1L, "Ann", null);
        Row after = Row.of(1L, "Anna", null);
        assertThat(text(new ChangeRecord(EventType.UPDATE, PERSON, after, before, ORIGIN, 2)))
                .contains("\"event_type\":\"UPDATE\"")
                .contains("\"record\":{\"id\":1,\"name\":\"Anna\",\"born\":null},")
                .endsWith("\"sequence\":2,\"before\":{\"id\":1,\"name\":\"Ann\",\"born\":null}}");
        assertThat(text(new ChangeRecord(EventType.UPDATE, PERSON, after, null, ORIGIN, 2)))
                .endsWith("\"sequence\":2}");
    }

    @Test
    void writesTheStatementAtTheEndWhereItIsAskedFor() {
        Row before = Row.of(1L, "Ann", null);
        Row after = Row.of(1L, "Anna", null);
        Origin known = from(new OriginalQuery("UPDATE person SET name = \"Anna\""));
        Origin unknown = from(new OriginalQuery(null));
        assertThat(text(new ChangeRecord(EventType.UPDATE, PERSON, after, before, known, 2)))
                .endsWith("\"before\":{\"id\":1,\"name\":\"Ann\",\"born\":null},"
                        + "\"query\":\"UPDATE person SET name = \\\"Anna\\\"\"}");
        assertThat(text(new ChangeRecord(EventType.INSERT, PERSON, after, null, unknown, 2)))
                .endsWith("\"sequence\":2,\"query\":null}");
    }

    private static Origin from(OriginalQuery query) {
        return new Origin(ORIGIN.timestamp(), ORIGIN.source(), ORIGIN.position(), null, null, null, query);
    }

    @Test
    void leavesOutWhatTheLogDoesNotHold() {
        Row before = Row.of(1L, Row.ABSENT, Row.ABSENT);
        Row after = Row.of(Row.ABSENT, "Anna", null);
        assertThat(text(new ChangeRecord(EventType.UPDATE, PERSON, after, before, ORIGIN, 1)))
                .contains("\"record\":{\"name\":\"Anna\",\"born\":null},")
                .endsWith("\"before\":{\"id\":1}}");
    }

    @Test
    void writesTheRowBeforeADelete() {
        Row row = Row.of(1L, "Ann", null);
        assertThat(text(new ChangeRecord(EventType.DELETE, PERSON, row, null, ORIGIN, 3)))
                .contains("\"event_type\":\"DELETE\"")
                .contains("\"record\":{\"id\":1,\"name\":\"Ann\",\"born\":null},")
                .endsWith("\"sequence\":3}");
    }

    @Test
    void writesNullWhereTheOriginIsNotKnown() {
        Origin unknown = new Origin(Instant.ofEpochSecond(0), null, 0, null, null);
        assertThat(text(new ChangeRecord(EventType.INSERT, PERSON, Row.of(1L, "", null), null, unknown, 1)))
                .isEqualTo("{\"event_timestamp\":0,\"event_type\":\"INSERT\",\"global_id\":null,\"position\":0,"
                        + "\"primary_key\":\"id\",\"record\":{\"id\":1,\"name\":\"\",\"born\":null},"
                        + "\"schema_name\":\"test\",\"table_name\":\"person\",\"service\":\"orders-cdc\","
                        + "\"source\":null,\"transaction_id\":null,\"sequence\":1}");
    }

    @Test
    void namesTheColumnsOfTheKeyInItsOrder() {
        List<Column> columns = List.of(
                new Column("a", ColumnType.INT, false),
                new Column("b", ColumnType.INT, false),
                new Column("c", ColumnType.INT, false));
        assertThat(text(insert(new Columns("s", "t", columns, List.of()), Row.of(1L, 2L, 3L))))
                .contains("\"primary_key\":\"\",");
        assertThat(text(insert(new Columns("s", "t", columns, List.of(1)), Row.of(1L, 2L, 3L))))
                .contains("\"primary_key\":\"b\",");
        assertThat(text(insert(new Columns("s", "t", columns, List.of(2, 0)), Row.of(1L, 2L, 3L))))
                .contains("\"primary_key\":[\"c\",\"a\"],");
    }

    @Test
    void writesADdlStatement() {
        String sql = "ALTER TABLE `person`\n  ADD COLUMN nick VARCHAR(10) DEFAULT \"x\" -- ü";
        assertThat(text(new DdlEvent(DdlKind.OTHER, "test", List.of("person", "other"), true, sql, ORIGIN, 1)))
                .isEqualTo("{\"event_timestamp\":1733197735,\"event_type\":\"QUERY\","
                        + "\"global_id\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"position\":1557,"
                        + "\"primary_key\":\"\",\"record\":{\"query\":\"ALTER TABLE `person`\\n"
                        + "  ADD COLUMN nick VARCHAR(10) DEFAULT \\\"x\\\" -- ü\"},"
                        + "\"schema_name\":\"test\",\"table_name\":\"person\",\"service\":\"orders-cdc\","
                        + "\"source\":\"binlog.000002\",\"transaction_id\":\"31\",\"sequence\":1}");
    }

    @Test
    void writesADdlStatementThatNamesNoTable() {
        assertThat(text(new DdlEvent(DdlKind.OTHER, "shop", List.of(), true, "CREATE DATABASE shop", ORIGIN, 1)))
                .contains("\"schema_name\":\"shop\",\"table_name\":null,");
        assertThat(text(new DdlEvent(DdlKind.OTHER, null, List.of(), true, "CREATE USER u", ORIGIN, 1)))
                .contains("\"schema_name\":null,\"table_name\":null,");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(ColumnType.INT, null, "null"),
                value(ColumnType.TINYINT, -128L, "-128"),
                value(ColumnType.BIT, 1L, "1"),
                value(ColumnType.YEAR, 0L, "0"),
                value(ColumnType.BIGINT, Long.MIN_VALUE, "-9223372036854775808"),
                unsigned(ColumnType.BIGINT, Long.MAX_VALUE, "9223372036854775807"),
                unsigned(ColumnType.BIGINT, new BigInteger("18446744073709551615"), "18446744073709551615"),
                value(ColumnType.BIT, new BigInteger("18446744073709551615"), "18446744073709551615"),
                value(ColumnType.DECIMAL, new BigDecimal("10.50"), "10.50"),
                value(ColumnType.DECIMAL, new BigDecimal("-0.00"), "0.00"),
                value(ColumnType.DECIMAL, new BigDecimal("0E-30"), "0." + "0".repeat(30)),
                value(ColumnType.DECIMAL, new BigDecimal("1E-10"), "0.0000000001"),
                value(ColumnType.DECIMAL, new BigDecimal("1E+3"), "1000"),
                value(ColumnType.DECIMAL, new BigDecimal("9".repeat(65)), "9".repeat(65)),
                value(
                        ColumnType.DECIMAL,
                        new BigDecimal("-" + "9".repeat(35) + "." + "9".repeat(30)),
                        "-" + "9".repeat(35) + "." + "9".repeat(30)),
                value(ColumnType.FLOAT, 0.1f, "0.1"),
                value(ColumnType.FLOAT, Float.MAX_VALUE, "3.4028235E38"),
                value(ColumnType.FLOAT, 2.0e-3f, "0.002"),
                value(ColumnType.DOUBLE, 0.1, "0.1"),
                value(ColumnType.DOUBLE, 1.0, "1.0"),
                value(ColumnType.DOUBLE, -0.0, "-0.0"),
                value(ColumnType.DOUBLE, 2.0e-3, "0.002"),
                value(ColumnType.DOUBLE, Double.parseDouble("2.0E23"), "2.0E23"),
                value(ColumnType.DOUBLE, 2.2250738585072014E-308, "2.2250738585072014E-308"),
                value(ColumnType.DOUBLE, Double.MIN_VALUE, "4.9E-324"),
                value(ColumnType.DOUBLE, Double.MAX_VALUE, "1.7976931348623157E308"),
                value(ColumnType.DATE, new SqlDate(1990, 1, 15), "\"1990-01-15\""),
                value(ColumnType.DATE, new SqlDate(0, 0, 0), "\"0000-00-00\""),
                value(ColumnType.DATE, new SqlDate(2020, 0, 0), "\"2020-00-00\""),
                value(
                        ColumnType.DATETIME,
                        new SqlDateTime(new SqlDate(2024, 12, 3), 3, 48, 55, 123456, 6),
                        "\"2024-12-03T03:48:55.123456\""),
                value(
                        ColumnType.DATETIME,
                        new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0),
                        "\"0000-00-00T00:00:00\""),
                value(
                        ColumnType.TIMESTAMP,
                        new SqlDateTime(new SqlDate(2038, 1, 19), 3, 14, 7, 0, 3),
                        "\"2038-01-19T03:14:07.000\""),
                value(ColumnType.TIME, new SqlTime(true, 12, 34, 56, 789000, 3), "\"-12:34:56.789\""),
                value(ColumnType.TIME, new SqlTime(false, 838, 59, 59, 0, 0), "\"838:59:59\""),
                value(ColumnType.TEXT, "", "\"\""),
                value(ColumnType.TEXT, "null", "\"null\""),
                value(ColumnType.TEXT, "a\"b\\c/d\b\f\n\r\t\0\u001f", "\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0000\\u001F\""),
                value(ColumnType.TEXT, "ünïcødé 中 😀 \u2028", "\"ünïcødé 中 😀 \u2028\""),
                value(ColumnType.TEXT, "😀".repeat(20_000), "\"" + "😀".repeat(20_000) + "\""),
                value(ColumnType.ENUM, "red", "\"red\""),
                value(ColumnType.SET, "a,b", "\"a,b\""),
                value(ColumnType.BINARY, new byte[0], "\"\""),
                value(ColumnType.BINARY, new byte[] {0}, "\"AA==\""),
                value(ColumnType.BINARY, new byte[] {-1, -2, -3, -4, -5}, "\"//79/Ps=\""),
                value(ColumnType.BINARY, new byte[300], "\"" + "A".repeat(400) + "\""),
                value(ColumnType.JSON, Json.of("{\"a\": [1, \"😀\", null, 1.50]}"), "{\"a\": [1, \"😀\", null, 1.50]}"),
                value(ColumnType.JSON, Json.of("null"), "null"),
                value(ColumnType.JSON, Json.of("\"text\""), "\"text\""),
                value(
                        ColumnType.GEOMETRY,
                        new Geometry(4326, new byte[] {1, 2, 3, 4}),
                        "{\"srid\":4326,\"wkb\":\"AQIDBA==\"}"),
                value(ColumnType.VECTOR, new float[] {1, -0.5f, 1.0e-10f}, "[1.0,-0.5,1.0E-10]"),
                value(ColumnType.VECTOR, new float[0], "[]"));
    }

    private static Arguments value(ColumnType type, @Nullable Object value, String json) {
        return arguments(new Column("v", type, false), value, json);
    }

    private static Arguments unsigned(ColumnType type, @Nullable Object value, String json) {
        return arguments(new Column("v", type, true), value, json);
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesAValue(Column column, @Nullable Object value, String json) {
        assertThat(text(insert(tableOf(column), Row.of(value))))
                .contains("\"record\":{\"v\":" + json + "},\"schema_name\"");
    }

    static Stream<Arguments> valuesAsStrings() {
        return Stream.of(
                value(ColumnType.DECIMAL, new BigDecimal("10.50"), "\"10.50\""),
                value(ColumnType.DECIMAL, new BigDecimal("1E-10"), "\"0.0000000001\""),
                value(ColumnType.DECIMAL, null, "null"),
                unsigned(ColumnType.BIGINT, 1L, "\"1\""),
                unsigned(ColumnType.BIGINT, new BigInteger("18446744073709551615"), "\"18446744073709551615\""),
                unsigned(ColumnType.BIGINT, null, "null"),
                value(ColumnType.BIGINT, 1L, "1"),
                unsigned(ColumnType.INT, 1L, "1"),
                value(ColumnType.BIT, new BigInteger("18446744073709551615"), "18446744073709551615"));
    }

    @ParameterizedTest
    @MethodSource("valuesAsStrings")
    void writesAValueWhereNumbersAreWantedAsStrings(Column column, @Nullable Object value, String json) {
        assertThat(text(insert(tableOf(column), Row.of(value)), STRINGS)).contains("\"record\":{\"v\":" + json + "},");
    }

    @Test
    void refusesAValueThatNoColumnTypeHas() {
        assertThatThrownBy(() -> text(insert(tableOf(new Column("v", ColumnType.INT, false)), Row.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column v holds a java.lang.Integer");
    }

    @Test
    void escapesNames() {
        Columns columns =
                new Columns("sch\"ema", "tä\"ble", List.of(new Column("c\"o\\l\n", ColumnType.INT, false)), List.of(0));
        assertThat(text(insert(columns, Row.of(1L))))
                .contains("\"primary_key\":\"c\\\"o\\\\l\\n\"")
                .contains("\"record\":{\"c\\\"o\\\\l\\n\":1}")
                .contains("\"schema_name\":\"sch\\\"ema\",\"table_name\":\"tä\\\"ble\"");
    }

    @Test
    void neitherClosesNorFlushesTheStream() throws Exception {
        class Guarded extends ByteArrayOutputStream {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }

            @Override
            public void flush() {
                throw new AssertionError("flushed");
            }
        }
        Guarded out = new Guarded();
        new CoreCdcFormat(new FormatSettings("s", NUMBERS)).write(insert(PERSON, Row.of(1L, "Ann", null)), out);
        assertThat(out.size()).isPositive();
    }

    @Test
    void passesOnTheFaultOfTheStreamItself() {
        IOException full = new IOException("No space left on device");
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        RecordFormat format = new CoreCdcFormat(new FormatSettings("s", NUMBERS));
        assertThatThrownBy(() -> format.write(insert(PERSON, Row.of(1L, "Ann", null)), out))
                .isSameAs(full);
        assertThatThrownBy(() -> format.write(insert(PERSON, Row.of(1L, "x".repeat(100_000), null)), out))
                .isSameAs(full);
    }

    @Test
    void canBeUsedBySeveralThreads() {
        RecordFormat format = new CoreCdcFormat(new FormatSettings("s", NUMBERS));
        List<CompletableFuture<String>> texts = IntStream.range(0, 200)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> text(insert(PERSON, Row.of((long) i, "n" + i, null)), format)))
                .toList();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(texts.get(i).join()).contains("\"record\":{\"id\":" + i + ",\"name\":\"n" + i + "\",");
        }
    }

    private static Columns tableOf(Column column) {
        return new Columns("s", "t", List.of(column), List.of());
    }

    private static ChangeRecord insert(Columns columns, Row row) {
        return new ChangeRecord(EventType.INSERT, columns, row, null, ORIGIN, 1);
    }

    private static String text(ChangeEvent event) {
        return text(event, NUMBERS);
    }

    private static String text(ChangeEvent event, JsonSettings json) {
        return text(event, new CoreCdcFormat(new FormatSettings("orders-cdc", json)));
    }

    private static String text(ChangeEvent event, RecordFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            format.write(event, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
