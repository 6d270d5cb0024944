package dev.corecdc.target.jdbc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.DdlKind;
import dev.corecdc.event.Origin;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.jdbc.JdbcTargetSettings.Evolution;
import dev.corecdc.target.jdbc.JdbcTargetSettings.LetterCase;
import dev.corecdc.target.jdbc.JdbcTargetSettings.WithoutKey;
import dev.corecdc.target.jdbc.JdbcTargetSettings.ZeroDates;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesWhatItCannotExecute() {
        Copy copy = Copy.onH2();
        try (JdbcTarget target = JdbcTarget.open("copy", settings(copy, "{schema}.{table}"))) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(ddl("shop", "CREATE TABLE a (id INT)"), false))
                    .withMessageContaining("'execute-ddl' is for MySQL and MariaDB")
                    .withMessageEndingWith("CREATE TABLE a (id INT)");
        }
    }

    @OnEveryServer
    void refusesStatementsWhereTablesHaveOtherNames(ServerKind kind) {
        Copy copy = Copy.on(kind.server());
        try (JdbcTarget target = copy.open()) {
            assertThatExceptionOfType(RejectedRecordException.class)
                    .isThrownBy(() -> target.execute(ddl(copy.schema(), "CREATE TABLE a (id INT)"), false))
                    .withMessageStartingWith("'table' and 'letter-case' give tables other names");
        }
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
                false,
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }
}
