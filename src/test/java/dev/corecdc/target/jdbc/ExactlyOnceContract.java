package dev.corecdc.target.jdbc;

import static dev.corecdc.target.jdbc.Shop.NOTE;
import static dev.corecdc.target.jdbc.Shop.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SavedPosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link ExactlyOnceTarget} keeps to on every kind of database. */
abstract class ExactlyOnceContract {

    private static final List<ChangeRecord> ONE = List.of(insert(NOTE, 1L, "a"));

    /** The database of this class, by a URL that names one. */
    abstract Copy copy();

    @BeforeEach
    void makeTable() {
        copy().execute("DROP TABLE IF EXISTS " + copy().name("note"), "DROP TABLE IF EXISTS core_cdc_positions");
        String q = copy().quote();
        copy().execute("CREATE TABLE " + copy().name("note") + " (" + q + "id" + q + " BIGINT, "
                + copy().text("name", 5) + ")");
    }

    private ExactlyOnceTarget open() {
        return new ExactlyOnceTarget(copy().open(), new PositionTable("orders", "copy", copy().dialect()));
    }

    private record At(long number) implements Position {

        @Override
        public boolean covers(Position other) {
            return other instanceof At that && number >= that.number;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of("number", number);
        }
    }

    private List<String> notes() {
        return copy().rows("SELECT * FROM " + copy().name("note"));
    }

    @Test
    void savesThePositionWithTheChanges() throws Exception {
        try (ExactlyOnceTarget target = open()) {
            assertThat(target.saved("shop")).isNull();
            assertThat(target.saved("other")).isNull();
            target.save(ONE, "shop", new At(1));
            target.save(ONE, "shop", new At(2));
        }
        try (ExactlyOnceTarget target = open()) {
            assertThat(target.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 2L));
            assertThat(target.saved("other")).isNull();
        }
        assertThat(notes()).hasSize(2);
    }

    @Test
    void savesNeitherWhenAChangeIsRefused() throws Exception {
        try (ExactlyOnceTarget target = open()) {
            target.saved("shop");
            target.save(ONE, "shop", new At(1));
            List<ChangeRecord> bad = List.of(insert(NOTE, 2L, "b"), insert(NOTE, 3L, "too long"));
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.save(bad, "shop", new At(2)))
                    .satisfies(e -> assertThat(e.index()).hasValue(1));
            assertThat(target.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 1L));
            assertThat(notes()).hasSize(1);
            target.save(ONE, "shop", new At(2));
            assertThat(notes()).hasSize(2);
        }
    }

    @Test
    void findsThatACommitWhoseAnswerWasLostWasOne() throws Exception {
        try (ExactlyOnceTarget target = open()) {
            target.saved("shop");
            target.save(ONE, "shop", new At(1));
            target.forgetTheAnswer("shop");
            target.save(ONE, "shop", new At(1));
            assertThat(notes()).hasSize(1);
            target.save(ONE, "shop", new At(2));
            assertThat(notes()).hasSize(2);
        }
    }

    @Test
    void keepsOutAServiceThatDoesNotKnowOfAnother() throws Exception {
        try (ExactlyOnceTarget first = open();
                ExactlyOnceTarget second = open()) {
            first.saved("shop");
            second.saved("shop");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> first.save(ONE, "shop", new At(1)))
                        .withMessageStartingWith(
                                "another service of the same name has written changes of 'shop' there.");
            }
            assertThat(notes()).isEmpty();
            second.save(ONE, "shop", new At(1));
            assertThat(notes()).hasSize(1);
            first.saved("shop");
            first.save(ONE, "shop", new At(2));
            assertThat(notes()).hasSize(2);
        }
    }
}
