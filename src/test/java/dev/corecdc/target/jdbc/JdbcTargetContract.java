package dev.corecdc.target.jdbc;

import static dev.corecdc.target.jdbc.Shop.ITEM;
import static dev.corecdc.target.jdbc.Shop.NOTE;
import static dev.corecdc.target.jdbc.Shop.delete;
import static dev.corecdc.target.jdbc.Shop.insert;
import static dev.corecdc.target.jdbc.Shop.row;
import static dev.corecdc.target.jdbc.Shop.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the target keeps to on every kind of database. */
abstract class JdbcTargetContract extends TargetContract {

    private static final Columns PARENT = Shop.table("parent", List.of(0), "name");
    private static final Columns CHILD = Shop.table("child", List.of(0), "parent");
    private static final Columns USER = Shop.table("user", List.of(0), "mail", "name");

    /** The database of this class, which all its tests share. */
    abstract Copy copy();

    @BeforeEach
    void makeTables() {
        for (String table : List.of("person", "item", "note", "child", "parent", "user", "pair")) {
            copy().execute("DROP TABLE IF EXISTS " + name(table));
        }
        String text = copy().quote().equals("`") ? "LONGTEXT" : "VARCHAR(1000000)";
        copy().execute(
                        "CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s %s)"
                                .formatted(name("person"), quoted("id"), quoted("name"), text),
                        "CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s, %s)"
                                .formatted(
                                        name("item"), quoted("id"), copy().text("name", 20), copy().text("note", 20)),
                        "CREATE TABLE %s (%s BIGINT, %s VARCHAR(10), %s VARCHAR(20), PRIMARY KEY (%2$s, %3$s))"
                                .formatted(name("pair"), quoted("id"), quoted("b"), quoted("n")),
                        "CREATE TABLE %s (%s BIGINT, %s VARCHAR(20))"
                                .formatted(name("note"), quoted("id"), quoted("name")),
                        "CREATE TABLE %s (%s VARCHAR(20) PRIMARY KEY, %s VARCHAR(20))"
                                .formatted(name("parent"), quoted("id"), quoted("name")),
                        ("CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s VARCHAR(20), FOREIGN KEY (%3$s) REFERENCES %s (%s)"
                                        + (copy().isDuckDb() ? ")" : " ON DELETE CASCADE ON UPDATE CASCADE)"))
                                .formatted(name("child"), quoted("id"), quoted("parent"), name("parent"), quoted("id")),
                        "CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s VARCHAR(20) UNIQUE, %s VARCHAR(20))"
                                .formatted(name("user"), quoted("id"), quoted("mail"), quoted("name")));
    }

    private String name(String table) {
        return copy().name(table);
    }

    private String quoted(String name) {
        return copy().quote() + name + copy().quote();
    }

    @Override
    protected Target open() {
        return copy().open();
    }

    @Override
    protected List<Long> delivered() {
        return rows("person", "id").stream().map(Long::valueOf).toList();
    }

    private List<String> rows(String table, String columns) {
        return copy()
                .rows("SELECT %s FROM %s ORDER BY 1, 2"
                        .formatted(columns.equals("id") ? quoted("id") + ", 1" : columns, name(table)))
                .stream()
                .map(row -> columns.equals("id") ? row.substring(0, row.indexOf('|')) : row)
                .toList();
    }

    private List<String> rows(String table) {
        return rows(table, "*");
    }

    private void save(ChangeRecord... changes) throws Exception {
        save(copy().settings(), changes);
    }

    private void save(JdbcTargetSettings settings, ChangeRecord... changes) throws Exception {
        try (JdbcTarget target = copy().open(settings)) {
            target.save(List.of(changes));
        }
    }

    @Test
    void writesInsertsUpdatesAndDeletes() throws Exception {
        save(insert(ITEM, 1L, "one", null), insert(ITEM, 2L, "two", "x"), insert(ITEM, 3L, "three", "x"));
        assertThat(rows("item")).containsExactly("1|one|null", "2|two|x", "3|three|x");

        save(update(ITEM, row(1L, "one", null), row(1L, "uno", "it")), delete(ITEM, 2L, "two", "x"));
        assertThat(rows("item")).containsExactly("1|uno|it", "3|three|x");
    }

