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
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is expected follows Canal's classes FlatMessage, MQMessageUtils, LogEventConvert and RowsLogBuffer. */
class CanalFormatTests {

    private static final String HEAD = ",\"database\":\"shop\",\"es\":1733197735000,"
            + "\"gtid\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"id\":0,\"isDdl\":false,"
            + "\"mysqlType\":{\"number\":\"int\",\"kind\":\"varchar(10)\",\"price\":\"int\"},";

    private static final String TAIL = "\"pkNames\":[\"kind\",\"number\"],\"sql\":\"\","
            + "\"sqlType\":{\"number\":4,\"kind\":12,\"price\":4},\"table\":\"item\",\"ts\":1733197737123,\"type\":";

    private final RecordFormat format = new JsonFormat<>(new CanalLayout(Told.CLOCK));

    @Test
    void writesAnInsert() {
        assertThat(text(insert(Told.ITEM, Row.of(1L, "x", null))))
                .isEqualTo("{\"data\":[{\"number\":\"1\",\"kind\":\"x\",\"price\":null}]" + HEAD + "\"old\":null,"
                        + TAIL + "\"INSERT\"}");
    }

    @Test
    void writesOfAnUpdateWhatHasChanged() {
        assertThat(text(update(Row.of(1L, "x", null), Row.of(1L, "z", 11L))))
                .isEqualTo("{\"data\":[{\"number\":\"1\",\"kind\":\"z\",\"price\":\"11\"}]" + HEAD
                        + "\"old\":[{\"kind\":\"x\",\"price\":null}]," + TAIL + "\"UPDATE\"}");
    }

    @Test
    void writesAnUpdateWithoutTheRowBefore() {
        ChangeRecord change = new ChangeRecord(EventType.UPDATE, Told.ITEM, Row.of(1L, "x", 11L), null, Told.ORIGIN, 5);
        assertThat(text(change))
                .isEqualTo("{\"data\":[{\"number\":\"1\",\"kind\":\"x\",\"price\":\"11\"}]" + HEAD + "\"old\":null,"
                        + TAIL + "\"UPDATE\"}");
    }

    @Test
    void takesWhatTheLogLeavesOutOfTheRowAfterFromTheRowBefore() {
        assertThat(text(update(Row.of(1L, "x", Row.ABSENT), Row.of(Row.ABSENT, Row.ABSENT, 11L))))
                .startsWith("{\"data\":[{\"number\":\"1\",\"kind\":\"x\",\"price\":\"11\"}]")
                .contains("\"old\":null");
    }

    @Test
    void writesADelete() {
        assertThat(text(delete(Told.ITEM, Row.of(1L, "x", 10L))))
                .isEqualTo("{\"data\":[{\"number\":\"1\",\"kind\":\"x\",\"price\":\"10\"}]" + HEAD + "\"old\":null,"
                        + TAIL + "\"DELETE\"}");
    }

