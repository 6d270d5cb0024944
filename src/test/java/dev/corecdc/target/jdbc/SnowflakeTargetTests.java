package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Row;
import dev.corecdc.target.RejectedRecordException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The statements of Snowflake, executed by an H2. */
class SnowflakeTargetTests extends JdbcTargetContract {

    private static final Copy COPY = Copy.onH2AsSnowflake();

    @Override
    Copy copy() {
        return COPY;
    }

    @Test
    void doesNotInsertARowAgainOfWhichTheLogHoldsOnlyAPart() throws Exception {
        try (JdbcTarget target = COPY.open()) {
            target.save(List.of(Shop.insert(Shop.NOTE, 1L, "a"), Shop.insert(Shop.NOTE, 1L, "b")));
            for (ChangeRecord change : List.of(
                    Shop.update(Shop.NOTE, Shop.row(1L, "absent"), Shop.row(2L, "absent")),
                    Shop.update(Shop.NOTE, Shop.row(1L, "absent"), Shop.row(2L, "c")),
                    Shop.delete(Shop.NOTE, 1L, Row.ABSENT))) {
                assertThatExceptionOfType(RejectedRecordException.class)
                        .isThrownBy(() -> target.save(List.of(change)))
                        .withMessageEndingWith(
                                "of source.note: the table has no primary key, and the log not every column of the row");
            }
        }
        assertThat(COPY.rows("SELECT * FROM " + COPY.name("note"))).containsExactlyInAnyOrder("1|a", "1|b");
    }
}
