package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.event.Origin;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that are executed as they stand. */
class RepeatedNamesTests {

    private static boolean comeBack(String sql) {
        Origin origin = new Origin(Instant.EPOCH, "binlog.000001", 100, null, null);
        return RepeatedNames.comeBack(new DdlEvent(
                DdlKind.OTHER, "shop", List.of(), true, sql, origin, 1, new DdlSession("shop", 0L, "+00:00")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RENAME TABLE a TO x, b TO a, x TO b",
                "ALTER TABLE t RENAME COLUMN a TO b, CHANGE b A INT",
                "ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u",
                "ALTER TABLE t /*!80000 exchange partition p WITH TABLE u WITHOUT VALIDATION */"
            })
    void aSecondTimeUndoesTheFirst(String sql) {
        assertThat(comeBack(sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RENAME TABLE a TO b, c TO a",
                "ALTER TABLE t DROP COLUMN a, RENAME COLUMN b TO a",
                "ALTER TABLE t DROP PARTITION `exchange` /* exchange */",
                "not a statement"
            })
    void aSecondTimeFailsOrDoesNothing(String sql) {
        assertThat(comeBack(sql)).isFalse();
    }
}