    @Test
    void writesATableWithoutAKeyAndALogWithoutGtids() {
        Column column = Told.column("v", ColumnType.INT, "int");
        ChangeRecord change = new ChangeRecord(EventType.INSERT, tableOf(column), Row.of(1L), null, Told.UNKNOWN, 1);
        assertThat(text(change)).contains("\"gtid\":\"\"").contains("\"pkNames\":null");
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_TABLE, CREATE",
        "ALTER_TABLE, ALTER",
        "DROP_TABLE, ERASE",
        "RENAME_TABLE, RENAME",
        "TRUNCATE_TABLE, TRUNCATE",
        "CREATE_INDEX, CINDEX",
        "DROP_INDEX, DINDEX",
        "CREATE_DATABASE, QUERY",
        "OTHER, QUERY"
    })
    void writesADdlStatement(DdlKind kind, String type) {
        assertThat(text(ddl(kind, "shop", List.of("item"), "sql \"x\"")))
                .isEqualTo("{\"data\":null,\"database\":\"shop\",\"es\":1733197735000,"
                        + "\"gtid\":\"24bc7850-2c16-11e6-a073-0242ac110002:23\",\"id\":0,\"isDdl\":true,\"mysqlType\":null,"
                        + "\"old\":null,\"pkNames\":null,\"sql\":\"sql \\\"x\\\"\",\"sqlType\":null,\"table\":\"item\","
                        + "\"ts\":1733197737123,\"type\":\"" + type + "\"}");
    }

    @Test
    void writesADdlStatementThatNamesNothing() {
        assertThat(text(ddl(DdlKind.OTHER, null, List.of(), "CREATE USER u")))
                .contains("\"database\":\"\"")
                .contains("\"table\":\"\"");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                value(ColumnType.TINYINT, "tinyint", -128L, "\"-128\"", -6),
                value(ColumnType.TINYINT, "tinyint unsigned", 127L, "\"127\"", -6),
                value(ColumnType.TINYINT, "tinyint unsigned", 128L, "\"128\"", 5),
                value(ColumnType.SMALLINT, "smallint", 1L, "\"1\"", 5),
                value(ColumnType.SMALLINT, "smallint unsigned", 65535L, "\"65535\"", 4),
                value(ColumnType.MEDIUMINT, "mediumint unsigned", 16777215L, "\"16777215\"", 4),
                value(ColumnType.INT, "int unsigned", 2147483647L, "\"2147483647\"", 4),
                value(ColumnType.INT, "int unsigned", 4294967295L, "\"4294967295\"", -5),
                value(ColumnType.BIGINT, "bigint", -1L, "\"-1\"", -5),
                value(
                        ColumnType.BIGINT,
                        "bigint unsigned",
                        new BigInteger("18446744073709551615"),
                        "\"18446744073709551615\"",
                        3),
                value(ColumnType.BIGINT, "bigint unsigned", null, "null", -5),
                value(ColumnType.BIT, "bit(9)", 257L, "\"257\"", -7),
                value(ColumnType.YEAR, "year", 0L, "\"0000\"", 12),
                value(ColumnType.YEAR, "year", 1901L, "\"1901\"", 12),
                value(ColumnType.DECIMAL, "decimal(40,10)", new BigDecimal("1E-10"), "\"0.0000000001\"", 3),
                value(ColumnType.FLOAT, "float", 0.1f, "\"0.1\"", 7),
                value(ColumnType.DOUBLE, "double", 1.0, "\"1.0\"", 8),
                value(ColumnType.DATE, "date", new SqlDate(2020, 0, 0), "\"2020-00-00\"", 91),
                value(
                        ColumnType.DATETIME,
                        "datetime(3)",
                        new SqlDateTime(new SqlDate(2024, 12, 3), 3, 48, 55, 120_000, 3),
                        "\"2024-12-03 03:48:55.120\"",
                        93),
                value(
                        ColumnType.TIMESTAMP,
                        "timestamp",
                        new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0),
                        "\"0000-00-00 00:00:00\"",
                        93),
                value(ColumnType.TIME, "time(3)", new SqlTime(true, 12, 34, 56, 789_000, 3), "\"-12:34:56.789\"", 92),
                value(ColumnType.TEXT, "varchar(5)", "é\"", "\"é\\\"\"", 12),
                value(ColumnType.TEXT, "char(5)", "x", "\"x\"", 1),
                value(ColumnType.TEXT, "text", "x", "\"x\"", 2005),
                value(ColumnType.TEXT, "text", null, "null", -4),
                value(ColumnType.TEXT, "tinytext", null, "null", -3),
                value(ColumnType.TEXT, "longtext", "x", "\"x\"", 2005),
                value(ColumnType.BINARY, "binary(2)", new byte[] {1, -1}, "\"\\u0001ÿ\"", 2004),
                value(ColumnType.BINARY, "binary(2)", null, "null", -2),
                value(ColumnType.BINARY, "varbinary(2)", null, "null", -3),
                value(ColumnType.BINARY, "tinyblob", null, "null", -3),
                value(ColumnType.BINARY, "blob", null, "null", -4),
                labels(ColumnType.ENUM, "green", "\"2\"", 4),
                labels(ColumnType.ENUM, "", "\"0\"", 4),
                labels(ColumnType.ENUM, null, "null", 4),
                labels(ColumnType.SET, "red,blue", "\"5\"", -7),
                labels(ColumnType.SET, "", "\"0\"", -7),
                labels(ColumnType.SET, null, "null", -2),
                value(ColumnType.JSON, "json", Json.of("{\"a\": 1}"), "\"{\\\"a\\\": 1}\"", 12),
                value(ColumnType.JSON, "json", null, "null", 1111),
                value(
                        ColumnType.GEOMETRY,
                        "point",
                        new Geometry(4326, new byte[] {1, 65}),
                        "\"æ\\u0010\\u0000\\u0000\\u0001A\"",
                        2004),
                value(ColumnType.VECTOR, "vector(2)", new float[] {1, -0.5f}, "\"[1.0,-0.5]\"", 12));
    }

    private static Arguments value(ColumnType type, String declared, @Nullable Object value, String json, int sqlType) {
        return arguments(Told.column("v", type, declared), value, json, sqlType);
    }

    private static Arguments labels(ColumnType type, @Nullable String value, String json, int sqlType) {
        Declaration declaration = new Declaration("", 0, true, List.of("red", "green", "blue"));
        return arguments(new Column("v", type, false, declaration), value, json, sqlType);
    }

    @ParameterizedTest
    @MethodSource("values")
    void writesAValueAndItsType(Column column, @Nullable Object value, String json, int sqlType) {
        assertThat(text(insert(tableOf(column), Row.of(value))))
                .startsWith("{\"data\":[{\"v\":" + json + "}],\"database\"")
                .contains("\"mysqlType\":{\"v\":\"" + column.declaration().type() + "\"}")
                .contains("\"sqlType\":{\"v\":" + sqlType + "}");
    }

    @Test
    void writesTheFieldsOfADocumentAsColumns() {
        String document = "{\"_id\": \"65f0\", \"name\": \"Ann\", \"gone\": null, \"tags\": [1, 2]}";
        assertThat(text(document(EventType.INSERT, document, null, null)))
                .isEqualTo("{\"data\":[{\"_id\":\"65f0\",\"name\":\"Ann\",\"gone\":null,\"tags\":\"[1,2]\"}],"
                        + "\"database\":\"crm\",\"es\":1733197735000,\"gtid\":\"\",\"id\":0,\"isDdl\":false,"
                        + "\"mysqlType\":null,\"old\":null,\"pkNames\":[\"_id\"],\"sql\":\"\",\"sqlType\":null,"
                        + "\"table\":\"people\",\"ts\":1733197737123,\"type\":\"INSERT\"}");
        assertThat(text(document(EventType.UPDATE, Row.ABSENT, null, null))).startsWith("{\"data\":[{\"_id\":\"1\"}]");
    }

    private String text(ChangeEvent event) {
        return Told.text(format, event);
    }
}
