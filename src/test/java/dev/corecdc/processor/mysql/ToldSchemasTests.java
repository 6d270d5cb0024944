package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of a log in which {@code shop.t} has the one column {@code id INT}, which is its key. */
class ToldSchemasTests {

    private static final TableName T = new TableName("shop", "t");
    private static final WantedTables WANTED =
            new WantedTables(new TableFilter(List.of(), List.of("shop.other")), Set.of(EventType.INSERT));

    private final ScriptedLog log = new ScriptedLog();
    private Flavor flavor = Flavor.MYSQL;
    private ToldSchemas told = told();

    @Test
    void areThoseOfTableMapsWithNamesAndOfTheDdlThatFollows() throws Exception {
        take(log.gtid(1), log.query("BEGIN"), log.table(1, "shop", "t"), log.insert(1, 5), log.xid(1));
        assertThat(columns("t")).isEqualTo("id");
        take(log.gtid(2), log.query("ALTER TABLE t ADD b VARCHAR(9), ADD c INT FIRST"));
        take(log.gtid(3), log.query("CREATE TABLE u LIKE t"));
        take(log.gtid(4), log.query("RENAME TABLE t TO v"));

        assertThat(columns("u")).isEqualTo("c id b");
        assertThat(columns("v")).isEqualTo("c id b");
        assertThat(told.knows(T)).isFalse();
        assertThat(told.beginsUnnamed()).isFalse();
    }

    @Test
    void nothingIsToldByTableMapsWithoutNamesAndOfTablesThatAreNotWanted() throws Exception {
        LogEvent whole = log.table(1, "shop", "t");
        take(log.table(1, "shop", "other"));
        assertThat(told.beginsUnnamed()).isFalse();
        take(log.event(EventTypes.TABLE_MAP, BareTableMap.of(whole.body())));
        assertThat(told.knows(T)).isFalse();
        assertThat(told.beginsUnnamed()).isTrue();
        take(whole);
        assertThat(told.knows(T)).isTrue();
        assertThat(told.beginsUnnamed()).isTrue();
        assertThat(columns("other")).isEmpty();
    }

    @Test
    void nothingIsCertainBehindAStatementThatMayHaveChangedEverything() throws Exception {
        take(log.table(1, "shop", "t"), log.query("INSERT INTO x VALUES (1)"));
        assertThat(told.knows(T)).isFalse();
        take(log.table(1, "shop", "t"), log.query("CREATE OR REPLACE TABLE t SELECT * FROM x"));
        assertThat(told.knows(T)).isFalse();
        take(log.table(1, "shop", "t"), log.query("SOMETHING ELSE"));
        assertThat(told.knows(T)).isFalse();
    }

    /** The character set that it has at the end was taken for that of the columns before. */
    @Test
    void nothingOfADatabaseIsCertainBeforeItsCharacterSetChanges() throws Exception {
        take(log.query("CREATE TABLE t (a TEXT)"), log.query("CREATE TABLE late.t (a TEXT)"));
        take(log.query("ALTER DATABASE shop CHARACTER SET latin1"));
        assertThat(columns("t")).isEmpty();
        take(log.query("CREATE TABLE t (a TEXT)"));
        assertThat(told.schemas().get(T) instanceof Known known ? known.shape().charset() : "unknown")
                .isEqualTo("latin1");
        assertThat(told.knows(new TableName("late", "t"))).isTrue();
    }

    @Test
    void aFileThatTheServerDidNotEndTellsNothing() throws Exception {
        take(log.formatDescription(5), log.table(1, "shop", "t"), log.event(EventTypes.STOP));
        take(log.formatDescription(6));
        assertThat(told.knows(T)).isTrue();
        take(log.table(1, "shop", "t"), log.query("ALTER TABLE t ADD b INT"), log.formatDescription(7));
        assertThat(told.knows(T)).isFalse();
    }

    @Test
    void anAlterTableInTwoPhasesIsFollowedWhenItHasSucceeded() throws Exception {
        flavor = Flavor.MARIADB;
        told = told();
        take(log.table(1, "shop", "t"));
        take(log.mariaDbGtid(1, 1, 2), log.query("ALTER TABLE t ADD b INT"));
        assertThat(columns("t")).isEqualTo("id");
        take(log.mariaDbGtid(2, 1, 4), log.query("ALTER TABLE t ADD b INT"));
        assertThat(columns("t")).isEqualTo("id b");
    }

    private ToldSchemas told() {
        return new ToldSchemas(
                new SchemaFollower(flavor, WANTED), WANTED, flavor, Map.of("shop", "utf8mb4", "late", "utf8mb4"));
    }

    private void take(LogEvent... events) throws IOException {
        for (LogEvent event : events) {
            told.take(event, new LogPlace(log.file(), log.end()));
        }
    }

    private String columns(String table) {
        return told.schemas().get(new TableName("shop", table)) instanceof Known known
                ? String.join(
                        " ",
                        known.shape().columns().stream().map(ColumnShape::name).toList())
                : "";
    }
}
