package dev.corecdc.format;

import static dev.corecdc.format.Told.ddl;
import static dev.corecdc.format.Told.delete;
import static dev.corecdc.format.Told.document;
import static dev.corecdc.format.Told.insert;
import static dev.corecdc.format.Told.tableOf;
import static dev.corecdc.format.Told.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import dev.corecdc.format.FormatSettings.DebeziumSettings;
import dev.corecdc.format.FormatSettings.DecimalHandling;
import dev.corecdc.format.FormatSettings.UnsignedHandling;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is expected of values is what Debezium 3.6 has written of them, see debezium-recorded.ndjson. */
class DebeziumFormatTests {

    private static final String SOURCE =
            "\"source\":{\"version\":\"core-cdc\",\"connector\":\"mysql\",\"name\":\"orders-cdc\","
                    + "\"ts_ms\":1733197735654,\"snapshot\":\"false\",\"db\":\"shop\",\"sequence\":null,"
                    + "\"ts_us\":1733197735654321,\"ts_ns\":1733197735654321000,\"table\":\"item\",\"server_id\":223344,"
                    + "\"gtid\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"file\":\"binlog.000002\",\"pos\":1500,\"row\":1,"
                    + "\"thread\":null,\"query\":null},\"transaction\":null,";

    private static final String WRITTEN =
            "\"ts_ms\":1733197737123,\"ts_us\":1733197737123456,\"ts_ns\":1733197737123456789}";

    private final RecordFormat format = new JsonFormat<>(new DebeziumLayout(Told.SETTINGS, Told.CLOCK));

    @Test
    void writesAnInsert() {
        assertThat(text(insert(Told.ITEM, Row.of(1L, "x", null))))
                .isEqualTo("{\"before\":null,\"after\":{\"number\":1,\"kind\":\"x\",\"price\":null}," + SOURCE
                        + "\"op\":\"c\"," + WRITTEN);
    }

    @Test
    void writesAnUpdateWithTheRowBefore() {
        assertThat(text(update(Row.of(1L, "x", 10L), Row.of(1L, "x", 11L))))
                .isEqualTo("{\"before\":{\"number\":1,\"kind\":\"x\",\"price\":10},"
                        + "\"after\":{\"number\":1,\"kind\":\"x\",\"price\":11}," + SOURCE + "\"op\":\"u\"," + WRITTEN);
    }

    @Test
    void writesAnUpdateWithoutTheRowBefore() {
        ChangeRecord change = new ChangeRecord(EventType.UPDATE, Told.ITEM, Row.of(1L, "x", 11L), null, Told.ORIGIN, 5);
        assertThat(text(change))
                .startsWith("{\"before\":null,\"after\":{\"number\":1,\"kind\":\"x\",\"price\":11},")
                .contains("\"op\":\"u\"");
    }

    @Test
    void takesWhatTheLogLeavesOutOfTheRowAfterFromTheRowBefore() {
        assertThat(text(update(Row.of(1L, "x", Row.ABSENT), Row.of(Row.ABSENT, Row.ABSENT, 11L))))
                .startsWith("{\"before\":{\"number\":1,\"kind\":\"x\"},"
                        + "\"after\":{\"number\":1,\"kind\":\"x\",\"price\":11},")
                .contains("\"op\":\"u\"");
    }

    @Test
    void writesADelete() {
        assertThat(text(delete(Told.ITEM, Row.of(1L, "x", 10L))))
                .isEqualTo("{\"before\":{\"number\":1,\"kind\":\"x\",\"price\":10},\"after\":null," + SOURCE
                        + "\"op\":\"d\"," + WRITTEN);
    }

    @Test
    void writesADeletionAndACreationWhenTheKeyChanges() {
        assertThat(text(update(Row.of(1L, "x", 10L), Row.of(1L, "z", 11L))).split("\n", -1))
                .containsExactly(
                        "{\"before\":{\"number\":1,\"kind\":\"x\",\"price\":10},\"after\":null," + SOURCE
                                + "\"op\":\"d\"," + WRITTEN,
                        "{\"before\":null,\"after\":{\"number\":1,\"kind\":\"z\",\"price\":11}," + SOURCE
                                + "\"op\":\"c\"," + WRITTEN);
    }

