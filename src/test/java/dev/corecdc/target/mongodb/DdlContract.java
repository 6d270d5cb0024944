package dev.corecdc.target.mongodb;

import static dev.corecdc.target.mongodb.Shop.ITEM;
import static dev.corecdc.target.mongodb.Shop.PAIR;
import static dev.corecdc.target.mongodb.Shop.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.Columns;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Origin;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import dev.corecdc.testing.mongodb.MongoKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What DDL statements come to on every MongoDB. */
abstract class DdlContract {

    private final Place place;

    DdlContract(MongoKind kind) {
        this.place = Place.on(kind.server());
    }

    Place place() {
        return place;
    }

    @AfterEach
    void dropDatabase() {
        place.close();
    }

    private void execute(DdlKind kind, String statement, boolean repeated) throws Exception {
        Origin origin = new Origin(Instant.EPOCH, null, 0, null, null);
        try (MongoTarget target = place.open()) {
            target.execute(new DdlEvent(kind, "shop", List.of(), true, statement, origin, 1), repeated);
        }
    }

    /** As a first time, and as one that may have been executed. */
    private void twice(DdlKind kind, String statement) throws Exception {
        execute(kind, statement, false);
        execute(kind, statement, true);
    }

    private void assertRefused(DdlKind kind, String statement, String message) {
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> execute(kind, statement, false))
                .withMessageContaining(message)
                .withMessageContaining(statement);
    }

    private List<String> collections() {
        List<String> names = place.content().listCollectionNames().into(new ArrayList<>());
        names.sort(null);
        return names;
    }

    @Test
    void tablesAreMadeAndDropped() throws Exception {
        twice(
                DdlKind.CREATE_TABLE,
                "CREATE TABLE `a` (id INT PRIMARY KEY, t DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3))");
        twice(DdlKind.CREATE_TABLE, "create table if not exists shop.b like a");
        place.save(insert(Shop.table("a", List.of(0)), 1L));
        twice(DdlKind.CREATE_TABLE, "CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY)");
        assertThat(collections()).containsExactly("a", "b");
        assertThat(place.documents("a")).hasSize(1);

        twice(DdlKind.CREATE_TABLE, "CREATE OR REPLACE TABLE a (id INT PRIMARY KEY)");
        assertThat(place.documents("a")).isEmpty();
        twice(DdlKind.DROP_TABLE, "DROP TABLE IF EXISTS a, shop.`b`".replace("shop.", ""));
        assertThat(collections()).isEmpty();
    }

    @Test
    void truncatingDeletesAllDocuments() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"));
        twice(DdlKind.TRUNCATE_TABLE, "TRUNCATE TABLE item");
        twice(DdlKind.TRUNCATE_TABLE, "TRUNCATE shop.missing");
        assertThat(place.documents("item")).isEmpty();
        assertThat(collections()).contains("item");
    }

    @Test
    void columnsAreDroppedAndRenamed() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"));
        twice(
                DdlKind.ALTER_TABLE,
                "ALTER TABLE item ADD COLUMN `n` INT NOT NULL DEFAULT 5 AFTER name, DROP COLUMN note, CHANGE name title VARCHAR(30),"
                        + " ADD INDEX i (title), COMMENT = 'x'");
        twice(DdlKind.ALTER_TABLE, "ALTER TABLE shop.item RENAME COLUMN id TO `no`");

        assertThat(place.texts("item")).containsExactly("{\"_id\": 1, \"title\": \"a\", \"no\": 1}");
    }

    @Test
    void aColumnOfAKeyOfSeveralStays() throws Exception {
        place.save(insert(PAIR, 1L, "b", "n"));
        for (String change : List.of("DROP b", "RENAME COLUMN id TO x", "CHANGE COLUMN id x BIGINT")) {
            assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE pair " + change, "is a part of the key");
        }
        assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE pair ADD PRIMARY KEY (n)", "another _id");
        execute(DdlKind.ALTER_TABLE, "ALTER TABLE other ADD COLUMN x INT PRIMARY KEY", false);
        execute(DdlKind.ALTER_TABLE, "ALTER TABLE pair RENAME COLUMN n TO m", false);

        assertThat(place.texts("pair"))
                .containsExactly("{\"_id\": {\"b\": \"b\", \"id\": 1}, \"id\": 1, \"b\": \"b\", \"m\": \"n\"}");
    }

    @Test
    void aColumnThatDocumentsAreFoundByKeepsItsValues() throws Exception {
        Columns named = new Columns(
                "shop", "named", Shop.table("named", List.of(), "name").columns(), List.of(1));
        place.save(
                insert(ITEM, 1L, "a", "b"),
                insert(PAIR, 1L, "2024-12-03", "n"),
                insert(named, 1L, "a"),
                insert(named, 2L, "b "),
                insert(Shop.NOTE, 7L, "a"));
        for (String change : List.of(
                "item MODIFY id VARCHAR(20)",
                "item CHANGE COLUMN id nr DECIMAL(10, 2) NOT NULL",
                "pair MODIFY COLUMN b VARCHAR(40)",
                "pair MODIFY COLUMN id DOUBLE",
                "named MODIFY name VARBINARY(20)",
                "named MODIFY name CHAR(20)",
                "note MODIFY id VARCHAR(20)",
                "note CHANGE name title DATETIME(6)")) {
            assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE " + change, "it cannot be told that its values stay");
        }
        for (String change : List.of(
                "item MODIFY id INT UNSIGNED NOT NULL AUTO_INCREMENT",
                "item CHANGE name name DATETIME(6)",
                "pair MODIFY n JSON",
                "named MODIFY id DOUBLE",
                "note MODIFY id INT, CHANGE name title MEDIUMTEXT",
                "missing MODIFY id DATETIME(6)")) {
            twice(DdlKind.ALTER_TABLE, "ALTER TABLE " + change);
        }
        assertThat(place.documents("note").get(0).getString("title").getValue()).isEqualTo("a");
    }

    @Test
    void aStatementThatASecondTimeWouldDoHarmIsNotRepeated() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"));
        String statement = "ALTER TABLE item DROP COLUMN name, RENAME COLUMN note TO name";
        execute(DdlKind.ALTER_TABLE, statement, false);
        assertThat(place.texts("item")).containsExactly("{\"_id\": 1, \"id\": 1, \"name\": \"b\"}");

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> execute(DdlKind.ALTER_TABLE, statement, true))
                .withMessageContaining("it may have been executed before");
        assertRefused(
                DdlKind.ALTER_TABLE,
                "ALTER TABLE item RENAME COLUMN a TO b, RENAME COLUMN b TO a",
                "the name of another that is renamed too");
    }

    @Test
    void tablesAreRenamed() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"));
        twice(DdlKind.RENAME_TABLE, "RENAME TABLE item TO thing");
        twice(DdlKind.ALTER_TABLE, "ALTER TABLE thing RENAME AS other");
        assertThat(collections()).containsExactly("other");

        execute(DdlKind.CREATE_TABLE, "CREATE TABLE _other_new (id INT)", false);
        twice(DdlKind.RENAME_TABLE, "RENAME TABLE other TO _other_old, _other_new TO other");
        assertThat(collections()).containsExactly("_other_old", "other");
        assertThat(place.documents("_other_old")).hasSize(1);

        execute(DdlKind.RENAME_TABLE, "RENAME TABLE missing TO nothing", false);
        assertRefused(DdlKind.RENAME_TABLE, "RENAME TABLE other TO _other_old", "cannot be renamed");
        assertRefused(DdlKind.RENAME_TABLE, "RENAME TABLE shop.other TO third", "which database the table third is in");
    }

    @Test
    void renamingThatWasCutOffGoesOnWhereItWas() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"), insert(PAIR, 1L, "b", "n"));
        execute(DdlKind.RENAME_TABLE, "RENAME TABLE item TO item_old", false);
        execute(DdlKind.RENAME_TABLE, "RENAME TABLE item TO item_old, pair TO item", true);
        assertThat(collections()).containsExactly("item", "item_old");
        assertThat(place.documents("item").get(0).isDocument("_id")).isTrue();

        String swap = "RENAME TABLE item TO x, item_old TO item, x TO item_old";
        execute(DdlKind.RENAME_TABLE, swap, false);
        assertThat(place.documents("item").get(0).isDocument("_id")).isFalse();
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> execute(DdlKind.RENAME_TABLE, swap, true))
                .withMessageContaining("do not tell whether it was");
    }

    @Test
    void whatConcernsNoCollectionIsDoneAndWhatCannotBeDoneIsSaid() throws Exception {
        place.save(insert(ITEM, 1L, "a", "b"));
        execute(DdlKind.CREATE_INDEX, "CREATE INDEX i ON item (name)", false);
        execute(DdlKind.CREATE_VIEW, "CREATE VIEW v AS SELECT 1", false);
        execute(DdlKind.CREATE_DATABASE, "CREATE DATABASE store", false);
        execute(DdlKind.OTHER, "CREATE DEFINER=`a`@`b` TRIGGER t BEFORE INSERT ON item FOR EACH ROW SET @x = 1", false);
        execute(DdlKind.OTHER, "ALTER DATABASE shop CHARACTER SET utf8mb4", false);
        assertThat(place.documents("item")).hasSize(1);

        assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE item DROP PARTITION p0", "of which the log does not tell");
        assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE item EXCHANGE PARTITION p WITH TABLE q", "does not tell");
        assertRefused(DdlKind.OTHER, "ALTER TABLE item WHO KNOWS", "it cannot be read");
        assertRefused(DdlKind.ALTER_TABLE, "ALTER TABLE item /*!80000 DROP COLUMN name */", "only some versions");
        assertRefused(DdlKind.DROP_DATABASE, "DROP DATABASE shop", "which collections are of the database 'shop'");
    }

    @Test
    void whatHappensToCollectionsOfAMongoDbHappensToTheCopies() throws Exception {
        String ns = "\"ns\": {\"db\": \"shop\", \"coll\": \"item\"}";
        twice(
                DdlKind.CREATE_TABLE,
                "{\"operationType\": \"create\", %s, \"operationDescription\": {\"idIndex\": {\"v\": 2}}}"
                        .formatted(ns));
        twice(
                DdlKind.CREATE_TABLE,
                "{\"operationType\": \"create\", \"ns\": {\"db\": \"shop\", \"coll\": \"v\"}, \"operationDescription\": {\"viewOn\": \"item\", \"pipeline\": []}}");
        twice(DdlKind.CREATE_INDEX, "{\"operationType\": \"createIndexes\", %s}".formatted(ns));
        assertThat(collections()).containsExactly("item");

        place.save(insert(ITEM, 1L, "a", "b"), insert(PAIR, 1L, "b", "n"));
        String to = "\"to\": {\"db\": \"shop\", \"coll\": \"pair\"}";
        assertRefused(
                DdlKind.RENAME_TABLE, "{\"operationType\": \"rename\", %s, %s}".formatted(ns, to), "cannot be renamed");
        twice(
                DdlKind.RENAME_TABLE,
                ("{\"operationType\": \"rename\", %s, %s, \"operationDescription\":"
                                + " {\"dropTarget\": {\"$uuid\": \"9a4a6be1-4ae2-45ae-8ba2-6a4c3b6ea4d1\"}}}")
                        .formatted(ns, to));
        assertThat(collections()).containsExactly("pair");
        assertThat(place.documents("pair").get(0).isDocument("_id")).isFalse();

        twice(DdlKind.DROP_TABLE, "{\"operationType\": \"drop\", \"ns\": {\"db\": \"shop\", \"coll\": \"pair\"}}");
        assertThat(collections()).isEmpty();
        assertRefused(DdlKind.OTHER, "{\"operationType\": \"somethingNew\", %s}".formatted(ns), "is not known");
    }

    @Test
    void aDatabaseOfItsOwnIsDropped() throws Exception {
        String database = place.database();
        MongoTargetSettings own = place.apart(database + "_{schema}", LetterCase.AS_IS, false);
        Origin origin = new Origin(Instant.EPOCH, null, 0, null, null);
        try (MongoTarget target = MongoTarget.open("copy", own)) {
            target.save(List.of(insert(ITEM, 1L, "a", "b")));
            assertThat(place.client().listDatabaseNames().into(new ArrayList<>()))
                    .contains(database + "_shop");
            for (boolean repeated : new boolean[] {false, true}) {
                target.execute(
                        new DdlEvent(DdlKind.DROP_DATABASE, "shop", List.of(), true, "DROP DATABASE shop", origin, 1),
                        repeated);
            }
            assertThat(place.client().listDatabaseNames().into(new ArrayList<>()))
                    .doesNotContain(database + "_shop");
        }
    }
}
