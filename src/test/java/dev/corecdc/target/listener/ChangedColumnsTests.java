package dev.corecdc.target.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.ColumnType;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Row;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.convert.support.GenericConversionService;
import tools.jackson.databind.json.JsonMapper;

class ChangedColumnsTests {

    private static final Columns ROW = new Columns(
            "shop",
            "orders",
            List.of(
                    new Column("id", ColumnType.INT, false),
                    new Column("photo", ColumnType.BINARY, false),
                    new Column("details", ColumnType.JSON, false)),
            List.of(0));
    private static final Columns DOCUMENT = Columns.ofCollection("test", "people");

    private final ChangedColumns changed =
            new ChangedColumns(new ColumnNodes(JsonMapper.builder().build(), new GenericConversionService()));

    @Test
    void valuesAreComparedByWhatTheyHold() {
        Row before = Row.of(1L, new byte[] {1}, Json.of("{}"));

        assertThat(update(before, Row.of(1L, new byte[] {1}, Json.of("{}")))).isEmpty();
        assertThat(update(before, Row.of(2L, new byte[] {2}, null))).containsExactly("id", "photo", "details");
    }

    @Test
    void whatTheLogDoesNotHoldOfAnUpdateIsUnchangedAndWhatItDoesNotHoldBeforeMayBeChanged() {
        Row before = Row.of(1L, Row.ABSENT, Row.ABSENT);

        assertThat(update(before, Row.of(Row.ABSENT, new byte[] {2}, Row.ABSENT)))
                .containsExactly("photo");
        assertThat(update(null, Row.of(1L, new byte[] {2}, Row.ABSENT))).containsExactly("id", "photo");
    }

    @Test
    void allOfAnInsertOrDeleteIsChanged() {
        Row row = Row.of(1L, null, Row.ABSENT);

        assertThat(changed.of(change(EventType.INSERT, ROW, null, row, null))).containsExactly("id", "photo");
        assertThat(changed.of(change(EventType.DELETE, ROW, null, row, null))).containsExactly("id", "photo");
    }

    @Test
    void theFieldsOfADocumentAreComparedOrToldByTheEvent() {
        Row before = Row.of("1", Json.of("{\"_id\":1,\"a\":1,\"b\":{\"c\":1},\"d\":1}"));
        Row after = Row.of("1", Json.of("{\"_id\":1,\"a\":1,\"b\":{\"c\":2},\"e\":1}"));
        Json event = Json.of(
                "{\"updateDescription\":{\"updatedFields\":{\"b.c\":2},\"removedFields\":[\"d\"],\"truncatedArrays\":[{\"field\":\"f.g\",\"newSize\":1}]}}");

        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, before, after, null)))
                .containsExactlyInAnyOrder("b", "d", "e");
        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, null, after, event)))
                .containsExactlyInAnyOrder("b", "d", "f");
        assertThat(changed.of(change(EventType.INSERT, DOCUMENT, null, after, null)))
                .containsExactlyInAnyOrder("_id", "a", "b", "e");
    }

    @Test
    void everyFieldMayBeChangedWhereNobodyTells() {
        Row after = Row.of("1", Json.of("{\"_id\":1,\"a\":1}"));
        Json replaced = Json.of("{\"operationType\":\"replace\"}");

        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, null, after, replaced)))
                .containsExactly("_id", "a");
        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, null, after, null)))
                .containsExactly("_id", "a");
        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, after, Row.of("1", null), null)))
                .containsExactly("_id", "a");
        assertThat(changed.of(change(EventType.UPDATE, DOCUMENT, null, Row.of("1", null), null)))
                .isEmpty();
    }

    private Set<String> update(@Nullable Row before, Row after) {
        return changed.of(change(EventType.UPDATE, ROW, before, after, null));
    }

    private static ChangeRecord change(
            EventType type, Columns columns, @Nullable Row before, Row row, @Nullable Json event) {
        return new ChangeRecord(type, columns, row, before, new Origin(Instant.EPOCH, null, 0, null, null, event), 1);
    }
}
