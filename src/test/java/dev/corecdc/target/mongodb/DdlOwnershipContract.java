package dev.corecdc.target.mongodb;

import static dev.corecdc.target.mongodb.Shop.ITEM;
import static dev.corecdc.target.mongodb.Shop.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Origin;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import dev.corecdc.target.mongodb.MongoTargetSettings.WithoutKey;
import dev.corecdc.testing.mongodb.MongoKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which documents the DDL statements of a table work on, in one target that goes on. */
abstract class DdlOwnershipContract {

    private static final Columns ARCHIVED = new Columns("archive", "item", ITEM.columns(), ITEM.primaryKey());
    private static final Origin ORIGIN = new Origin(Instant.EPOCH, null, 0, null, null);

    private final Place place;

    DdlOwnershipContract(MongoKind kind) {
        this.place = Place.on(kind.server());
    }

    @AfterEach
    void dropDatabase() {
        place.close();
    }

    private MongoTarget open(LetterCase letterCase, boolean merging) {
        return MongoTarget.open("copy", place.settings(WithoutKey.APPEND, letterCase, merging));
    }

    private static void save(MongoTarget target, ChangeRecord... changes) throws Exception {
        target.save(List.of(changes));
    }

    private static void execute(MongoTarget target, String schema, DdlKind kind, String statement) throws Exception {
        target.execute(new DdlEvent(kind, schema, List.of(), true, statement, ORIGIN, 1), false);
    }

    private static void assertRefused(
            MongoTarget target, String schema, DdlKind kind, String statement, String message) {
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> execute(target, schema, kind, statement))
                .withMessageContaining(message)
                .withMessageContaining(statement);
    }

    private void assertAllRefused(MongoTarget target, String schema, String message) {
        assertRefused(target, schema, DdlKind.DROP_TABLE, "DROP TABLE item", message);
        assertRefused(target, schema, DdlKind.CREATE_TABLE, "CREATE OR REPLACE TABLE item (id INT)", message);
        assertRefused(target, schema, DdlKind.TRUNCATE_TABLE, "TRUNCATE TABLE item", message);
        assertRefused(target, schema, DdlKind.RENAME_TABLE, "RENAME TABLE item TO thing", message);
        assertRefused(target, schema, DdlKind.ALTER_TABLE, "ALTER TABLE item DROP COLUMN note", message);
        assertRefused(target, schema, DdlKind.ALTER_TABLE, "ALTER TABLE item RENAME COLUMN note TO n", message);
    }

    @Test
    void aStatementOfOneOfTheTablesThatAreMergedTouchesNone() throws Exception {
        try (MongoTarget target = open(LetterCase.AS_IS, true)) {
            save(target, insert(ITEM, 1L, "a", "b"), insert(ARCHIVED, 2L, "c", "d"));
            List<String> before = place.texts("item");
            assertAllRefused(target, "shop", "with 'merge-tables' rows of other tables may be there too");
            execute(target, "shop", DdlKind.ALTER_TABLE, "ALTER TABLE item ADD COLUMN n INT");
            execute(target, "shop", DdlKind.CREATE_TABLE, "CREATE TABLE IF NOT EXISTS item (id INT)");
            assertThat(place.texts("item")).isEqualTo(before).hasSize(2);
        }
    }

    @Test
    void aStatementOfAnotherTableOfTheSameNameTouchesNone() throws Exception {
        try (MongoTarget target = open(LetterCase.AS_IS, false)) {
            save(target, insert(ITEM, 1L, "a", "b"));
            List<String> before = place.texts("item");
            assertAllRefused(target, "archive", "where the rows of shop.item are");
            assertRefused(
                    target, "archive", DdlKind.RENAME_TABLE, "RENAME TABLE thing TO item", "the rows of shop.item are");
            assertRefused(
                    target, "archive", DdlKind.CREATE_TABLE, "CREATE TABLE item (id INT)", "the rows of shop.item are");
            assertThat(place.texts("item")).isEqualTo(before);
            execute(target, "shop", DdlKind.ALTER_TABLE, "ALTER TABLE item DROP COLUMN note");
            assertThat(place.texts("item")).containsExactly("{\"_id\": 1, \"id\": 1, \"name\": \"a\"}");
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> save(target, insert(ARCHIVED, 2L, "c", "d")))
                    .withMessageContaining("where the rows of shop.item are");
        }
    }

    @Test
    void aStatementTakesTheCollectionForItsTable() throws Exception {
        try (MongoTarget target = open(LetterCase.AS_IS, false)) {
            execute(target, "shop", DdlKind.CREATE_TABLE, "CREATE TABLE item (id INT)");
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> save(target, insert(ARCHIVED, 2L, "c", "d")))
                    .withMessageContaining("where the rows of shop.item are");
            save(target, insert(ITEM, 1L, "a", "b"));
        }
    }

    @Test
    void aNameThatIsGivenUpCanBeThatOfAnother() throws Exception {
        try (MongoTarget target = open(LetterCase.AS_IS, false)) {
            save(target, insert(ITEM, 1L, "a", "b"));
            execute(target, "shop", DdlKind.DROP_TABLE, "DROP TABLE item");
            save(target, insert(ARCHIVED, 2L, "c", "d"));
            execute(target, "archive", DdlKind.RENAME_TABLE, "RENAME TABLE item TO x, x TO item, item TO item_old");
            save(target, insert(ITEM, 3L, "e", "f"));
            assertRefused(target, "archive", DdlKind.DROP_TABLE, "DROP TABLE item", "the rows of shop.item are");
            assertRefused(target, "shop", DdlKind.DROP_TABLE, "DROP TABLE item_old", "of archive.item_old are");
            assertThat(place.documents("item")).hasSize(1);
            assertThat(place.documents("item_old")).hasSize(1);
            execute(target, "shop", DdlKind.DROP_TABLE, "DROP TABLE item");
            execute(target, "archive", DdlKind.RENAME_TABLE, "RENAME TABLE archive.item_old TO shop.item");
            save(target, insert(ITEM, 4L, "g", "h"));
            assertThat(place.documents("item")).hasSize(2);
        }
    }

    @Test
    void aStatementMayWriteItsNamesInOtherLettersThanTheRows() throws Exception {
        try (MongoTarget target = open(LetterCase.LOWER, false)) {
            execute(target, "shop", DdlKind.CREATE_TABLE, "CREATE TABLE Item (id INT)");
            save(target, insert(ITEM, 1L, "a", "b"));
            assertRefused(target, "shop", DdlKind.DROP_TABLE, "DROP TABLE ITEM", "the rows of shop.item are");
            assertThat(place.documents("item")).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatHoldsTablesOfAnotherStays() throws Exception {
        String database = place.database() + "_shop";
        MongoTargetSettings folding = place.apart(place.database() + "_{schema}", LetterCase.LOWER, false);
        try (MongoTarget target = MongoTarget.open("copy", folding)) {
            save(target, insert(ITEM, 1L, "a", "b"));
            assertRefused(target, "SHOP", DdlKind.DROP_DATABASE, "DROP DATABASE SHOP", "the rows of shop.item are in");
            assertThat(place.client()
                            .getDatabase(database)
                            .getCollection("item")
                            .countDocuments())
                    .isEqualTo(1);
        } finally {
            place.client().getDatabase(database).drop();
        }
    }
}
