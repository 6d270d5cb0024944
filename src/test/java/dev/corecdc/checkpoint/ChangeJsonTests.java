package dev.corecdc.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.corecdc.event.Bson;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.event.Declaration;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Geometry;
import dev.corecdc.event.Json;
import dev.corecdc.event.LogEntry;
import dev.corecdc.event.Origin;
import dev.corecdc.event.OriginalQuery;
import dev.corecdc.event.Row;
import dev.corecdc.event.SqlDate;
import dev.corecdc.event.SqlDateTime;
import dev.corecdc.event.SqlTime;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeJsonTests {

    private static final Origin ORIGIN = new Origin(
            Instant.parse("2026-11-03T10:15:30.123456789Z"),
            "binlog.000001",
            4711,
            "6f2a:1",
            "42",
            Json.of("{\"a\": 1}"),
            new OriginalQuery("INSERT …"),
            new LogEntry("82", 7, 4600, 2, Instant.parse("2026-11-03T10:15:30.5Z")));

    static Stream<Object> values() {
        return Stream.of(
                0L,
                Long.MIN_VALUE,
                new BigInteger("18446744073709551615"),
                BigInteger.ONE,
                new BigDecimal("1.20"),
                new BigDecimal("-0.000000000000000000000000000001"),
                new BigDecimal("1E+3"),
                0.1f,
                Float.MIN_VALUE,
                -0.0f,
                0.1d,
                Double.MAX_VALUE,
                Double.NaN,
                new SqlDate(0, 0, 0),
                new SqlDate(2020, 0, 31),
                new SqlDateTime(new SqlDate(2024, 12, 3), 3, 48, 55, 123456, 6),
                new SqlDateTime(new SqlDate(0, 0, 0), 0, 0, 0, 0, 0),
                new SqlDateTime(new SqlDate(9999, 12, 31), 23, 59, 59, 120000, 2),
                new SqlTime(true, 838, 59, 59, 0, 0),
                new SqlTime(true, 0, 0, 0, 100000, 1),
                new SqlTime(false, 12, 34, 56, 789000, 3),
                "",
                "null",
                "\ud83d a lone surrogate, \u0000 and \u2028",
                true,
                new byte[] {0, -1, 127},
                new byte[0],
                Json.of("{\"b\":  [1.0, null]}"),
                new Geometry(4326, new byte[] {1, 2}),
                new float[] {0.1f, -3.4e38f});
    }

    @ParameterizedTest
    @MethodSource("values")
    void givesEachValueBackExactly(Object value) {
        ChangeRecord change = record(Row.of(1L, value), null);
        ChangeRecord read = (ChangeRecord) again(change);
        Object back = read.row().get(1);
        assertThat(back).isInstanceOf(value.getClass()).isEqualTo(value);
    }

    @Test
    void givesTheIdOfADocumentBackWithItsType() {
        Bson id = Bson.of("\"674d3c4778be6ac4a6210f24\"", new byte[] {5, 0, -1, 0, 0});
        Columns people = Columns.ofCollection("test", "people");
        ChangeRecord read = (ChangeRecord)
                again(new ChangeRecord(EventType.INSERT, people, Row.of(id, Json.of("{}")), null, ORIGIN, 3));
        assertThat(read.row().get(Columns.ID)).isEqualTo(id);
        assertThat(read.row().get(Columns.DOCUMENT)).isEqualTo(Json.of("{}"));
    }

    @Test
    void tellsNullFromWhatTheLogDoesNotHold() {
        ChangeRecord read = (ChangeRecord) again(record(Row.of(1L, null), Row.of(1L, Row.ABSENT)));
        assertThat(read.row().has(1)).isTrue();
        assertThat(read.row().get(1)).isNull();
        assertThat(read.before()).isNotNull().satisfies(before -> assertThat(before.has(1))
                .isFalse());
    }

    @Test
    void givesColumnsAndPlaceBack() {
        ChangeRecord change = record(Row.of(1L, "a"), null);
        ChangeRecord read = (ChangeRecord) again(change);
        assertThat(read.columns()).isEqualTo(change.columns());
        assertThat(read.origin()).isEqualTo(ORIGIN);
        assertThat(read.type()).isEqualTo(EventType.UPDATE);
        assertThat(read.sequence()).isEqualTo(3);
        Origin bare = new Origin(Instant.EPOCH, null, 0, null, null);
        ChangeRecord without = new ChangeRecord(EventType.DELETE, change.columns(), change.row(), null, bare, 1);
        assertThat(again(without).origin()).isEqualTo(bare);
        Origin unknown = new Origin(Instant.EPOCH, null, 0, null, null, null, new OriginalQuery(null));
        assertThat(again(new ChangeRecord(EventType.DELETE, change.columns(), change.row(), null, unknown, 1))
                        .origin())
                .isEqualTo(unknown);
    }

    @Test
    void givesADdlStatementBack() {
        DdlEvent ddl =
                new DdlEvent(DdlKind.RENAME_TABLE, null, List.of("a", "b"), true, "RENAME TABLE `a` TO `b`", ORIGIN, 1);
        assertThat(again(ddl)).isEqualTo(ddl);
        for (DdlSession session :
                List.of(new DdlSession("shop", 1436549152L, "+02:00"), new DdlSession("shop", null, null))) {
            DdlEvent told = new DdlEvent(DdlKind.OTHER, "shop", List.of(), true, "DROP VIEW v", ORIGIN, 1, session);
            assertThat(again(told)).isEqualTo(told);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"type\":\"INSERT\"}",
                "{\"type\":\"NOTHING\",\"origin\":{\"timestamp\":\"2026-11-03T10:15:30Z\",\"position\":1},\"sequence\":1}",
                "{\"type\":\"INSERT\",\"origin\":{\"timestamp\":\"yesterday\",\"position\":1},\"sequence\":1}"
            })
    void refusesWhatIsNoChange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterJson.readChange(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[1,2,3]",
                "[1,{\"date\":\"today\"}]",
                "[1,{\"wish\":1}]",
                "[1,1.5]",
                "[1,{\"decimal\":1}]"
            })
    void refusesARowThatIsNone(String row) {
        String text = DeadLetterJson.ofChange(record(Row.of(1L, 4711L), null)).replace("[1,4711]", row);
        assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterJson.readChange(text));
    }

    private static dev.corecdc.event.ChangeEvent again(dev.corecdc.event.ChangeEvent change) {
        return DeadLetterJson.readChange(DeadLetterJson.ofChange(change));
    }

    private static ChangeRecord record(Row row, @Nullable Row before) {
        Columns columns = new Columns(
                "shop",
                "item",
                List.of(
                        new Column(
                                "id",
                                ColumnType.BIGINT,
                                true,
                                new Declaration("bigint unsigned", 3, false, List.of("a", "b"))),
                        new Column("value", ColumnType.TEXT, false)),
                List.of(0));
        return new ChangeRecord(EventType.UPDATE, columns, row, before, ORIGIN, 3);
    }
}
