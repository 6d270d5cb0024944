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
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is expected follows Maxwell's documentation: "Data Format". */
class MaxwellFormatTests {

    private static final String PLACE = "\"position\":\"binlog.000002:1557\","
            + "\"gtid\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"server_id\":223344";

    private static final String HEAD = "\"ts\":1733197735,\"xid\":31,\"xoffset\":4," + PLACE + ",";

    private final RecordFormat format = new JsonFormat<>(new MaxwellLayout(Told.SETTINGS));

    @Test
    void writesAnInsert() {
        assertThat(text(insert(Told.ITEM, Row.of(1L, "x", null))))
                .isEqualTo("{\"database\":\"shop\",\"table\":\"item\",\"type\":\"insert\"," + HEAD
                        + "\"primary_key\":[\"x\",1],\"primary_key_columns\":[\"kind\",\"number\"],"
                        + "\"data\":{\"number\":1,\"kind\":\"x\",\"price\":null}}");
    }

    @Test
    void writesOfAnUpdateWhatHasChanged() {
        assertThat(text(update(Row.of(1L, "x", 10L), Row.of(1L, "x", 11L))))
                .contains("\"type\":\"update\"")
                .endsWith("\"data\":{\"number\":1,\"kind\":\"x\",\"price\":11},\"old\":{\"price\":10}}");
        assertThat(text(update(Row.of(1L, "x", null), Row.of(1L, "x", 11L)))).endsWith(",\"old\":{\"price\":null}}");
        assertThat(text(update(Row.of(1L, "x", 11L), Row.of(1L, "x", 11L))))
                .endsWith("\"data\":{\"number\":1,\"kind\":\"x\",\"price\":11}}");
    }

    @Test
    void writesAnUpdateWithoutTheRowBefore() {
        ChangeRecord change = new ChangeRecord(EventType.UPDATE, Told.ITEM, Row.of(1L, "x", 11L), null, Told.ORIGIN, 5);
        assertThat(text(change)).endsWith("\"data\":{\"number\":1,\"kind\":\"x\",\"price\":11}}");
    }

    @Test
    void writesTheKeyAsItIsAfterAnUpdateAndWhatItWas() {
        assertThat(text(update(Row.of(1L, "x", 10L), Row.of(1L, "z", 10L))))
                .contains("\"primary_key\":[\"z\",1]")
                .endsWith("\"data\":{\"number\":1,\"kind\":\"z\",\"price\":10},\"old\":{\"kind\":\"x\"}}");
    }

    @Test
    void takesWhatTheLogLeavesOutOfTheRowAfterFromTheRowBefore() {
        assertThat(text(update(Row.of(1L, "x", Row.ABSENT), Row.of(Row.ABSENT, Row.ABSENT, 11L))))
                .contains("\"primary_key\":[\"x\",1]")
                .endsWith("\"data\":{\"number\":1,\"kind\":\"x\",\"price\":11}}");
    }

    @Test
    void writesADelete() {
        assertThat(text(delete(Told.ITEM, Row.of(1L, "x", 10L))))
                .contains("\"type\":\"delete\"")
                .endsWith("\"data\":{\"number\":1,\"kind\":\"x\",\"price\":10}}");
    }

    @Test
    void leavesOutWhatIsNotKnownOfTheOrigin() {
        ChangeRecord change = new ChangeRecord(EventType.INSERT, Told.ITEM, Row.of(1L, "x", 1L), null, Told.UNKNOWN, 1);
        assertThat(text(change)).contains("\"type\":\"insert\",\"ts\":0,\"xoffset\":0,\"primary_key\"");
    }

    @Test
    void writesTheStatementWhereItIsAskedFor() {
        Origin origin = new Origin(Told.UNKNOWN.timestamp(), null, 0, null, null, null, new OriginalQuery("SELECT 1"));
        ChangeRecord change = new ChangeRecord(EventType.INSERT, Told.ITEM, Row.of(1L, "x", 1L), null, origin, 1);
        assertThat(text(change)).contains("\"table\":\"item\",\"query\":\"SELECT 1\",\"type\":\"insert\"");
    }

    @Test
    void writesATableWithoutAKey() {
        Column column = Told.column("v", ColumnType.INT, "int");
        assertThat(text(insert(tableOf(column), Row.of(1L))))
                .contains("\"primary_key\":[],\"primary_key_columns\":[],\"data\":{\"v\":1}}");
    }

