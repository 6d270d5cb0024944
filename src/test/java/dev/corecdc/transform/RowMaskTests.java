package dev.corecdc.transform;

import static dev.corecdc.transform.Users.TABLE;
import static dev.corecdc.transform.Users.insert;
import static dev.corecdc.transform.Users.left;
import static dev.corecdc.transform.Users.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is hidden in rows. */
class RowMaskTests {

    private static final ChangeRecord USER = insert(TABLE, 1L, "ann@example.org", new BigDecimal("1.50"));

    @Test
    void showsThreeStarsForWhatIsRedacted() throws Exception {
        assertThat(values(left(Users.mask(MaskKind.REDACT, 4, "shop.users.email", "*.*.AMOUNT"), USER)))
                .containsExactly(entry("id", 1L), entry("email", "***"), entry("amount", "***"));
    }

    @Test
    void showsTheBeginningOfWhatIsTruncated() throws Exception {
        assertThat(values(left(Users.mask(MaskKind.TRUNCATE, 3, "shop.users.email", "shop.users.amount"), USER)))
                .containsExactly(entry("id", 1L), entry("email", "ann"), entry("amount", "1.5"));
        assertThat(values(left(
                        Users.mask(MaskKind.TRUNCATE, 2, "shop.users.email"),
                        insert(TABLE, 1L, "\uD83D\uDE00bc", null))))
                .containsEntry("email", "\uD83D\uDE00b");
    }

    @Test
    void hashesByTheSecret() throws Exception {
        TransformChain chain = Users.mask(MaskKind.HASH, 4, "shop.users.email", "shop.users.id");
        Object hash = values(left(chain, insert(TABLE, 1L, "a", null))).get("email");

        assertThat(hash).asString().matches("[0-9a-f]{64}");
        assertThat(values(left(chain, insert(TABLE, 1L, "a", null)))).containsEntry("email", hash);
        assertThat(values(left(chain, insert(TABLE, 1L, "b", null))).get("email"))
                .isNotEqualTo(hash);
        assertThat(left(chain, USER).columns().primaryKey()).containsExactly(0);
        assertThat(left(chain, USER).columns().column(0)).isEqualTo(new Column("id", ColumnType.TEXT, false));
    }

    @Test
    void theHashIsAnHmacThatAnybodyWithTheSecretCanMake() throws Exception {
        assertThat(values(left(Users.mask(MaskKind.HASH, 4, "shop.users.email"), insert(TABLE, 1L, "a", null))))
                .containsEntry("email", hmac("a"));
    }

