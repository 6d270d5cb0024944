package dev.corecdc.target.mongodb;

import static dev.corecdc.target.mongodb.Shop.NOTE;
import static dev.corecdc.target.mongodb.Shop.delete;
import static dev.corecdc.target.mongodb.Shop.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Origin;
import dev.corecdc.event.Position;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.SavedPosition;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import dev.corecdc.testing.mongodb.MongoKind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@link ExactlyOnceTarget} keeps to on every MongoDB. */
abstract class ExactlyOnceContract {

    private static final List<ChangeRecord> ONE = List.of(insert(NOTE, 1L, "a"));
    private static final List<ChangeRecord> LESS = List.of(delete(NOTE, 1L, "a"));

    private final Place place;

    ExactlyOnceContract(MongoKind kind) {
        this.place = Place.on(kind.server());
    }

    @AfterEach
    void dropDatabase() {
        place.close();
    }

    Place place() {
        return place;
    }

    private ExactlyOnceTarget open() {
        MongoTarget target = place.open();
        return new ExactlyOnceTarget(
                target,
                new Positions(
                        target.client()
                                .collection(new MongoNamespace(place.settings().positions())),
                        "orders",
                        "copy"));
    }

    record At(long number) implements Position {

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
        return place.texts("note");
    }

    @Test
    void savesThePositionWithTheChanges() throws Exception {
        try (ExactlyOnceTarget target = open()) {
            assertThat(target.saved("shop")).isNull();
            assertThat(target.saved("other")).isNull();
            target.save(ONE, "shop", new At(1));
            target.save(List.of(insert(NOTE, 1L, "a")), "shop", new At(2));
        }
        try (ExactlyOnceTarget target = open()) {
            assertThat(target.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 2L));
            assertThat(target.saved("other")).isNull();
        }
        assertThat(notes()).hasSize(2);
    }

    @Test
    void savesNeitherWhenAChangeIsRefused() throws Exception {
        place.collection("note").createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        try (ExactlyOnceTarget target = open()) {
            target.saved("shop");
            target.save(ONE, "shop", new At(1));
            List<ChangeRecord> bad = List.of(insert(NOTE, 2L, "b"), insert(NOTE, 3L, "a"));
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.save(bad, "shop", new At(2)))
                    .satisfies(e -> assertThat(e.index()).hasValue(1));
            assertThat(target.saved("shop")).extracting(SavedPosition::position).isEqualTo(Map.of("number", 1L));
            assertThat(notes()).hasSize(1);
            target.save(List.of(insert(NOTE, 2L, "b")), "shop", new At(2));
            assertThat(notes()).hasSize(2);
        }
    }

    @Test
    void savesAPartBetweenTwoPositionsWhollyOrNotAtAll() throws Exception {
        place.collection("note").createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));
        try (ExactlyOnceTarget target = open()) {
            target.saved("shop");
            target.save(ONE, "shop", new At(1));
            List<ChangeRecord> bad = List.of(insert(NOTE, 2L, "b"), insert(NOTE, 3L, "a"));
            assertThatExceptionOfType(RejectedRecordException.class).isThrownBy(() -> target.save(bad));
            assertThat(notes()).hasSize(1);
            target.save(List.of(insert(NOTE, 2L, "b")));
            assertThat(notes()).hasSize(2);
            target.save(List.of(insert(NOTE, 3L, "c")), "shop", new At(2));
            assertThat(notes()).hasSize(3);
        }
    }

    @Test
    void findsThatACommitWhoseAnswerWasLostWasOne() throws Exception {
        try (ExactlyOnceTarget target = open()) {
            target.saved("shop");
            target.save(List.of(ONE.get(0), insert(NOTE, 1L, "a"), insert(NOTE, 1L, "a")), "shop", new At(1));
            target.save(LESS, "shop", new At(2));
            target.forgetTheAnswer("shop");
            target.save(LESS, "shop", new At(2));
            assertThat(notes()).hasSize(2);
            target.save(LESS, "shop", new At(3));
            assertThat(notes()).hasSize(1);
        }
    }

    @Test
    void keepsOutAServiceThatDoesNotKnowOfAnother() throws Exception {
        try (ExactlyOnceTarget first = open();
                ExactlyOnceTarget second = open()) {
            first.saved("shop");
            second.saved("shop");
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> first.save(ONE, "shop", new At(1)))
                        .withMessageStartingWith(
                                "another service of the same name has written changes of 'shop' there.");
            }
            assertThat(notes()).isEmpty();
            second.save(ONE, "shop", new At(1));
            assertThat(notes()).hasSize(1);
            first.saved("shop");
            first.save(LESS, "shop", new At(2));
            assertThat(notes()).isEmpty();
        }
    }

    @Test
    void doesNotDropThePositions() throws Exception {
        DdlEvent drop = new DdlEvent(
                DdlKind.DROP_DATABASE,
                place.database(),
                List.of(),
                true,
                "DROP DATABASE x",
                new Origin(Instant.EPOCH, null, 0, null, null),
                1);
        try (MongoTarget target = MongoTarget.open("copy", place.apart("{schema}", LetterCase.AS_IS, true))) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(drop, false))
                    .withMessageContaining("the positions are in the database");
        }
    }
}
