package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.DdlSession;
import dev.corecdc.event.Origin;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.UntranslatableDdl;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a copy of another kind follows statements, on the database itself. */
abstract class DdlTranslationContract {

    private static final Origin ORIGIN = new Origin(Instant.EPOCH, "binlog.000001", 100, null, null);

    /** A new database. */
    abstract Copy copy();

    private static JdbcTarget open(Copy copy) {
        return open(copy, "{schema}.{table}", LetterCase.AS_IS, UntranslatableDdl.HALT);
    }

    private static JdbcTarget open(Copy copy, String table, LetterCase letterCase, UntranslatableDdl rule) {
        return JdbcTarget.open(
                "copy",
                new JdbcTargetSettings(
                        copy.url(),
                        copy.user(),
                        copy.password(),
                        table,
                        letterCase,
                        WithoutKey.APPEND,
                        ZeroDates.NULL_VALUE,
                        false,
                        Evolution.NONE,
                        rule,
                        false,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1)));
    }

    private static DdlEvent ddl(String statement) {
        return new DdlEvent(
                DdlKind.OTHER, "shop", List.of(), true, statement, ORIGIN, 1, new DdlSession("shop", 0L, "+00:00"));
    }

    private static void run(JdbcTarget target, String... statements) throws Exception {
        for (String statement : statements) {
            target.execute(ddl(statement), false);
        }
    }

    @Test
    void followsStatementsOneAfterTheOther() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy)) {
            run(
                    target,
                    "CREATE TABLE parent (id INT PRIMARY KEY, code VARCHAR(9) NOT NULL, UNIQUE KEY by_code (code))",
                    "CREATE TABLE child (id INT PRIMARY KEY, p INT, n INT NOT NULL DEFAULT 5, t TEXT, b BIT(4) DEFAULT b'11', d"
                            + " DATE NOT NULL, bin BINARY(2) DEFAULT 'a', KEY (n), KEY by_n (n, p), FOREIGN KEY (p) REFERENCES"
                            + " parent (id) ON DELETE CASCADE)");
            copy.execute(
                    "INSERT INTO %s VALUES (1, 'one')".formatted(copy.name("parent")),
                    "INSERT INTO %s (\"id\", \"p\", \"t\") VALUES (1, 1, '12')".formatted(copy.name("child")));
            run(
                    target,
                    "ALTER TABLE child ADD extra VARCHAR(9) NOT NULL, ADD made DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, ADD w"
                            + " DECIMAL(5,2) DEFAULT '1.5'",
                    "ALTER TABLE child MODIFY n BIGINT NOT NULL, CHANGE T tt DOUBLE, RENAME COLUMN w TO weight",
                    "ALTER TABLE child RENAME INDEX by_n TO by_np, ADD UNIQUE (tt), DROP KEY n",
                    "ALTER TABLE child RENAME TO kid",
                    "ALTER TABLE kid DROP KEY by_np, DROP FOREIGN KEY kid_ibfk_1, DROP COLUMN p",
                    "ALTER TABLE kid DROP PRIMARY KEY, ADD PRIMARY KEY (id, n)",
                    "CREATE TABLE child (id INT PRIMARY KEY, KEY by_np (id))",
                    "RENAME TABLE kid TO swap, child TO kid, swap TO child",
                    "DROP INDEX by_np ON kid",
                    "DROP TABLE parent, kid");
            assertThat(copy.rows("SELECT \"id\", \"n\", \"tt\", \"extra\", \"weight\" FROM " + copy.name("child")))
                    .singleElement()
                    .satisfies(row -> assertThat(row).matches("1\\|5\\|12(\\.0)?\\|\\|1\\.50"));
            run(target, "TRUNCATE TABLE child", "CREATE DATABASE other", "DROP DATABASE other");
            assertThat(copy.rows("SELECT * FROM " + copy.name("child"))).isEmpty();
        }
    }

    @Test
    void takesWhatIsDoneAsDoneOnlyIfItMayBeRepeated() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy)) {
            run(
                    target,
                    "CREATE TABLE done (id INT PRIMARY KEY, b INT, KEY named (b))",
                    "CREATE TABLE child (b INT, CONSTRAINT fk FOREIGN KEY (b) REFERENCES done (id))",
                    "CREATE TABLE renamed (id INT)");
            for (String statement : List.of(
                    "CREATE TABLE done (id INT, UNIQUE (id))",
                    "DROP TABLE not_there",
                    "ALTER TABLE done ADD COLUMN b INT",
                    "ALTER TABLE done DROP COLUMN c",
                    "ALTER TABLE done ADD KEY named (id)",
                    "ALTER TABLE done ADD PRIMARY KEY (id)",
                    "ALTER TABLE child ADD CONSTRAINT fk FOREIGN KEY (b) REFERENCES done (id)",
                    "RENAME TABLE old_name TO renamed",
                    "ALTER TABLE done RENAME COLUMN a TO b",
                    "TRUNCATE TABLE not_there",
                    "DROP DATABASE not_there")) {
                assertThatExceptionOfType(SQLException.class)
                        .as(statement)
                        .isThrownBy(() -> target.execute(ddl(statement), false))
                        .withMessageEndingWith(", in shop: " + statement);
                assertThatCode(() -> target.execute(ddl(statement), true))
                        .as(statement)
                        .doesNotThrowAnyException();
            }
            target.execute(ddl("ALTER TABLE done ADD b INT, ADD c INT"), true);
            assertThat(copy.rows("SELECT \"c\" FROM " + copy.name("done"))).isEmpty();
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(
                            () -> target.execute(ddl("RENAME TABLE done TO x, renamed TO done, x TO renamed"), true))
                    .withMessageContaining("may have been executed before");
        }
    }

    @Test
    void doesNotDropInASecondAttemptWhatTheFirstHasRenamed() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy, "{schema}.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            run(target, "CREATE TABLE item (id INT PRIMARY KEY, a INT, b INT, c INT, KEY by_a (a), KEY by_b (b))");
            copy.execute("INSERT INTO %s VALUES (1, 2, 3, 4)".formatted(copy.name("item")));
            for (String statement : List.of(
                    "ALTER TABLE item DROP KEY by_a, RENAME KEY by_b TO By_A",
                    "ALTER TABLE item DROP COLUMN a, RENAME COLUMN b TO A",
                    "ALTER TABLE item DROP COLUMN c, CHANGE A C INT")) {
                run(target, statement);
                assertThatExceptionOfType(RejectedRecordException.class)
                        .as(statement)
                        .isThrownBy(() -> target.execute(ddl(statement), true))
                        .withMessageEndingWith("pass over it if so: " + statement);
            }
        }
        assertThat(copy.rows("SELECT \"id\", \"C\" FROM " + copy.name("item"))).containsExactly("1|3");
    }

    @Test
    void doesNotPassOverWhatMayNeverHaveBeenExecuted() throws Exception {
        Copy copy = copy();
        String swap = "RENAME TABLE a TO x, b TO a, x TO b";
        try (JdbcTarget target = open(copy, "{schema}.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            run(target, "CREATE TABLE a (a INT)", "CREATE TABLE b (b INT)");
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(ddl(swap), true))
                    .withMessageContaining("may have been executed before");
        }
    }

    @Test
    void keepsAStatementOfOneTableFromTheCopyOfAnother() throws Exception {
        Copy copy = copy();
        List<String> ofAnother = List.of(
                "CREATE TABLE archive.item (id INT PRIMARY KEY)",
                "CREATE TABLE IF NOT EXISTS archive.item (id INT PRIMARY KEY)",
                "TRUNCATE TABLE archive.item",
                "ALTER TABLE archive.item ADD a INT",
                "DROP TABLE IF EXISTS archive.item",
                "RENAME TABLE archive.item TO archive.gone",
                "RENAME TABLE archive.gone TO archive.item");
        try (JdbcTarget target = open(copy, "shop.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            run(target, "CREATE TABLE item (id INT PRIMARY KEY, name TEXT, note TEXT)");
            copy.execute("INSERT INTO %s (\"id\") VALUES (1)".formatted(copy.name("item")));
            for (String statement : ofAnother) {
                for (boolean repeated : new boolean[] {false, true}) {
                    assertThatExceptionOfType(UnfitTableException.class)
                            .as(statement)
                            .isThrownBy(() -> target.execute(ddl(statement), repeated))
                            .withMessageContaining("would both be kept in the table shop.item");
                }
            }
            assertThatExceptionOfType(UnfitTableException.class)
                    .isThrownBy(() -> target.save(List.of(Shop.insert(Shop.ITEM, 2L, "two", null))))
                    .withMessageStartingWith("the rows of shop.item and of source.item");
            assertThat(copy.rows("SELECT \"id\" FROM " + copy.name("item"))).containsExactly("1");

            run(
                    target,
                    "RENAME TABLE item TO archive.item",
                    "TRUNCATE TABLE archive.item",
                    "DROP TABLE archive.item",
                    "CREATE TABLE shop.item (id INT PRIMARY KEY)",
                    "ALTER TABLE item RENAME TO other",
                    "CREATE TABLE archive.item (id INT PRIMARY KEY)");
        }
    }

    @Test
    void doesNotTakeTheCopyOfAnotherTableForWhatAStatementHasMade() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy, "shop.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            run(target, "CREATE TABLE item (id INT PRIMARY KEY)", "CREATE TABLE archive.old (id INT PRIMARY KEY)");
        }
        try (JdbcTarget target = open(copy, "shop.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            for (String statement : List.of(
                    "CREATE TABLE archive.item (id INT PRIMARY KEY)", "RENAME TABLE archive.old TO archive.item")) {
                assertThatExceptionOfType(UnfitTableException.class)
                        .as(statement)
                        .isThrownBy(() -> target.execute(ddl(statement), true))
                        .withMessageStartingWith("the table shop.item is there")
                        .withMessageContaining("it may be of another table than archive.item");
            }
        }
    }

    /** The source makes numbers of labels by their order. */
    @Test
    void takesNoLabelForANumber() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy)) {
            run(target, "CREATE TABLE item (id INT PRIMARY KEY, e ENUM('7','8'), s SET('9'), t VARCHAR(9), n INT)");
            copy.execute("INSERT INTO %s VALUES (1, '8', '9', '5', 1)".formatted(copy.name("item")));
            for (String change : List.of("e INT", "s DOUBLE", "n ENUM('7','8')")) {
                assertThatExceptionOfType(RejectedRecordException.class)
                        .as(change)
                        .isThrownBy(() -> run(target, "ALTER TABLE item MODIFY " + change))
                        .withMessageContaining("their labels stand for numbers");
            }
            run(
                    target,
                    "ALTER TABLE item MODIFY e VARCHAR(9), MODIFY s SET('9','10'), MODIFY t ENUM('5'), MODIFY n VARCHAR(9)",
                    "ALTER TABLE item MODIFY e INT, MODIFY n ENUM('1')");
        }
        assertThat(copy.rows("SELECT * FROM " + copy.name("item"))).containsExactly("1|8|9|5|1");
    }

    @Test
    void makesAForeignKeyWhenTheTableIsThereThatItRefersTo() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy)) {
            run(
                    target,
                    "CREATE TABLE child (id INT PRIMARY KEY, p INT, FOREIGN KEY (p) REFERENCES parent (id))",
                    "CREATE TABLE parent (id INT PRIMARY KEY)");
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> copy.execute("INSERT INTO %s VALUES (1, 7)".formatted(copy.name("child"))));
    }

    @Test
    void haltsAtWhatCannotBeTranslatedBeforeAnythingIsDone() throws Exception {
        Copy copy = copy();
        String sql = "ALTER TABLE item ADD a INT, ADD b INT AS (id + 1)";
        try (JdbcTarget target = open(copy)) {
            run(target, "CREATE TABLE item (id INT PRIMARY KEY)");
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(ddl(sql), false))
                    .withMessage(
                            "a DDL statement is not translated: what rows that are there have in the column 'b' is not in the log: "
                                    + sql);
        }
        try (JdbcTarget target = open(copy, "{schema}.{table}", LetterCase.AS_IS, UntranslatableDdl.SKIP)) {
            run(target, sql, "ALTER TABLE item ADD c INT");
        }
        copy.execute("INSERT INTO %s (\"id\", \"c\") VALUES (1, 2)".formatted(copy.name("item")));
        assertThat(copy.rows("SELECT * FROM " + copy.name("item"))).containsExactly("1|2");
    }

    @Test
    void givesTheNamesThatTheSettingsSay() throws Exception {
        Copy copy = copy();
        try (JdbcTarget target = open(copy, "shop.cdc_{table}", LetterCase.LOWER, UntranslatableDdl.HALT)) {
            run(
                    target,
                    "CREATE DATABASE Elsewhere",
                    "CREATE TABLE Item (Id INT PRIMARY KEY, Name VARCHAR(9), KEY By_Name (NAME))",
                    "ALTER TABLE Item DROP KEY by_name, CHANGE Name Title VARCHAR(9)");
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> run(target, "DROP DATABASE shop"))
                    .withMessageContaining("no schema of its own");
        }
        copy.execute("INSERT INTO %s (\"id\", \"title\") VALUES (1, 'x')".formatted(copy.name("cdc_item")));
    }
}