    private static String hmac(String text) throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(Users.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return java.util.HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Arguments> valuesOfEveryType() {
        byte[] bytes = "canary-bytes".getBytes(StandardCharsets.UTF_8);
        return List.of(
                Arguments.of(ColumnType.TINYINT, 111L),
                Arguments.of(ColumnType.BIGINT, new BigInteger("18446744073709551615")),
                Arguments.of(ColumnType.DECIMAL, new BigDecimal("12345.6789")),
                Arguments.of(ColumnType.FLOAT, 1.25f),
                Arguments.of(ColumnType.DOUBLE, 1.25d),
                Arguments.of(ColumnType.DATE, new SqlDate(1990, 1, 15)),
                Arguments.of(ColumnType.DATETIME, new SqlDateTime(new SqlDate(1990, 1, 15), 1, 2, 3, 0, 0)),
                Arguments.of(ColumnType.TIME, new SqlTime(true, 12, 34, 56, 0, 0)),
                Arguments.of(ColumnType.TEXT, "canary"),
                Arguments.of(ColumnType.BINARY, bytes),
                Arguments.of(ColumnType.ENUM, "canary"),
                Arguments.of(ColumnType.SET, "canary,b"),
                Arguments.of(ColumnType.JSON, Json.of("{\"a\":\"canary\"}")),
                Arguments.of(ColumnType.GEOMETRY, new Geometry(4326, bytes)),
                Arguments.of(ColumnType.VECTOR, new float[] {1.5f, 2.5f}));
    }

    @ParameterizedTest
    @MethodSource("valuesOfEveryType")
    void hidesValuesOfEveryType(ColumnType type, Object value) throws Exception {
        Columns table = Users.table(List.of(), new Column("v", type, true));
        ChangeRecord record = insert(table, value);

        assertThat(values(left(Users.mask(MaskKind.REDACT, 4, "*.*.v"), record)))
                .containsEntry("v", "***");
        assertThat(values(left(Users.mask(MaskKind.NULL, 4, "*.*.v"), record))).containsExactly(entry("v", null));
        assertThat(left(Users.mask(MaskKind.NULL, 4, "*.*.v"), record).columns())
                .isEqualTo(table);
        assertThat(values(left(Users.mask(MaskKind.HASH, 4, "*.*.v"), record)).get("v"))
                .asString()
                .matches("[0-9a-f]{64}");
        Object cut =
                values(left(Users.mask(MaskKind.TRUNCATE, 2, "*.*.v"), record)).get("v");
        assertThat(
                        cut instanceof byte[] bytes
                                ? bytes.length
                                : String.valueOf(cut).length())
                .isEqualTo(2);
        assertThat(left(Users.exclude("*.*.v"), record).columns().size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(MaskKind.class)
    void nullStaysNullAndWhatTheLogDoesNotHoldStaysAway(MaskKind kind) throws Exception {
        ChangeRecord left = left(Users.mask(kind, 4, "shop.users.email"), insert(TABLE, 1L, null, Row.ABSENT));

        assertThat(values(left)).containsExactly(entry("id", 1L), entry("email", null));
    }

    @Test
    void theRowBeforeAnUpdateIsHiddenToo() throws Exception {
        ChangeRecord left = left(
                Users.mask(MaskKind.REDACT, 4, "shop.users.email"),
                Users.update(TABLE, Row.of(1L, "canary", null), Row.of(1L, Row.ABSENT, null)));

        assertThat(values(left.columns(), Objects.requireNonNull(left.before())))
                .containsEntry("email", "***");
        assertThat(left.row().has(1)).isFalse();
    }

    @Test
    void leavesColumnsOutAndKeepsTheKeyInItsPlace() throws Exception {
        Columns table = Users.table(
                List.of(2, 1),
                new Column("secret", ColumnType.TEXT, false),
                new Column("a", ColumnType.INT, false),
                new Column("b", ColumnType.INT, false));

        ChangeRecord left = left(Users.exclude("shop.users.secret"), insert(table, "canary", 1L, 2L));

        assertThat(values(left)).containsExactly(entry("a", 1L), entry("b", 2L));
        assertThat(left.columns().primaryKey()).containsExactly(1, 0);
    }

    @Test
    void aRowStaysTheSameObjectWhereNothingIsHidden() throws Exception {
        assertThat(Users.mask(MaskKind.REDACT, 4, "shop.orders.email", "shop.users.mail")
                        .apply(USER))
                .isSameAs(USER);
        assertThat(Users.exclude("shop.users.emai").apply(List.of(USER)).get(0)).isSameAs(USER);
    }

    @Test
    void theRowsOfATableShareTheirColumns() throws Exception {
        TransformChain chain = Users.mask(MaskKind.REDACT, 4, "shop.users.email");

        assertThat(left(chain, USER).columns())
                .isSameAs(left(chain, insert(TABLE, 2L, null, null)).columns());
    }

    @Test
    void rowsCanAlwaysBeToldApart() {
        for (MaskKind kind : List.of(MaskKind.REDACT, MaskKind.NULL, MaskKind.TRUNCATE)) {
            assertThatThrownBy(() -> Users.mask(kind, 4, "shop.users.id").apply(USER))
                    .hasMessageContaining("'id' belongs to the primary key of shop.users");
        }
        assertThatThrownBy(() -> Users.exclude("shop.*.id").apply(USER))
                .hasMessageContaining("'id' belongs to the primary key of shop.users");
    }

    @Test
    void theFirstRuleThatNamesAColumnCounts() throws Exception {
        TransformChain chain = Users.chain(new ProcessorTransforms(
                List.of(),
                List.of(
                        new ProcessorTransforms.MaskSettings(List.of("shop.users.email"), MaskKind.TRUNCATE, 1),
                        new ProcessorTransforms.MaskSettings(List.of("shop.users.*mai*"), MaskKind.REDACT, 4)),
                null,
                List.of()));

        assertThat(values(left(chain, USER))).containsEntry("email", "a");
    }

    @Test
    void noStatementIsShownNotEvenOfATableOfWhichNothingIsHidden() throws Exception {
        assertThat(query(Users.mask(MaskKind.REDACT, 4, "shop.orders.email"), "UPDATE … 'canary'"))
                .isEqualTo(new OriginalQuery(null));
        assertThat(query(Users.mask(MaskKind.REDACT, 4, "shop.orders.email"), null))
                .isNull();
        assertThat(query(TransformChain.NONE, "UPDATE …")).isEqualTo(new OriginalQuery("UPDATE …"));
    }

    private static @Nullable OriginalQuery query(TransformChain chain, @Nullable String text) throws Exception {
        Origin origin =
                new Origin(Instant.EPOCH, "a", 4, "g", "t", null, text == null ? null : new OriginalQuery(text));
        ChangeRecord left =
                left(chain, new ChangeRecord(EventType.INSERT, TABLE, Row.of(1L, "a", null), null, origin, 1));
        assertThat(List.of(
                        left.origin().position(), String.valueOf(left.origin().globalId())))
                .isEqualTo(List.of(4L, "g"));
        return left.origin().query();
    }

    @Test
    void beansSeeWhatIsLeft() throws Exception {
        RecordTransform bean = record -> {
            assertThat(values(record)).containsEntry("email", "***");
            throw new IllegalStateException("no luck");
        };
        TransformChain chain = new Transforms(Map.of("own", bean))
                .of(new ProcessorTransforms(
                        List.of(),
                        List.of(new ProcessorTransforms.MaskSettings(List.of("shop.users.email"), MaskKind.REDACT, 4)),
                        null,
                        List.of("own")));

        assertThatThrownBy(() -> chain.apply(USER))
                .isInstanceOf(TransformException.class)
                .hasMessage("the transform 'own' failed on a record of shop.users:"
                        + " java.lang.IllegalStateException: no luck");
    }
}
