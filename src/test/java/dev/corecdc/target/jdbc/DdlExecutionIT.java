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
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class DdlExecutionIT {

    private static final Origin ORIGIN = new Origin(Instant.EPOCH, "binlog.000001", 100, null, null);

    @OnEveryServer
    void takesWhatIsDoneAsDoneOnlyIfItMayBeRepeated(ServerKind kind) throws Exception {
        Copy copy = Copy.on(kind.server());
        copy.execute(
                "CREATE TABLE " + copy.name("done") + " (id INT PRIMARY KEY, b INT, KEY named (b))",
                "CREATE TABLE " + copy.name("renamed") + " (id INT)");
        try (JdbcTarget target = JdbcTarget.open("copy", settings(copy, "{schema}.{table}"))) {
            for (String statement : List.of(
                    "CREATE TABLE done (id INT)",
                    "DROP TABLE not_there",
                    "ALTER TABLE done ADD COLUMN b INT",
                    "ALTER TABLE done DROP COLUMN c",
                    "ALTER TABLE done ADD KEY named (id)",
                    "ALTER TABLE done ADD PRIMARY KEY (id)",
                    "DROP INDEX unnamed ON done",
                    "RENAME TABLE old_name TO renamed",
                    "ALTER TABLE done RENAME COLUMN a TO b",
                    "TRUNCATE TABLE not_there")) {
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> target.execute(ddl(copy.schema(), statement), false))
                        .withMessageEndingWith(", in " + copy.schema() + ": " + statement);
                assertThatCode(() -> target.execute(ddl(copy.schema(), statement), true))
                        .as(statement)
                        .doesNotThrowAnyException();
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> target.execute(ddl(copy.schema(), "ALTER TABLE done ADD nonsense"), true));
        }
    }

    @OnEveryServer
    void refusesStatementsWhereTablesHaveOtherNames(ServerKind kind) {
        Copy copy = Copy.on(kind.server());
        try (JdbcTarget target = copy.open()) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(ddl(copy.schema(), "CREATE TABLE a (id INT)"), false))
                    .withMessageStartingWith(
                            "a DDL statement is not translated: 'table' and 'letter-case' give tables other names");
        }
    }

    @OnEveryServer
    void executesInTheDatabaseOfTheSessionAndAsItWasMeant(ServerKind kind) throws Exception {
        Copy copy = Copy.on(kind.server());
        Copy other = Copy.on(kind.server());
        long ansi = 4 | (1 << 20);
        try (JdbcTarget target = JdbcTarget.open("copy", settings(copy, "{schema}.{table}"))) {
            target.execute(ddl(copy.schema(), "CREATE TABLE plain (id INT)"), false);
            target.execute(
                    new DdlEvent(
                            DdlKind.OTHER,
                            other.schema(),
                            List.of(),
                            true,
                            "CREATE TABLE %s.\"one\" (a VARCHAR(9) DEFAULT '\\')".formatted(other.schema()),
                            ORIGIN,
                            1,
                            new DdlSession(copy.schema(), ansi, "+02:00")),
                    false);
            target.execute(
                    new DdlEvent(
                            DdlKind.OTHER,
                            other.schema(),
                            List.of(),
                            true,
                            "RENAME TABLE %s.one TO two, plain TO %1$s.plain".formatted(other.schema()),
                            ORIGIN,
                            1,
                            new DdlSession(copy.schema(), null, null)),
                    false);
        }
        assertThat(tables(copy)).containsExactly("two");
        assertThat(tables(other)).containsExactly("plain");
        copy.execute("INSERT INTO " + copy.name("two") + " VALUES ()");
        assertThat(copy.rows("SELECT * FROM " + copy.name("two"))).containsExactly("\\");
    }

    private static List<String> tables(Copy copy) {
        return copy.rows(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + copy.schema() + "'");
    }

    @OnEveryServer
    void doesNotExecuteTwiceWhatGivesNamesBack(ServerKind kind) throws Exception {
        Copy copy = Copy.on(kind.server());
        copy.execute("CREATE TABLE " + copy.name("a") + " (a INT)", "CREATE TABLE " + copy.name("b") + " (b INT)");
        DdlEvent swap = ddl(copy.schema(), "RENAME TABLE a TO tmp, b TO a, tmp TO b");
        try (JdbcTarget target = JdbcTarget.open("copy", settings(copy, "{schema}.{table}"))) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(swap, true))
                    .withMessageContaining("may have been executed before");
            target.execute(swap, false);
        }
        copy.execute("INSERT INTO " + copy.name("a") + " (b) VALUES (1)");
    }

    @OnEveryServer
    void doesNotExchangeAPartitionASecondTime(ServerKind kind) throws Exception {
        Copy copy = Copy.on(kind.server());
        copy.execute(
                "CREATE TABLE " + copy.name("parts")
                        + " (id INT) PARTITION BY RANGE (id) (PARTITION low VALUES LESS THAN (10))",
                "CREATE TABLE " + copy.name("other") + " (id INT)",
                "INSERT INTO " + copy.name("other") + " VALUES (1)");
        DdlEvent exchange = ddl(copy.schema(), "ALTER TABLE parts EXCHANGE PARTITION low WITH TABLE other");
        try (JdbcTarget target = JdbcTarget.open("copy", settings(copy, "{schema}.{table}"))) {
            target.execute(exchange, false);
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(exchange, true))
                    .withMessageContaining("may have been executed before");
        }
        assertThat(copy.rows("SELECT * FROM " + copy.name("parts"))).containsExactly("1");
    }

    private static DdlEvent ddl(String schema, String statement) {
        return new DdlEvent(DdlKind.OTHER, schema, List.of(), true, statement, ORIGIN, 1);
    }

    private static JdbcTargetSettings settings(Copy copy, String table) {
        return new JdbcTargetSettings(
                copy.url(),
                copy.user(),
                copy.password(),
                table,
                LetterCase.AS_IS,
                WithoutKey.APPEND,
                ZeroDates.NULL_VALUE,
                false,
                Evolution.NONE,
                UntranslatableDdl.HALT,
                false,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }
}