    @Test
    void writesTheStatementAndNullWhereTheOriginIsNotKnown() {
        Origin origin = new Origin(
                Told.UNKNOWN.timestamp(), null, 0, null, null, null, new OriginalQuery("INSERT INTO \"item\""));
        ChangeRecord change = new ChangeRecord(EventType.INSERT, Told.ITEM, Row.of(1L, "x", 1L), null, origin, 1);
        assertThat(text(change))
                .contains("\"ts_ms\":0,\"snapshot\"")
                .contains("\"server_id\":0,\"gtid\":null,\"file\":null,\"pos\":0,\"row\":0,\"thread\":null,"
                        + "\"query\":\"INSERT INTO \\\"item\\\"\"}");
    }

    @Test
    void writesASchemaChange() {
        assertThat(text(ddl(DdlKind.ALTER_TABLE, "shop", List.of("item"), "ALTER TABLE item ADD \"a\" INT")))
                .isEqualTo("{" + SOURCE.replace("\"row\":1", "\"row\":0").replace(",\"transaction\":null", "")
                        + "\"ts_ms\":1733197737123,\"databaseName\":\"shop\",\"schemaName\":null,"
                        + "\"ddl\":\"ALTER TABLE item ADD \\\"a\\\" INT\",\"tableChanges\":[]}");
        assertThat(text(ddl(DdlKind.OTHER, null, List.of(), "CREATE USER u")))
                .contains("\"db\":\"\"")
                .contains("\"table\":null")
                .contains("\"databaseName\":\"\"");
        assertThat(text(ddl(DdlKind.RENAME_TABLE, "shop", List.of("item", "article"), "RENAME TABLE item TO article")))
                .contains("\"table\":\"article\"");
    }