    @Test
    void takesChangesAgainThatItHas() throws Exception {
        ChangeRecord[] changes = {
            insert(ITEM, 1L, "one", null),
            update(ITEM, row(1L, "one", null), row(1L, "uno", null)),
            insert(ITEM, 2L, "two", null),
            delete(ITEM, 2L, "two", null),
            update(ITEM, row(1L, "uno", null), row(3L, "tre", null))
        };
        save(changes);
        save(changes);
        assertThat(rows("item")).containsExactly("3|tre|null");
    }

    @Test
    void endsWithTheLastOfManyChangesOfOneRow() throws Exception {
        save(
                insert(ITEM, 1L, "a", "a"),
                delete(ITEM, 1L, "a", "a"),
                insert(ITEM, 1L, "b", null),
                update(ITEM, row(1L, "b", null), row(2L, "c", null)),
                insert(ITEM, 1L, "d", null),
                update(ITEM, row(2L, "c", null), row(2L, "c", "e")),
                insert(ITEM, 3L, "f", null),
                delete(ITEM, 3L, "f", null));
        assertThat(rows("item")).containsExactly("1|d|null", "2|c|e");
    }

    @Test
    void deletesTheOldRowWhenTheKeyChanges() throws Exception {
        save(insert(ITEM, 1L, "one", null));
        save(update(ITEM, row(1L, "one", null), row(7L, "seven", null)));
        assertThat(rows("item")).containsExactly("7|seven|null");
    }

    @Test
    void setsOnlyTheColumnsThatTheLogHolds() throws Exception {
        save(insert(ITEM, 1L, "one", "old"), insert(ITEM, 2L, "two", "old"));
        save(
                update(ITEM, row(1L, "absent", "absent"), row("absent", "absent", "new")),
                update(ITEM, row(1L, "absent", "absent"), row("absent", "uno", "absent")),
                update(ITEM, row(2L, "absent", "absent"), row(3L, "absent", "moved")),
                update(ITEM, row(3L, "absent", "absent"), row("absent", "tre", "absent")));
        assertThat(rows("item")).containsExactly("1|uno|new", "3|tre|moved");
        save(delete(ITEM, 3L, "x", "x"), update(ITEM, row(9L, "absent", "absent"), row("absent", "nine", "absent")));
        assertThat(rows("item")).containsExactly("1|uno|new");
    }

    @Test
    void followsAKeyOfWhichOnlyAPartChanges() throws Exception {
        Columns pair = Shop.table("pair", List.of(0, 1), "b", "n");
        save(insert(pair, 1L, "b", "x"), insert(pair, 2L, "b", "y"));
        save(
                update(pair, row(1L, "b", "absent"), row("absent", "c", "absent")),
                update(pair, row(1L, "c", "absent"), row("absent", "absent", "z")),
                delete(pair, 2L, "b", "absent"),
                update(pair, row(1L, "c", "absent"), row(2L, "b", "absent")));
        assertThat(rows("pair")).containsExactly("2|b|z");
    }

    @Test
    void changesOneOfTheRowsThatAreTheSameInATableWithoutAKey() throws Exception {
        save(insert(NOTE, 1L, "a"), insert(NOTE, 1L, "a"), insert(NOTE, 1L, "a"), insert(NOTE, null, null));
        save(
                update(NOTE, row(1L, "a"), row(1L, "A")),
                delete(NOTE, 1L, "a"),
                update(NOTE, row(null, null), row(2L, null)),
                update(NOTE, row(2L, null), row(2L, "b")));
        assertThat(rows("note")).containsExactlyInAnyOrder("1|A", "1|a", "2|b");
        save(delete(NOTE, 1L, "A"), delete(NOTE, 5L, "A"));
        assertThat(rows("note")).containsExactlyInAnyOrder("1|a", "2|b");
    }

    @Test
    void leavesColumnsAsTheyAreThatTheLogDoesNotHoldInATableWithoutAKey() throws Exception {
        save(insert(NOTE, 1L, "a"), insert(NOTE, 1L, "a"));
        save(update(NOTE, row(1L, "a"), row(2L, "absent")));
        assertThat(rows("note")).containsExactly("1|a", "2|a");
    }

