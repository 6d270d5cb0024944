package dev.corecdc.transform;

import static dev.corecdc.transform.Users.TABLE;
import static dev.corecdc.transform.Users.filter;
import static dev.corecdc.transform.Users.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row filters: what they can do, and what they cannot. */
class RowFilterTests {

    private static final ChangeRecord USER = insert(TABLE, 7L, "ann@example.org", new BigDecimal("150.25"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "record['amount'] > 100 | true",
                "record['amount'] > 150.25 | false",
                "record['AMOUNT'] >= 150.25 | true",
                "record.id == 7 and record.email == 'ann@example.org' | true",
                "record['email'] matches '.*@example[.]org' | true",
                "event_type == 'INSERT' && table_name == 'users' && schema_name == 'shop' | true",
                "table_name != 'orders' or record['nothing'] > 1 | true",
                "before == null | true",
                "not (record['id'] between {1, 10}) | false",
                "record['id'] % 2 == 1 ? true : false | true",
                "record['id'] * 2 - 1 + 4 / 2 == 15 | true",
                "(before?.amount ?: 0) > 1 | false",
            })
    void chooses(String expression, boolean wanted) throws Exception {
        assertThat(filter(expression).apply(USER) != null).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "T(java.lang.Runtime).getRuntime().exec('x') != null",
                "T(java.lang.System).exit(1)",
                "new java.io.File('/tmp/x').delete()",
                "new int[1000000000] != null",
                "@cdcConfiguration != null",
                "&cdcConfiguration != null",
                "#root != null",
                "#this.record != null",
                "record.getClass() != null",
                "record['email'].length() > 1",
                "record['email'].toString() == 'x'",
                "#fn() == 1",
                "(record['id'] = 1) == 1",
                "record['id']++ == 1",
                "record['amount'] ^ 999999999 > 1",
                "record instanceof T(String)",
                "{1,2,3}.![#this].size() > 1",
                "{1,2,3}.?[true] != null",
                "{a: 1} != null",
            })
    void refusesWhatIsNoCondition(String expression) {
        assertThatThrownBy(() -> filter(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("of transforms.filter, ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class != null",
                "record.class != null",
                "record['class'] != null",
                "record['email']['class'] != null",
                "record['email'].bytes != null",
                "places != null",
                "change != null",
                "record['email'].class.classLoader != null",
            })
    void reachesNothingButColumns(String expression) {
        TransformChain chain = filter(expression);

        assertThatThrownBy(() -> chain.apply(USER)).isInstanceOf(TransformException.class);
    }

    @Test
    void endsEvenWhereAPatternIsTriedInVain() {
        TransformChain chain = filter("record['email'] matches '(a+)+(a+)+(a+)+x'");

        assertThatThrownBy(() -> chain.apply(insert(TABLE, 1L, "a".repeat(5_000), null)))
                .isInstanceOf(TransformException.class);
    }

    @Test
    void isNoLongerThanItMayBe() {
        assertThatThrownBy(() -> filter("record['id'] == 1 or ".repeat(200) + "true"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> filter("record['id'] ==")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aColumnThatIsNotThereOrNotInTheLogIsNoAnswer() {
        assertThatThrownBy(() -> filter("record['amuont'] > 1").apply(USER))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("shop.users has no column 'amuont'");
        assertThatThrownBy(() -> filter("record['amount'] > 1").apply(insert(TABLE, 1L, Row.ABSENT, Row.ABSENT)))
                .isInstanceOf(TransformException.class)
                .hasMessageContaining("binlog_row_image=FULL");
        assertThatThrownBy(() -> filter("record['amount']").apply(USER)).hasMessageContaining("neither true nor false");
        assertThatThrownBy(() -> filter("record['email'] > 1").apply(USER)).isInstanceOf(TransformException.class);
    }

    @Test
    void nullIsLessThanAnything() throws Exception {
        assertThat(filter("record['amount'] > 1").apply(insert(TABLE, 1L, null, null)))
                .isNull();
    }

    @Test
    void readsDocumentsAndTheEventsThatTellOfThem() throws Exception {
        String document = "{\"_id\":1,\"price\":12.5,\"address\":{\"city\":\"Ulm\"},\"tags\":[\"a\",\"b\"]}";
        ChangeRecord bare = document(document, null);
        ChangeRecord told = document(document, "{\"operationType\":\"insert\",\"fullDocument\":" + document + "}");

        assertThat(filter("record['price'] > 12 and record.address.city == 'Ulm' and record['tags'][1] == 'b'")
                        .apply(bare))
                .isSameAs(bare);
        assertThat(filter("record['fullDocument']?.price > 12").apply(told)).isSameAs(told);
        assertThat(filter("record['nothing'] == null").apply(bare)).isSameAs(bare);
        assertThat(filter("record['fullDocument']?.price > 12")
                        .apply(document(document, "{\"operationType\":\"delete\"}")))
                .isNull();
    }

    private static ChangeRecord document(String document, @Nullable String event) {
        Origin origin = new Origin(Instant.EPOCH, null, 0, null, null, event == null ? null : Json.of(event));
        return new ChangeRecord(
                EventType.INSERT,
                Columns.ofCollection("test", "items"),
                Row.of(Json.of("1"), Json.of(document)),
                null,
                origin,
                1);
    }
}