    @Test
    void writesThatATableWasTruncated() {
        assertThat(text(ddl(DdlKind.TRUNCATE_TABLE, "shop", List.of("item"), "TRUNCATE TABLE item")))
                .isEqualTo("{\"before\":null,\"after\":null," + SOURCE.replace("\"row\":1", "\"row\":0")
                        + "\"op\":\"t\"," + WRITTEN);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(ColumnType.TINYINT, "tinyint unsigned", 255L, "255"),
                value(ColumnType.INT, "int unsigned", 4294967295L, "4294967295"),
                value(ColumnType.BIGINT, "bigint", Long.MIN_VALUE, "-9223372036854775808"),
                value(ColumnType.BIGINT, "bigint unsigned", 1L, "1"),
                value(ColumnType.BIGINT, "bigint unsigned", new BigInteger("18446744073709551615"), "-1"),
                value(
                        ColumnType.BIGINT,
                        "bigint unsigned",
                        new BigInteger("9223372036854775808"),
                        "-9223372036854775808"),
                value(ColumnType.DECIMAL, "decimal(10,2)", new BigDecimal("-12345678.91"), "\"tmn9LQ==\""),
                value(ColumnType.DECIMAL, "decimal(10,2)", new BigDecimal("0.00"), "\"AA==\""),
                value(ColumnType.DECIMAL, "decimal(10,2)", new BigDecimal("1.50"), "\"AJY=\""),
                value(
                        ColumnType.DECIMAL,
                        "decimal(65,30)",
                        new BigDecimal("12345678901234567890.123456789000000000000000000000"),
                        "\"CHJ/Y2mq+DyhUCZ0ek1zSAnjIAAA\""),
                value(ColumnType.DECIMAL, "decimal(65,30)", new BigDecimal("-1E-30"), "\"/w==\""),
                value(ColumnType.DECIMAL, "decimal(5,0)", new BigDecimal("128"), "\"AIA=\""),
                value(ColumnType.FLOAT, "float", 0.1f, "0.1"),
                value(ColumnType.DOUBLE, "double", -0.0, "-0.0"),
                value(ColumnType.YEAR, "year", 2155L, "2155"),
                bits(1, 1L, "true"),
                bits(1, 0L, "false"),
                bits(1, null, "null"),
                bits(7, 127L, "\"fw==\""),
                bits(7, 0L, "\"AA==\""),
                bits(9, 257L, "\"AQE=\""),
                bits(9, 256L, "\"AAE=\""),
                bits(64, new BigInteger("18446744073709551615"), "\"//////////8=\""),
                bits(64, 1L, "\"AQAAAAAAAAA=\""),
                bits(64, new BigInteger("9223372036854775808"), "\"AAAAAAAAAIA=\""),
                value(ColumnType.DATE, "date", new SqlDate(1990, 1, 15), "7319"),
                value(ColumnType.DATE, "date", new SqlDate(1000, 1, 1), "-354285"),
                value(ColumnType.DATE, "date", new SqlDate(9999, 12, 31), "2932896"),
                value(ColumnType.DATE, "date", new SqlDate(0, 0, 0), "null"),
                value(ColumnType.DATE, "date", new SqlDate(2020, 0, 0), "null"),
                value(ColumnType.DATE, "date", new SqlDate(2020, 2, 31), "null"),
                required(ColumnType.DATE, "date", new SqlDate(0, 0, 0), "0"),
                required(ColumnType.DATE, "date", new SqlDate(2020, 0, 0), "0"),
                value(ColumnType.DATETIME, "datetime", dateTime(2024, 12, 3, 3, 48, 55, 0, 0), "1733197735000"),
                value(
                        ColumnType.DATETIME,
                        "datetime(3)",
                        dateTime(2024, 12, 3, 3, 48, 55, 123_000, 3),
                        "1733197735123"),
                value(
                        ColumnType.DATETIME,
                        "datetime(4)",
                        dateTime(2024, 12, 3, 3, 48, 55, 123_400, 4),
                        "1733197735123400"),
                value(
                        ColumnType.DATETIME,
                        "datetime(6)",
                        dateTime(2024, 12, 3, 3, 48, 55, 123_456, 6),
                        "1733197735123456"),
                value(ColumnType.DATETIME, "datetime", dateTime(1969, 12, 31, 23, 59, 59, 0, 0), "-1000"),
                value(ColumnType.DATETIME, "datetime(6)", dateTime(1969, 12, 31, 23, 59, 59, 999_999, 6), "-1"),
                value(ColumnType.DATETIME, "datetime", dateTime(1582, 10, 10, 0, 0, 0, 0, 0), "-12219724800000"),
                value(
                        ColumnType.DATETIME,
                        "datetime(6)",
                        dateTime(1500, 3, 1, 0, 0, 0, 500_000, 6),
                        "-14826671999500000"),
                value(ColumnType.DATETIME, "datetime", dateTime(0, 0, 0, 0, 0, 0, 0, 0), "null"),
                required(ColumnType.DATETIME, "datetime(6)", dateTime(2020, 0, 0, 1, 2, 3, 4, 6), "0"),
                value(
                        ColumnType.TIMESTAMP,
                        "timestamp",
                        dateTime(2024, 12, 2, 22, 18, 0, 0, 0),
                        "\"2024-12-02T22:18:00Z\""),
                value(
                        ColumnType.TIMESTAMP,
                        "timestamp(2)",
                        dateTime(2024, 12, 2, 22, 18, 55, 100_000, 2),
                        "\"2024-12-02T22:18:55.10Z\""),
                value(ColumnType.TIMESTAMP, "timestamp", dateTime(0, 0, 0, 0, 0, 0, 0, 0), "null"),
                required(
                        ColumnType.TIMESTAMP,
                        "timestamp",
                        dateTime(0, 0, 0, 0, 0, 0, 0, 0),
                        "\"1970-01-01T00:00:00Z\""),
                value(ColumnType.TIME, "time", new SqlTime(false, 3, 48, 55, 0, 0), "13735000000"),
                value(ColumnType.TIME, "time(3)", new SqlTime(true, 12, 34, 56, 789_000, 3), "-45296789000"),
                value(ColumnType.TIME, "time(3)", new SqlTime(true, 0, 0, 0, 1_000, 3), "-1000"),
                value(ColumnType.TIME, "time(6)", new SqlTime(false, 838, 59, 58, 999_999, 6), "3020398999999"),
                value(ColumnType.TEXT, "varchar(20)", "a\"b\\c\n\tü", "\"a\\\"b\\\\c\\n\\tü\""),
                value(ColumnType.ENUM, "enum('it''s')", "it's", "\"it's\""),
                value(ColumnType.SET, "set('a','b','c')", "a,c", "\"a,c\""),
                value(ColumnType.JSON, "json", Json.of("{\"a\": [1, null]}"), "\"{\\\"a\\\": [1, null]}\""),
                value(ColumnType.JSON, "json", Json.of("null"), "\"null\""),
                value(ColumnType.BINARY, "binary(4)", new byte[] {1, 2, 0, 0}, "\"AQIAAA==\""),
                value(
                        ColumnType.GEOMETRY,
                        "point",
                        geometry(0, "AQEAAAAAAAAAAADwPwAAAAAAAARA"),
                        "{\"x\":1.0,\"y\":2.5,\"wkb\":\"AQEAAAAAAAAAAADwPwAAAAAAAARA\",\"srid\":null}"),
                value(
                        ColumnType.GEOMETRY,
                        "point",
                        geometry(4326, "AQEAAAAAAAAAAAA0QAAAAAAAACRA"),
                        "{\"x\":20.0,\"y\":10.0,\"wkb\":\"AQEAAAAAAAAAAAA0QAAAAAAAACRA\",\"srid\":4326}"),
                value(
                        ColumnType.GEOMETRY,
                        "geometry",
                        geometry(0, "AQEAAAAAAAAAAAAIQAAAAAAAABBA"),
                        "{\"wkb\":\"AQEAAAAAAAAAAAAIQAAAAAAAABBA\",\"srid\":null}"),
                value(ColumnType.VECTOR, "vector(3)", new float[] {1, -0.5f, 1.0e-10f}, "[1.0,-0.5,1.0E-10]"));
    }

    private static Arguments value(ColumnType type, String declared, @Nullable Object value, String json) {
        return arguments(Told.column("v", type, declared), value, json);
    }

    private static Arguments required(ColumnType type, String declared, Object value, String json) {
        return arguments(new Column("v", type, false, new Declaration(declared, 0, false, List.of())), value, json);
    }

    private static Arguments bits(int length, @Nullable Object value, String json) {
        Declaration declaration = new Declaration("bit(" + length + ")", length, true, List.of());
        return arguments(new Column("v", ColumnType.BIT, false, declaration), value, json);
    }

    private static SqlDateTime dateTime(
            int year, int month, int day, int hour, int minute, int second, int micros, int digits) {
        return new SqlDateTime(new SqlDate(year, month, day), hour, minute, second, micros, digits);
    }

    private static Geometry geometry(long srid, String wkb) {
        return new Geometry(srid, Base64.getDecoder().decode(wkb));
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesAValue(Column column, @Nullable Object value, String json) {
        assertThat(text(insert(tableOf(column), Row.of(value)))).contains("\"after\":{\"v\":" + json + "},\"source\"");
    }

    @Test
    void writesNumbersAsTheSettingsSay() {
        Column decimal = Told.column("v", ColumnType.DECIMAL, "decimal(10,2)");
        Column unsigned = Told.column("v", ColumnType.BIGINT, "bigint unsigned");
        RecordFormat strings = with(DecimalHandling.STRING, UnsignedHandling.PRECISE);
        RecordFormat doubles = with(DecimalHandling.DOUBLE, UnsignedHandling.LONG);
        assertThat(Told.text(strings, insert(tableOf(decimal), Row.of(new BigDecimal("1.50")))))
                .contains("{\"v\":\"1.50\"}");
        assertThat(Told.text(doubles, insert(tableOf(decimal), Row.of(new BigDecimal("1.50")))))
                .contains("{\"v\":1.5}");
        assertThat(Told.text(strings, insert(tableOf(unsigned), Row.of(new BigInteger("18446744073709551615")))))
                .contains("{\"v\":\"AP//////////\"}");
        assertThat(Told.text(strings, insert(tableOf(unsigned), Row.of(1L)))).contains("{\"v\":\"AQ==\"}");
    }

    private static RecordFormat with(DecimalHandling decimal, UnsignedHandling unsigned) {
        FormatSettings settings =
                new FormatSettings("orders-cdc", Told.NUMBERS, new DebeziumSettings(decimal, unsigned));
        return new JsonFormat<>(new DebeziumLayout(settings, Told.CLOCK));
    }

    @Test
    void writesADocument() {
        String document = "{\"_id\": 1, \"name\": \"Ann\"}";
        String escaped = "\"{\\\"_id\\\": 1, \\\"name\\\": \\\"Ann\\\"}\"";
        assertThat(text(document(EventType.INSERT, document, null, null)))
                .isEqualTo("{\"before\":null,\"after\":" + escaped + ",\"updateDescription\":null,"
                        + "\"source\":{\"version\":\"core-cdc\",\"connector\":\"mongodb\",\"name\":\"orders-cdc\","
                        + "\"ts_ms\":1733197735000,\"snapshot\":\"false\",\"db\":\"crm\",\"sequence\":null,"
                        + "\"ts_us\":1733197735000000,\"ts_ns\":1733197735000000000,\"collection\":\"people\","
                        + "\"ord\":null,\"lsid\":\"0f3c\",\"txnNumber\":7,\"wallTime\":null},\"transaction\":null,"
                        + "\"op\":\"c\"," + WRITTEN);
        assertThat(text(document(EventType.DELETE, document, null, null)))
                .startsWith("{\"before\":" + escaped + ",\"after\":null,\"updateDescription\":null,")
                .contains("\"op\":\"d\"");
    }

    @Test
    void writesWhatAnUpdateOfADocumentDid() {
        String event = """
                {"operationType": "update", "updateDescription": {"updatedFields": {"name": "Bo", "n.1": 2.5},
                 "removedFields": ["a", "b"], "truncatedArrays": [{"field": "c", "newSize": 3}]}}""";
        assertThat(text(document(EventType.UPDATE, "{\"name\": \"Bo\"}", "{\"name\": \"Ann\"}", event)))
                .startsWith("{\"before\":\"{\\\"name\\\": \\\"Ann\\\"}\",\"after\":\"{\\\"name\\\": \\\"Bo\\\"}\","
                        + "\"updateDescription\":{\"removedFields\":[\"a\",\"b\"],"
                        + "\"updatedFields\":\"{\\\"name\\\":\\\"Bo\\\",\\\"n.1\\\":2.5}\","
                        + "\"truncatedArrays\":[{\"field\":\"c\",\"size\":3}]},\"source\"")
                .contains("\"op\":\"u\"");
        String replaced = "{\"operationType\": \"replace\"}";
        assertThat(text(document(EventType.UPDATE, null, null, replaced)))
                .startsWith("{\"before\":null,\"after\":null,\"updateDescription\":null,");
        assertThat(text(document(EventType.UPDATE, Row.ABSENT, null, replaced)))
                .startsWith("{\"before\":null,\"after\":null,\"updateDescription\":null,");
        String empty = "{\"updateDescription\": {\"updatedFields\": {}, \"removedFields\": []}}";
        assertThat(text(document(EventType.UPDATE, null, null, empty)))
                .contains("{\"removedFields\":null,\"updatedFields\":null,\"truncatedArrays\":null}");
    }

    @Test
    void writesWhatWasDoneToACollectionAsASchemaChange() {
        assertThat(text(Told.ddlOfCollection("{\"operationType\": \"drop\"}")))
                .startsWith("{\"source\":{\"version\":\"core-cdc\",\"connector\":\"mongodb\"")
                .endsWith("\"databaseName\":\"crm\",\"schemaName\":null,"
                        + "\"ddl\":\"{\\\"operationType\\\": \\\"drop\\\"}\",\"tableChanges\":[]}");
    }

    private String text(ChangeEvent event) {
        return Told.text(format, event);
    }
}