    @Test
    void refusesTablesWithoutAKeyIfItIsToldTo() {
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(
                        copy().settings(WithoutKey.REFUSE, ZeroDates.NULL_VALUE),
                        insert(ITEM, 1L, "one", null),
                        insert(NOTE, 1L, "a")))
                .withMessage("INSERT of source.note: the table has no primary key, and 'without-key' is 'refuse'")
                .satisfies(e -> assertThat(e.index()).hasValue(1));
        assertThat(rows("item")).isEmpty();
    }

    @Test
    void writesTablesThatReferToEachOtherInTheOrderOfTheChanges() throws Exception {
        assumeFalse(copy().isDuckDb());
        save(
                insert(PARENT, "p1", "one"),
                insert(CHILD, 1L, "p1"),
                insert(PARENT, "p2", "two"),
                insert(CHILD, 2L, "p2"),
                insert(CHILD, 3L, "p1"),
                delete(CHILD, 2L, "p2"),
                delete(PARENT, "p2", "two"),
                update(PARENT, row("p1", "one"), row("p9", "nine")));
        assertThat(rows("parent")).containsExactly("p9|nine");
        assertThat(rows("child")).containsExactly("1|p9", "3|p9");

        save(delete(PARENT, "p9", "nine"), insert(PARENT, "p9", "again"), insert(CHILD, 4L, "p9"));
        assertThat(rows("child")).containsExactly("4|p9");
    }

    /** The first and the last are changes of one table, which does not refer to that between; but what both refer to goes with the last. */
    @Test
    void keepsTheOrderOfTablesThatReferToEachOtherThroughAnother() throws Exception {
        assumeFalse(copy().isDuckDb());
        for (String table : List.of("leaf", "branch", "root")) {
            copy().execute("DROP TABLE IF EXISTS " + name(table));
        }
        copy().execute("CREATE TABLE %s (%s BIGINT PRIMARY KEY)".formatted(name("root"), quoted("id")));
        for (String[] tables : new String[][] {{"branch", "root"}, {"leaf", "branch"}}) {
            copy().execute(
                            "CREATE TABLE %s (%s BIGINT PRIMARY KEY, %s BIGINT, FOREIGN KEY (%3$s) REFERENCES %s (%2$s) ON DELETE CASCADE)"
                                    .formatted(name(tables[0]), quoted("id"), quoted("up"), name(tables[1])));
        }
        Columns root = Shop.table("root", List.of(0));
        Columns branch = Shop.table("branch", List.of(0), "up");
        Columns leaf = Shop.table("leaf", List.of(0), "up");
        save(insert(root, 1L), insert(root, 2L), insert(branch, 20L, "2"), insert(leaf, 200L, "20"));

        save(delete(root, 1L), update(leaf, row(200L, "absent"), row("absent", null)), delete(root, 2L));

        assertThat(rows("leaf")).containsExactly("200|null");
        assertThat(copy().rows("SELECT COUNT(*) FROM " + name("root"))).containsExactly("0");
    }

    @Test
    void neverTouchesARowOfAnotherKeyThatIsAlikeInAUniqueColumn() throws Exception {
        save(insert(USER, 1L, "a@x", "Ann"), insert(USER, 2L, "b@x", "Bob"));
        save(
                update(USER, row(1L, "a@x", "Ann"), row(1L, "c@x", "Ann")),
                update(USER, row(2L, "b@x", "Bob"), row(2L, "a@x", "Bob")),
                update(USER, row(1L, "c@x", "Ann"), row(1L, "b@x", "Ann")));
        assertThat(rows("user")).containsExactly("1|b@x|Ann", "2|a@x|Bob");

        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(insert(USER, 3L, "d@x", "Dan"), insert(USER, 4L, "a@x", "Eve")))
                .satisfies(e -> assertThat(e.index()).hasValue(1));
        assertThat(rows("user")).containsExactly("1|b@x|Ann", "2|a@x|Bob");
    }

    @Test
    void namesTheChangeWhoseValueDoesNotFit() {
        List<ChangeRecord> changes = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> insert(ITEM, (long) i, "fits", null))
                .toList());
        changes.set(33, insert(ITEM, 33L, "too long for twenty characters", null));
        assertThatExceptionOfType(RejectedRecordException.class)
                .isThrownBy(() -> save(changes.toArray(ChangeRecord[]::new)))
                .satisfies(e -> assertThat(e.index()).hasValue(33));
        assertThat(rows("item")).isEmpty();
    }

    @Test
    void triesAgainWhereATableOrAColumnIsMissing() throws Exception {
        Columns unknown = Shop.table("unknown", List.of(0), "name");
        assertThatExceptionOfType(UnfitTableException.class)
                .isThrownBy(() -> save(insert(unknown, 1L, "x")))
                .withMessage("there is no table %s.unknown for the rows of source.unknown", copy().schema());
        Columns wider = Shop.table("item", List.of(0), "name", "note", "more");
        try (JdbcTarget target = copy().open()) {
            assertThatExceptionOfType(UnfitTableException.class)
                    .isThrownBy(() -> target.save(List.of(insert(wider, 1L, "x", null, "y"))))
                    .withMessage("the table %s.item has no column 'more', which source.item has", copy().schema());
            copy().execute("ALTER TABLE %s ADD COLUMN %s VARCHAR(20)".formatted(name("item"), quoted("more")));
            target.save(List.of(insert(wider, 1L, "x", null, "y")));
        }
        assertThat(rows("item")).containsExactly("1|x|null|y");
    }

    @Test
    void waitsWhereTwoTablesWouldBecomeOne() throws Exception {
        Columns other = new Columns("elsewhere", "item", ITEM.columns(), ITEM.primaryKey());
        try (JdbcTarget target = copy().open()) {
            target.save(List.of(insert(ITEM, 1L, "one", null)));
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(UnfitTableException.class)
                        .isThrownBy(() -> target.save(List.of(insert(other, 1L, "uno", null))))
                        .withMessageStartingWith(
                                "the rows of source.item and of elsewhere.item would both be kept in the table %s.item",
                                copy().schema());
            }
            target.save(List.of(insert(ITEM, 2L, "two", null)));
        }
        assertThat(rows("item")).containsExactly("1|one|null", "2|two|null");
    }

    @Test
    void makesTablesAndColumnsThatAreMissing() throws Exception {
        copy().execute("DROP TABLE " + name("item"));
        JdbcTargetSettings evolving = copy().settings(WithoutKey.APPEND, ZeroDates.NULL_VALUE, false, Evolution.BASIC);
        save(evolving, insert(ITEM, 1L, "one", null));
        save(evolving, insert(ITEM, 1L, "uno", "again"));
        Columns wider = Shop.table("item", List.of(0), "name", "note", "more");
        save(evolving, insert(wider, 2L, "two", null, "new"));
        assertThat(rows("item")).containsExactly("1|uno|again|null", "2|two|null|new");
    }

    @Test
    void addsTheTimeOfTheChange() throws Exception {
        JdbcTargetSettings timed = copy().settings(WithoutKey.APPEND, ZeroDates.NULL_VALUE, true, Evolution.NONE);
        save(insert(ITEM, 1L, "one", null), insert(NOTE, 1L, "a"), insert(NOTE, 2L, "b"));
        save(
                timed,
                insert(ITEM, 2L, "two", null),
                update(NOTE, row(1L, "a"), row(1L, "c")),
                delete(NOTE, 2L, "b"),
                insert(NOTE, 3L, "d"),
                delete(NOTE, 3L, "d"));
        assertThat(rows("item")).containsExactly("1|one|null|null", "2|two|null|1793700930");
        assertThat(rows("note")).containsExactly("1|c|1793700930");
    }

    @Test
    void refusesATableThatWouldTakeTheSameRowTwice() {
        Columns keyed = Shop.table("note", List.of(0), "name");
        assertThatExceptionOfType(UnfitTableException.class)
                .isThrownBy(() -> save(insert(keyed, 1L, "x")))
                .withMessage(
                        "the table %s.note has neither a primary key nor a unique index on exactly [id], the primary key of"
                                + " source.note",
                        copy().schema());
    }
}
