package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.event.Row;
import dev.corecdc.target.RejectedRecordException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On H2; on the other kinds of database see {@link JdbcTargetIT}. */
class JdbcTargetTests extends JdbcTargetContract {

    private static final Copy COPY = Copy.onH2();
    private static final Columns PEOPLE = Columns.ofCollection("source", "people");

    @Override
    Copy copy() {
        return COPY;
    }

    @BeforeEach
    void makeTableOfDocuments() {
        COPY.execute("DROP TABLE IF EXISTS " + COPY.name("people"));
        String quote = COPY.quote();
        COPY.execute("CREATE TABLE %s (%s_id%s VARCHAR(40) PRIMARY KEY, %2$s%s%3$s VARCHAR(100))"
                .formatted(COPY.name("people"), quote, quote, PEOPLE.column(1).name()));
    }

    /** As the driver gives it: another object each time. */
    private static Json json(String text) {
        return () -> text;
    }

    private static void save(ChangeRecord... changes) throws Exception {
        try (JdbcTarget target = JdbcTarget.open("copy", COPY.settings())) {
            target.save(List.of(changes));
        }
    }

    @Test
    void knowsTheKeyOfADocumentAgain() throws Exception {
        save(
                Shop.insert(PEOPLE, json("\"a\""), json("{\"n\":1}")),
                Shop.insert(PEOPLE, json("\"b\""), json("{\"n\":1}")),
                Shop.delete(PEOPLE, json("\"a\""), json("{\"n\":1}")));

        assertThat(COPY.rows("SELECT * FROM " + COPY.name("people"))).hasSize(1);
    }

    @Test
    void refusesAnUpdateThatDoesNotSayWhatTheDocumentIs() {
        ChangeRecord update = Shop.update(PEOPLE, Row.of(json("\"a\""), Row.ABSENT), Row.of(json("\"a\""), Row.ABSENT));

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(update))
                .withMessageContaining("set 'full-document' of the processor")
                .satisfies(rejected -> assertThat(rejected.index()).hasValue(0));
    }
}
