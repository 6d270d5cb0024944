package dev.corecdc.processor.mysql;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.EventType;
import dev.corecdc.event.Row;
import dev.corecdc.processor.mysql.RecordedChanges.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowImageTests {

    private static final Object ABSENT = Row.ABSENT;

    @ParameterizedTest
    @EnumSource
    void fullImagesHoldEveryColumn(Flavor flavor) {
        List<Change> changes = RecordedChanges.of(flavor, "images").changes("plain");
        List<@Nullable Object> one = asList(1L, "one", "text", 1L, "0x01", 2000L, 200L, "abc", 4000000000L);
        List<@Nullable Object> uno = asList(1L, "uno", "text", 1L, "0x01", 2000L, 200L, "abc", 4000000000L);
        List<@Nullable Object> two = asList(2L, null, null, 2L, null, null, null, null, null);
        assertThat(changes.subList(0, 4))
                .containsExactly(
                        new Change("plain", EventType.INSERT, null, one),
                        new Change("plain", EventType.INSERT, null, two),
                        new Change("plain", EventType.UPDATE, one, uno),
                        new Change("plain", EventType.DELETE, null, two));
    }

    @ParameterizedTest
    @EnumSource
    void minimalImagesLeaveColumnsOut(Flavor flavor) {
        List<Change> changes = RecordedChanges.of(flavor, "images").changes("plain");
        assertThat(changes.get(4))
                .isEqualTo(new Change(
                        "plain",
                        EventType.UPDATE,
                        asList(1L, ABSENT, ABSENT, 1L, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT),
                        asList(ABSENT, null, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)));
        assertThat(changes.get(6))
                .isEqualTo(new Change(
                        "plain",
                        EventType.DELETE,
                        null,
                        asList(3L, ABSENT, ABSENT, 7L, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)));
    }

    @Test
    void anInsertWithAMinimalImageHoldsWhatTheStatementGave() {
        // MariaDB writes all columns.
        assertThat(RecordedChanges.of(Flavor.MYSQL, "images")
                        .changes("plain")
                        .get(5)
                        .row())
                .isEqualTo(asList(3L, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT));
    }

    @ParameterizedTest
    @EnumSource
    void imagesWithoutBlobsLeaveThoseOut(Flavor flavor) {
        List<Change> changes = RecordedChanges.of(flavor, "images").changes("plain");
        List<@Nullable Object> after = asList(1L, "eins", ABSENT, 1L, ABSENT, 2000L, 200L, "abc", 4000000000L);
        assertThat(changes.get(7))
                .isEqualTo(new Change(
                        "plain",
                        EventType.UPDATE,
                        asList(1L, null, ABSENT, 1L, ABSENT, 2000L, 200L, "abc", 4000000000L),
                        after));
        assertThat(changes.get(8)).isEqualTo(new Change("plain", EventType.DELETE, null, after));
    }

    @ParameterizedTest
    @EnumSource
    void anEventHoldsManyRows(Flavor flavor) {
        RecordedChanges recorded = RecordedChanges.of(flavor, "images");
        assertThat(recorded.changes("no_key"))
                .containsExactly(
                        new Change("no_key", EventType.INSERT, null, asList(1L, 2L)),
                        new Change("no_key", EventType.INSERT, null, asList(null, null)),
                        new Change("no_key", EventType.INSERT, null, asList(3L, 4L)),
                        new Change("no_key", EventType.UPDATE, asList(1L, 2L), asList(2L, 2L)),
                        new Change("no_key", EventType.UPDATE, asList(3L, 4L), asList(4L, 4L)));
    }

    @ParameterizedTest
    @EnumSource
    void nullsAreFoundInBitmapsOfManyBytes(Flavor flavor) {
        assertThat(RecordedChanges.of(flavor, "images").rows("nine"))
                .containsExactly(
                        asList(1L, null, 3L, null, 5L, null, 7L, null, null),
                        asList(null, null, null, null, null, null, null, null, 9L));
    }
}