    @Test
    void writesADdlStatement() {
        assertThat(text(ddl(DdlKind.CREATE_TABLE, "shop", List.of("item"), "create table item (\"a\" int)")))
                .isEqualTo("{\"type\":\"table-create\",\"database\":\"shop\",\"table\":\"item\",\"ts\":1733197735000,"
                        + "\"sql\":\"create table item (\\\"a\\\" int)\"," + PLACE + "}");
        assertThat(text(ddl(DdlKind.DROP_DATABASE, "shop", List.of(), "drop database shop")))
                .startsWith("{\"type\":\"database-drop\",\"database\":\"shop\",\"table\":null,");
    }

    @ParameterizedTest
    @EnumSource(DdlKind.class)
    void knowsTheTypeOfEveryStatement(DdlKind kind) {
        String type = text(ddl(kind, "shop", List.of("item"), "x")).split("\"", -1)[3];
        assertThat(type).isIn("table-create", "table-alter", "table-drop", "database-create", "database-drop", "ddl");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(
                        ColumnType.BIGINT,
                        "bigint unsigned",
                        new BigInteger("18446744073709551615"),
                        "18446744073709551615"),
                value(ColumnType.DECIMAL, "decimal(10,2)", new BigDecimal("10.50"), "10.50"),
                value(ColumnType.FLOAT, "float", 0.1f, "0.1"),
                value(ColumnType.DOUBLE, "double", 4.2341, "4.2341"),
                value(ColumnType.BIT, "bit(1)", 1L, "1"),
                value(ColumnType.BIT, "bit(64)", new BigInteger("18446744073709551615"), "18446744073709551615"),
                value(ColumnType.YEAR, "year", 2024L, "2024"),
                value(ColumnType.DATE, "date", new SqlDate(0, 0, 0), "\"0000-00-00\""),
                value(
                        ColumnType.DATETIME,
                        "datetime",
                        new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0),
                        "\"0000-00-00 00:00:00\""),
                value(
                        ColumnType.TIMESTAMP,
                        "timestamp(6)",
                        new SqlDateTime(new SqlDate(2016, 10, 21), 5, 33, 37, 523_000, 6),
                        "\"2016-10-21 05:33:37.523000\""),
                value(ColumnType.TIME, "time", new SqlTime(false, 19, 0, 1, 0, 0), "\"19:00:01\""),
                value(ColumnType.ENUM, "enum('a')", "a", "\"a\""),
                value(ColumnType.SET, "set('a_val','b_val','c_val')", "b_val,c_val", "[\"b_val\",\"c_val\"]"),
                value(ColumnType.SET, "set('a_val')", "", "[]"),
                value(ColumnType.SET, "set('a_val')", null, "null"),
                value(ColumnType.JSON, "json", Json.of("{\"a\": 1}"), "{\"a\": 1}"),
                value(ColumnType.BINARY, "blob", new byte[] {-1, 0}, "\"/wA=\""),
                value(
                        ColumnType.GEOMETRY,
                        "point",
                        new Geometry(4326, Base64.getDecoder().decode("AQEAAAAAAAAAAADwPwAAAAAAAARA")),
                        "\"POINT (1 2.5)\""),
                value(ColumnType.VECTOR, "vector(2)", new float[] {1, -0.5f}, "[1.0,-0.5]"));
    }

    private static Arguments value(ColumnType type, String declared, @Nullable Object value, String json) {
        return arguments(Told.column("v", type, declared), value, json);
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesAValue(Column column, @Nullable Object value, String json) {
        assertThat(text(insert(tableOf(column), Row.of(value)))).endsWith("\"data\":{\"v\":" + json + "}}");
    }

    @Test
    void writesADocument() {
        assertThat(text(document(EventType.UPDATE, "{\"_id\": 1, \"name\": \"Bo\"}", "{\"_id\": 1}", "{}")))
                .isEqualTo(
                        "{\"database\":\"crm\",\"table\":\"people\",\"type\":\"update\",\"ts\":1733197735,\"xoffset\":0,"
                                + "\"primary_key\":[1],\"primary_key_columns\":[\"_id\"],"
                                + "\"data\":{\"_id\": 1, \"name\": \"Bo\"}}");
        assertThat(text(document(EventType.UPDATE, null, null, "{}"))).endsWith("\"data\":{\"_id\":1}}");
        assertThat(text(Told.ddlOfCollection("{\"operationType\": \"drop\"}")))
                .isEqualTo("{\"type\":\"table-drop\",\"database\":\"crm\",\"table\":\"people\",\"ts\":1733197735000,"
                        + "\"sql\":\"{\\\"operationType\\\": \\\"drop\\\"}\"}");
    }

    private String text(ChangeEvent event) {
        return Told.text(format, event);
    }
}
