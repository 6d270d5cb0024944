package dev.corecdc.target.mongodb;

import static dev.corecdc.target.mongodb.Shop.ITEM;
import static dev.corecdc.target.mongodb.Shop.NOTE;
import static dev.corecdc.target.mongodb.Shop.PAIR;
import static dev.corecdc.target.mongodb.Shop.delete;
import static dev.corecdc.target.mongodb.Shop.insert;
import static dev.corecdc.target.mongodb.Shop.row;
import static dev.corecdc.target.mongodb.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import dev.corecdc.target.mongodb.MongoTargetSettings.WithoutKey;
import dev.corecdc.testing.mongodb.MongoKind;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the target keeps to on every MongoDB. */
abstract class MongoTargetContract extends TargetContract {

    private final Place place;

    MongoTargetContract(MongoKind kind) {
        this.place = Place.on(kind.server());
    }

    Place place() {
        return place;
    }

    @AfterEach
    void dropDatabase() {
        place.close();
    }

    @Override
    protected Target open() {
        return place.open();
    }

    @Override
    protected List<Long> delivered() {
        return place.documents("person").stream()
                .map(document -> document.getInt64("_id").getValue())
                .toList();
    }

    private void save(ChangeRecord... changes) throws Exception {
        place.save(changes);
    }

