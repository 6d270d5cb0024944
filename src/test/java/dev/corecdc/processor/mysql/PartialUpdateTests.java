package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import dev.corecdc.processor.mysql.RecordedChanges.Change;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows of tables with JSON columns, logged with {@code binlog_row_value_options = PARTIAL_JSON}. */
class PartialUpdateTests {

    private static final Object ABSENT = Row.ABSENT;
    private static final String TEXT = "\"some text that is longer than a change of it\"";
    private static final String OTHER = "\"another text that is longer than any change\"";

    private final List<Change> changes =
            RecordedChanges.of(Flavor.MYSQL, "partial").changes("doc");

    @Test
    void aMemberAndACellAreReplaced() {
        assertThat(after(1))
                .isEqualTo(asList(
                        1L,
                        "{\"a\": [1, 2, 3, {\"b c\": 6}], \"k\": " + TEXT + ", \"x\": {\"y\": 1}}",
                        1L,
                        "{\"q\": " + OTHER + "}"));
    }

    @Test
    void manyChangesOfOneDocumentHoldOneAfterTheOther() {
        assertThat(after(2).get(1))
                .isEqualTo("{\"a\": [1, 2, 3, {\"b c\": {\"z\": 1.5}}, \"é\"], \"k\": " + TEXT
                        + ", \"x\": {\"y\": null}, \"new\": \"2024-01-01\"}");
    }

    @Test
    void severalColumnsAreChangedAtOnce() {
        assertThat(after(3))
                .isEqualTo(asList(
                        1L,
                        "{\"a\": [1, 2, 3, \"é\"], \"k\": " + TEXT + ", \"x\": {\"y\": null}}",
                        2L,
                        "{\"q\": " + OTHER + ", \"q2\": 1}"));
    }

    @Test
    void documentsThatStayAreWholeAllTheSame() {
        assertThat(changes.get(4).before()).isEqualTo(after(3));
        assertThat(after(4)).isEqualTo(asList(1L, after(3).get(1), 3L, after(3).get(3)));
    }

    @Test
    void oneColumnIsChangedAndAnotherIsNew() {
        assertThat(after(5).get(1)).isEqualTo("[]");
        assertThat(after(5).get(3)).isEqualTo("{\"q\": " + OTHER + ", \"q2\": 1, \"\\\"q\\\\ \\u0001é\": 2}");
        assertThat(after(6)).isEqualTo(asList(1L, "[1]", 3L, null));
    }

    @Test
    void membersStandInTheOrderOfTheServer() {
        assertThat(after(8).get(1))
                .isEqualTo(
                        "[{\"b\": 2, \"c\": 1.50, \"aa\": 1, \"ab\": true, \"aaa\": {\"x\": \"base64:type15:AQ==\"}}, "
                                + TEXT + "]");
    }

    /** MySQL writes JSON columns all the same. */
    @Test
    void imagesWithoutBlobsAreWhole() {
        assertThat(after(9).get(1))
                .isEqualTo("[{\"b\": 2, \"c\": 1.50, \"ab\": true, \"aaa\": {\"x\": \"base64:type15:AQ==\"}}, " + TEXT
                        + "]");
        assertThat(changes.get(9).before()).isEqualTo(after(8));
    }

    @Test
    void minimalImagesLeaveOutWhatStays() {
        List<@Nullable Object> key = asList(2L, ABSENT, ABSENT, ABSENT);
        assertThat(changes.subList(10, 13))
                .containsExactly(
                        new Change("doc", EventType.UPDATE, key, asList(ABSENT, ABSENT, 7L, ABSENT)),
                        new Change("doc", EventType.UPDATE, key, asList(ABSENT, ABSENT, 8L, ABSENT)),
                        new Change("doc", EventType.UPDATE, key, asList(ABSENT, ABSENT, ABSENT, "{\"whole\": true}")));
    }

    @Test
    void aChangeToADocumentThatIsNotInTheLogIsRefused() {
        assertThatThrownBy(() -> RecordedChanges.of(Flavor.MYSQL, "partial_minimal"))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("table shop.doc: column a (JSON)")
                .hasMessageContaining("binlog_row_image");
    }

    @Test
    void aBitStandsForEachJsonColumnOfTheTable() {
        List<Change> many = RecordedChanges.of(Flavor.MYSQL, "partial").changes("many");
        String text = "\"text\": \"which is longer than a change of it\"}";
        assertThat(many.get(2).row().subList(1, 10))
                .isEqualTo(asList("[7]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "{\"n\": 9, " + text));
        assertThat(many.get(3).row().subList(1, 10))
                .isEqualTo(
                        asList(null, null, null, null, null, null, null, "{\"n\": 8, " + text, "{\"n\": 9, " + text));
    }

    @Test
    void documentsThatAreMadeCountAsMemory() {
        TableMap table = null;
        for (LoggedEvent event : RecordedEvents.read("mysql-partial")) {
            if (event.isTableMap()) {
                table = TableMap.parse(event.body(), Flavor.MYSQL);
            } else if (event.type() == EventTypes.PARTIAL_UPDATE_ROWS) {
                RowsEvent rows = RowsEvent.open(event.type(), event.body(), requireNonNull(table));
                long texts = 0;
                while (rows.next()) {
                    texts += texts(rows.row()) + texts(requireNonNull(rows.before()));
                }
                assertThat(rows.bytes()).isGreaterThan(texts).isGreaterThanOrEqualTo(2L * event.body().length);
            }
        }
    }

    private static long texts(Row row) {
        return IntStream.range(0, row.size())
                .filter(column -> row.has(column) && row.get(column) instanceof Json)
                .mapToLong(
                        column -> requireNonNull((Json) row.get(column)).text().length())
                .sum();
    }

    private List<@Nullable Object> after(int change) {
        return changes.get(change).row();
    }
}