    private void assertRejected(int index, String message, ChangeRecord... changes) {
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(changes))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.index()).hasValue(index));
    }

    @Test
    void aRowIsADocumentWithTheValueOfItsKeyAsId() throws Exception {
        save(insert(ITEM, 1L, "one", null), insert(ITEM, 2L, "two", ""), delete(ITEM, 1L, "one", null));

        assertThat(place.texts("item")).containsExactly("{\"_id\": 2, \"id\": 2, \"name\": \"two\", \"note\": \"\"}");
    }

    @Test
    void aKeyOfTwoColumnsIsADocumentInTheOrderOfTheKey() throws Exception {
        save(
                insert(PAIR, 1L, "x", "one"),
                insert(PAIR, 1L, "y", "two"),
                insert(PAIR, 2L, "x", "three"),
                delete(PAIR, 1L, "y", "two"),
                update(PAIR, row(2L, "x", "three"), row(2L, "x", "four")));

        assertThat(place.texts("pair"))
                .containsExactly(
                        "{\"_id\": {\"b\": \"x\", \"id\": 1}, \"id\": 1, \"b\": \"x\", \"n\": \"one\"}",
                        "{\"_id\": {\"b\": \"x\", \"id\": 2}, \"id\": 2, \"b\": \"x\", \"n\": \"four\"}");
    }

    @Test
    void aChangedKeyMovesTheDocument() throws Exception {
        save(
                insert(ITEM, 1L, "one", "n"),
                insert(PAIR, 1L, "x", "one"),
                update(ITEM, row(1L, "one", "n"), row(3L, "three", "n")),
                update(PAIR, row(1L, "x", "one"), row(1L, "z", "one")));

        assertThat(place.texts("item"))
                .containsExactly("{\"_id\": 3, \"id\": 3, \"name\": \"three\", \"note\": \"n\"}");
        assertThat(place.texts("pair"))
                .containsExactly("{\"_id\": {\"b\": \"z\", \"id\": 1}, \"id\": 1, \"b\": \"z\", \"n\": \"one\"}");
    }

    @Test
    void anImageThatIsMinimalSetsWhatItHolds() throws Exception {
        save(
                insert(ITEM, 1L, "one", "n"),
                insert(ITEM, 2L, "two", "m"),
                update(ITEM, row(1L, "absent", "absent"), row("absent", "uno", "absent")),
                update(ITEM, row(2L, "absent", "absent"), row("absent", "absent", null)),
                delete(ITEM, 7L, "absent", "absent"));

        assertThat(place.texts("item"))
                .containsExactly(
                        "{\"_id\": 1, \"id\": 1, \"name\": \"uno\", \"note\": \"n\"}",
                        "{\"_id\": 2, \"id\": 2, \"name\": \"two\", \"note\": null}");
    }

    @Test
    void anImageThatIsMinimalMovesADocumentToItsNewKeyAndCanComeAgain() throws Exception {
        ChangeRecord moved = update(ITEM, row(1L, "absent", "absent"), row(5L, "absent", "moved"));
        save(insert(ITEM, 1L, "one", "n"), moved);
        save(moved, update(ITEM, row(5L, "absent", "absent"), row("absent", "five", "absent")));

        assertThat(place.texts("item"))
                .containsExactly("{\"_id\": 5, \"id\": 5, \"name\": \"five\", \"note\": \"moved\"}");
    }

    @Test
    void aDocumentThatIsInTheWayOfAnotherIsNotOverwrittenByHalfARow() throws Exception {
        ChangeRecord moved = update(ITEM, row(1L, "absent", "absent"), row(5L, "absent", "moved"));
        save(insert(ITEM, 1L, "one", "n"), moved);
        save(insert(ITEM, 1L, "other", "m"));
        List<String> before = place.texts("item");

        assertRejected(0, "another document with the _id that this one gets", moved);
        assertThat(place.texts("item")).isEqualTo(before).hasSize(2);
    }

    @Test
    void aMoveThatWasCutOffBetweenItsTwoDocumentsGoesOn() throws Exception {
        save(insert(ITEM, 1L, "one", "n"), insert(ITEM, 5L, "one", "moved"));
        save(update(ITEM, row(1L, "absent", "absent"), row(5L, "absent", "moved")));

        assertThat(place.texts("item"))
                .containsExactly("{\"_id\": 5, \"id\": 5, \"name\": \"one\", \"note\": \"moved\"}");
    }

    @Test
    void aRowWithoutAKeyIsFoundByTheColumnsThatItsDocumentHas() throws Exception {
        Columns wider = Shop.table("note", List.of(), "name", "added", "later");
        Columns wide = Shop.table("note", List.of(), "name", "added");
        save(insert(NOTE, 1L, "old"), insert(NOTE, 2L, "old"), insert(NOTE, 1L, "same"), insert(NOTE, 3L, "x"));
        save(insert(wide, 1L, "same", "own"));
        save(
                insert(wider, 1L, "old", "own", "own"),
                delete(wider, 1L, "old", "own", "own"),
                update(wider, row(1L, "old", "default", null), row(1L, "old", "set", null)),
                delete(wider, 2L, "old", "default", "default"),
                delete(wider, 1L, "same", "own", "default"),
                insert(wider, 4L, "partial", "absent", "absent"),
                delete(wider, 4L, "partial", "default", "default"),
                delete(wider, 9L, "old", "default", "default"));

        assertThat(place.documents("note"))
                .extracting(note -> {
                    note.remove("_id");
                    return note.toJson();
                })
                .containsExactlyInAnyOrder(
                        "{\"id\": 1, \"name\": \"old\", \"added\": \"set\", \"later\": null}",
                        "{\"id\": 1, \"name\": \"same\"}",
                        "{\"id\": 3, \"name\": \"x\"}");
    }

    @Test
    void rowsWithoutAKeyAreAppendedOnceHoweverOftenTheyCome() throws Exception {
        ChangeRecord first = insert(NOTE, 1L, "same");
        ChangeRecord second = insert(NOTE, 1L, "same");
        save(first, second, insert(NOTE, 2L, null));
        save(first, second);
        assertThat(place.documents("note")).hasSize(3);

        save(delete(NOTE, 1L, "same"), update(NOTE, row(2L, null), row(2L, "two")));

        assertThat(place.documents("note"))
                .allSatisfy(note -> assertThat(note.getString("_id").getValue()).startsWith("0/binlog.000001:"))
                .extracting(note -> note.getInt64("id").getValue() + " "
                        + note.getString("name").getValue())
                .containsExactlyInAnyOrder("1 same", "2 two");
    }

    @Test
    void rowsWithoutAKeyCanBeRefused() throws Exception {
        try (MongoTarget target =
                MongoTarget.open("copy", place.settings(WithoutKey.REFUSE, LetterCase.AS_IS, false))) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.save(List.of(insert(ITEM, 1L, "one", ""), insert(NOTE, 1L, "a"))))
                    .withMessage("INSERT of shop.note: the table has no primary key, and 'without-key' is 'refuse'")
                    .satisfies(e -> assertThat(e.index()).hasValue(1));
        }
    }

    @Test
    void whatAUniqueIndexRefusesIsNamedAndThoseBeforeItAreWritten() throws Exception {
        place.collection("item").createIndex(Indexes.ascending("name"), new IndexOptions().unique(true));

        assertRejected(
                2,
                "(11000)",
                insert(ITEM, 1L, "one", ""),
                insert(ITEM, 2L, "two", ""),
                insert(ITEM, 3L, "one", ""),
                insert(ITEM, 4L, "four", ""));

        assertThat(place.documents("item")).hasSize(2);
    }

    @Test
    void aDocumentThatIsTooLargeIsNamed() {
        String half = "x".repeat(9 << 20);
        assertRejected(
                1, "of 18874", insert(ITEM, 1L, "one", ""), insert(ITEM, 2L, half, half), insert(ITEM, 3L, "", ""));
    }

    @Test
    void aDotAndALeadingDollarInANameBecomeTheFullWidthOnes() throws Exception {
        Columns odd = Shop.table("odd", List.of(0), "a.b", "$c$", "d$");
        save(
                insert(odd, 1L, "1", "2", "3"),
                update(odd, row(1L, "absent", "absent", "absent"), row(1L, "4", "absent", "5")));

        assertThat(place.documents("odd"))
                .containsExactly(
                        BsonDocument.parse(
                                "{_id: {$numberLong: '1'}, id: {$numberLong: '1'}, 'a\uFF0Eb': '4', '\uFF04c$': '2', 'd$': '5'}"));
    }

    @Test
    void aColumnThatIsCalledLikeTheIdHasToBeTheKey() throws Exception {
        Columns key =
                new Columns("shop", "own", Shop.table("own", List.of(), "_id").columns(), List.of(1));
        save(insert(key, 1L, "a"), update(key, row("absent", "a"), row(2L, "absent")));
        assertThat(place.texts("own")).containsExactly("{\"_id\": \"a\", \"id\": 2}");

        assertRejected(0, "has a column '_id' that is not", insert(Shop.table("other", List.of(0), "_id"), 1L, "a"));
    }

    @Test
    void twoTablesDoNotMeetInOneCollectionUnlessToldTo() throws Exception {
        Columns other = new Columns("store", "item", ITEM.columns(), ITEM.primaryKey());
        assertRejected(
                1,
                "where the rows of shop.item are; set 'merge-tables: true'",
                insert(ITEM, 1L, "", ""),
                insert(other, 2L, "", ""));

        try (MongoTarget target = MongoTarget.open("copy", place.settings(WithoutKey.APPEND, LetterCase.AS_IS, true))) {
            target.save(List.of(insert(ITEM, 1L, "", ""), insert(other, 2L, "", "")));
        }
        assertThat(place.documents("item")).hasSize(2);
    }

    @Test
    void namesCanBeWrittenInOtherLetters() throws Exception {
        try (MongoTarget target =
                MongoTarget.open("copy", place.settings(WithoutKey.APPEND, LetterCase.LOWER, false))) {
            target.save(List.of(insert(Shop.table("TABLE", List.of(0), "Name"), 1L, "A")));
        }
        assertThat(place.texts("table")).containsExactly("{\"_id\": 1, \"id\": 1, \"name\": \"A\"}");
    }

    @Test
    void aNameThatMongoDbCannotHaveIsSaid() {
        assertRejected(0, "MongoDB can have no collection 'a$b'", insert(Shop.table("a$b", List.of(0)), 1L));
        assertRejected(0, "no collection 'system.x'", insert(Shop.table("system.x", List.of(0)), 1L));
    }
}
