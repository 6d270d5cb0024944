package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Column;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.processor.SourceException;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of columns where the log does not say them. */
class NamesIT {

    private static final String SETTINGS = """
            MYSQL,MINIMAL
            MARIADB,NO_LOG
            MARIADB,MINIMAL
            """;

    /** Changes of tables as people and tools make them, with rows between them. */
    private static final List<String> COURSE = List.of(
            "CREATE TABLE person (id INT UNSIGNED PRIMARY KEY, name VARCHAR(50), size ENUM('small','large'))",
            "INSERT INTO person VALUES (4000000000, 'Ada', 'large')",
            "ALTER TABLE person ADD COLUMN born DATE AFTER id, ADD note TEXT",
            "INSERT INTO person VALUES (2, '1815-12-10', 'Bob', 'small', 'two')",
            "ALTER TABLE person DROP COLUMN born, MODIFY name VARCHAR(60) NOT NULL FIRST",
            "UPDATE person SET name = 'Eve' WHERE id = 2",
            "ALTER TABLE person RENAME COLUMN name TO label, RENAME COLUMN note TO name",
            "UPDATE person SET name = 'swapped', label = 'names'",
            "ALTER TABLE person CHANGE size tags SET('small','large','blue') CHARACTER SET latin1, ADD total DECIMAL(10,2) UNSIGNED",
            "INSERT INTO person VALUES ('x', 5, 'small,blue', 'y', 12.5)",
            "RENAME TABLE person TO people",
            "DELETE FROM people WHERE id = 2",
            "CREATE TABLE copy LIKE people",
            "INSERT INTO copy SELECT * FROM people",
            "ALTER TABLE copy DROP PRIMARY KEY, ADD PRIMARY KEY (label, id), ADD KEY (total)",
            "UPDATE copy SET total = 1",
            "CREATE INDEX by_name ON copy (name(5))",
            "DROP INDEX by_name ON copy",
            "TRUNCATE TABLE copy",
            "RENAME TABLE people TO tmp, copy TO people, tmp TO copy",
            "INSERT INTO people (label, id) VALUES ('swap', 1)",
            "INSERT INTO copy (label, id) VALUES ('swap', 77)",
            // gh-ost
            "create /* gh-ost */ table `_people_gho` like `people`",
            "alter /* gh-ost */ table `_people_gho` add column `since` timestamp(3) null first, drop column total",
            "insert /* gh-ost */ ignore into `_people_gho` (label, id) (select label, id from people)",
            "rename /* gh-ost */ table `people` to `_people_del`, `_people_gho` to `people`",
            "INSERT INTO people (label, id) VALUES ('gh-ost', 3)",
            "drop /* gh-ost */ table if exists `_people_del`",
            // pt-online-schema-change
            "CREATE TABLE `_copy_new` (`label` varchar(60) NOT NULL, `id` int unsigned NOT NULL, `tags` set('small','large','blue')"
                    + " CHARACTER SET latin1 DEFAULT NULL, `name` text, `total` decimal(10,2) unsigned DEFAULT NULL,"
                    + " PRIMARY KEY (`id`)) ENGINE=InnoDB",
            "ALTER TABLE `_copy_new` ADD COLUMN flag BIT(3) NOT NULL DEFAULT b'101', ENGINE=InnoDB",
            "CREATE TRIGGER pt_osc_del AFTER DELETE ON copy FOR EACH ROW DELETE IGNORE FROM _copy_new WHERE id <=> OLD.id",
            "INSERT LOW_PRIORITY IGNORE INTO `_copy_new` (`label`, `id`, `tags`, `name`, `total`) SELECT `label`, `id`, `tags`, `name`,"
                    + " `total` FROM copy LOCK IN SHARE MODE",
            "RENAME TABLE `copy` TO `_copy_old`, `_copy_new` TO `copy`",
            "DROP TABLE IF EXISTS `_copy_old`",
            "INSERT INTO copy (label, id) VALUES ('pt', 9)",
            "CREATE TABLE made SELECT id, label FROM copy",
            "INSERT INTO made VALUES (10, 'made')",
            "ALTER TABLE made RENAME TO remade, ADD note VARCHAR(9) DEFAULT 'n'",
            "UPDATE remade SET note = 'm'",
            "DROP TABLE remade",
            "CREATE TABLE remade (note INT, id BIGINT)",
            "INSERT INTO remade VALUES (1, 2)",
            // keys
            "CREATE TABLE keyed (a INT NOT NULL, b INT, c VARCHAR(9) NOT NULL, UNIQUE x (b), UNIQUE y (c))",
            "INSERT INTO keyed VALUES (1, 2, 'c')",
            "CREATE UNIQUE INDEX z ON keyed (a)",
            "INSERT INTO keyed VALUES (2, 3, 'd')",
            "ALTER TABLE keyed ADD PRIMARY KEY (a), MODIFY c VARCHAR(10)",
            "INSERT INTO keyed VALUES (3, 4, NULL)",
            "ALTER TABLE keyed ADD UNIQUE (b, c), MODIFY a BIGINT",
            "DELETE FROM keyed WHERE a = 2",
            "CREATE TABLE bare (a INT NOT NULL, b INT, c INT NOT NULL)",
            "INSERT INTO bare VALUES (1, 2, 3)",
            "ALTER TABLE bare ADD UNIQUE (b), ADD UNIQUE (c, a), ADD UNIQUE (a)",
            "INSERT INTO bare VALUES (2, 3, 4)",
            "ALTER TABLE bare MODIFY c BIGINT NOT NULL FIRST, RENAME COLUMN a TO d",
            "UPDATE bare SET b = NULL",
            // without copying, and with
            "ALTER TABLE copy ADD COLUMN early VARCHAR(5) FIRST, ALGORITHM=INSTANT",
            "INSERT INTO copy (label, id, early) VALUES ('instant', 10, 'e')",
            "ALTER TABLE copy ADD COLUMN middle VARCHAR(5) AFTER id, ALGORITHM=INSTANT",
            "ALTER TABLE copy DROP COLUMN early, ALGORITHM=INSTANT",
            "UPDATE copy SET middle = 'm'",
            "ALTER TABLE copy ADD COLUMN last INT, DROP COLUMN middle, ALGORITHM=COPY, LOCK=SHARED",
            "INSERT INTO copy (label, id, last) VALUES ('copied', 11, 1)",
            "ALTER TABLE copy ADD COLUMN built INT AFTER label, ALGORITHM=INPLACE, LOCK=NONE",
            "INSERT INTO copy (label, id, built) VALUES ('in place', 12, 1)",
            // character sets
            "ALTER TABLE copy CONVERT TO CHARACTER SET utf8mb3 COLLATE utf8mb3_bin, ADD small INT",
            "INSERT INTO copy (label, id, name) VALUES ('größe', 13, 'größe')");

    /** Online, as MariaDB does it since 11.2, and in two phases. */
    private static final List<String> MARIADB_COURSE = List.of(
            "ALTER ONLINE TABLE copy ADD COLUMN online VARCHAR(5) AFTER id, ALGORITHM=COPY",
            "INSERT INTO copy (label, id, online) VALUES ('online', 20, 'o')",
            "ALTER TABLE copy MODIFY online VARCHAR(7) FIRST, ALGORITHM=COPY, LOCK=NONE",
            "INSERT INTO copy (label, id, online) VALUES ('online', 21, 'o')",
            "SET binlog_alter_two_phase = 1",
            "ALTER TABLE copy DROP COLUMN online, ADD two INT FIRST",
            "INSERT INTO copy (label, id, two) VALUES ('phases', 22, 2)");

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(textBlock = SETTINGS)
    void areThoseOfTheTimeThroughEveryChange(ServerKind kind, String metadata) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            List<String> full = changes(course(server, "FULL"));
            FollowedServer followed = FollowedServer.of(server);
            server.execute("SET GLOBAL binlog_row_metadata = " + metadata);
            Position start = followed.latest();
            followed.execute(course(kind));

            List<ChangeBatch> all = followed.readToEnd(start);

            assertThat(changes(all)).isEqualTo(full);
            for (int i = 0; i < all.size(); i += 3) {
                Position saved =
                        followed.processor().parse(all.get(i).resumePosition().toMap());
                assertThat(changes(followed.readToEnd(saved)))
                        .as("after batch %d at %s", i, saved)
                        .isEqualTo(changes(all.subList(i + 1, all.size())));
            }
        }
    }

    /** While the log is read far behind, and before and after a table changes. */
    @OnEveryServer
    void fullMetadataIsSwitchedOnAndOffWithoutAStop(ServerKind kind) throws Exception {
        String off = "SET GLOBAL binlog_row_metadata = " + (kind == ServerKind.MYSQL ? "MINIMAL" : "NO_LOG");
        String on = "SET GLOBAL binlog_row_metadata = FULL";
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            Position start = followed.latest();
            assertThat(start.toMap()).doesNotContainKey("schemas");
            followed.execute("CREATE TABLE t (a VARCHAR(9), b VARCHAR(9))", "INSERT INTO t VALUES ('a', 'b')");
            List<ChangeBatch> before = followed.readToEnd(start);
            assertThat(Batches.last(before).resumePosition().toMap()).doesNotContainKey("schemas");
            followed.execute(off, "INSERT INTO t VALUES ('a', 'b')", on, "INSERT INTO t VALUES ('a', 'b')", off);
            List<ChangeBatch> switched = followed.readToEnd(Batches.last(before).resumePosition());
            followed.execute(
                    "INSERT INTO t VALUES ('a', 'b')",
                    "ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a",
                    "INSERT INTO t VALUES ('b', 'a')",
                    on,
                    "ALTER TABLE t CONVERT TO CHARACTER SET latin1",
                    "INSERT INTO t VALUES ('b', 'a')",
                    off,
                    "INSERT INTO t VALUES ('b', 'a')",
                    "ALTER TABLE t ADD c VARCHAR(9)",
                    "INSERT INTO t VALUES ('b', 'a', 'c')",
                    on,
                    "UPDATE t SET a = 'a', b = 'b', c = 'c'");

            List<ChangeBatch> after = followed.readToEnd(Batches.last(switched).resumePosition());

            assertThat(before).isNotEmpty();
            assertThat(named(switched)).hasSize(2);
            assertThat(named(after)).hasSize(5 + 7);
            assertThat(Batches.last(after).resumePosition().toMap()).containsKey("schemas");
            assertThat(named(followed.readToEnd(start))).as("far behind").hasSize(1 + 2 + 5 + 7);
            for (ChangeBatch batch : before) {
                assertThat(named(followed.readToEnd(batch.resumePosition())))
                        .as("far behind, from within a log that names columns")
                        .hasSizeGreaterThan(13);
            }
        }
    }

    @OnEveryServer
    void aPlaceBeforeAllThatIsKnownIsReadWhereNothingHasChangedSinceAndElseRefusedWithWords(ServerKind kind)
            throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with(
                "--binlog-row-metadata=" + (kind == ServerKind.MYSQL ? "MINIMAL" : "NO_LOG")))) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute(
                    "CREATE TABLE calm (a VARCHAR(9), b VARCHAR(9))",
                    "CREATE TABLE wild (a VARCHAR(9), b VARCHAR(9))",
                    "INSERT INTO wild VALUES ('a', 'b')",
                    "ALTER TABLE wild DROP b, ADD b VARCHAR(9) FIRST",
                    "INSERT INTO wild VALUES ('b', 'a')");
            assertThat(named(followed.readToEnd(followed.processor().locate("earliest"))))
                    .as("the log has the beginning of both")
                    .hasSize(2);
            server.execute(kind == ServerKind.MYSQL ? "RESET BINARY LOGS AND GTIDS" : "RESET MASTER");
            followed.execute("INSERT INTO calm VALUES ('a', 'b')", "CREATE VIEW v AS SELECT * FROM calm");
            Position earliest = followed.processor().locate("earliest");
            List<ChangeBatch> calm = followed.readToEnd(earliest);
            assertThat(named(calm)).hasSize(1);

            followed.execute("INSERT INTO wild VALUES ('b', 'a')", "ALTER TABLE wild DROP a, ADD a VARCHAR(9) FIRST");

            assertThatThrownBy(() -> followed.readToEnd(earliest))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining(
                            "table %s.wild: the log does not name its columns".formatted(followed.database()))
                    .hasMessageContaining("ALTER TABLE wild DROP a, ADD a VARCHAR(9) FIRST")
                    .hasMessageContaining("SET GLOBAL binlog_row_metadata = FULL")
                    .hasMessageContaining("'start-at'")
                    .hasMessageContaining("'column-names' to positional");
            assertThat(named(followed.readToEnd(Batches.last(calm).resumePosition())))
                    .as("known since before")
                    .hasSize(1);
        }
    }

    @OnEveryServer
    void columnsHaveNumbersWhereThatIsAskedFor(ServerKind kind) throws Exception {
        boolean charsets = kind == ServerKind.MYSQL;
        try (DatabaseServer server =
                kind.start(ServerOptions.DEFAULT.with("--binlog-row-metadata=" + (charsets ? "MINIMAL" : "NO_LOG")))) {
            FollowedServer followed = FollowedServer.of(server).positional();
            Position start = followed.latest();
            followed.execute(
                    "CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, name VARCHAR(9) CHARSET latin1, size ENUM('s','l'), tags SET('a','b','c'),"
                            + " raw VARBINARY(9), at DATETIME(3))",
                    "INSERT INTO t VALUES (4294967295, 'é', 'l', 'a,c', x'ff00', '2020-01-02 03:04:05.678')",
                    "DELETE FROM t");

            String row = "{col_1=%s, col_2=\"%s\", col_3=2, col_4=5, col_5=\"/wA=\", col_6=\"2020-01-02T03:04:05.678\"}"
                    .formatted(charsets ? "4294967295" : "-1", charsets ? "é" : "6Q==");
            assertThat(start.toMap()).doesNotContainKey("schemas");
            assertThat(changes(followed.readToEnd(start)).stream()
                            .filter(change -> !change.startsWith("CREATE"))
                            .map(change -> change.substring(0, change.indexOf('}') + 1)))
                    .containsExactly("INSERT t \"\" " + row, "DELETE t \"\" " + row);
        }
    }

    /** Rows of an XA transaction are read when it is committed, and are those of a table as it was when they were written. */
    @OnEveryServer
    void rowsOfXaTransactionsHaveTheNamesOfTheTimeWhenTheyWereWritten(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with(
                "--binlog-row-metadata=" + (kind == ServerKind.MYSQL ? "MINIMAL" : "NO_LOG")))) {
            FollowedServer followed = FollowedServer.of(server);
            Position earliest = followed.processor().locate("earliest");
            followed.execute(
                    "CREATE TABLE t (a VARCHAR(9), b VARCHAR(9))",
                    "CREATE TABLE u (a VARCHAR(9), b VARCHAR(9))",
                    "XA START 'x'",
                    "INSERT INTO t VALUES ('a', 'b')",
                    "INSERT INTO u VALUES ('a', 'b')",
                    "XA END 'x'",
                    "XA PREPARE 'x'");
            List<ChangeBatch> prepared = followed.readToEnd(earliest);
            assertThat(Batches.last(prepared).resumePosition().toMap()).containsKeys("prepared", "schemas");
            boolean altered = alters(followed, "ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a");
            followed.execute("CREATE TABLE w (a VARCHAR(9))", "XA COMMIT 'x'", "INSERT INTO w VALUES ('a')");
            System.out.printf("%s lets a table be altered that an XA transaction has changed: %s%n", kind, altered);

            for (Position from : List.of(
                    earliest,
                    followed.processor()
                            .parse(Batches.last(prepared).resumePosition().toMap()))) {
                if (altered) {
                    assertThatThrownBy(() -> named(followed.readToEnd(from))).hasMessageContaining("is not certain");
                } else {
                    assertThat(named(followed.readToEnd(from))).hasSize(3);
                }
            }
        }
    }

    private static boolean alters(FollowedServer followed, String sql) {
        try {
            followed.execute("SET SESSION lock_wait_timeout = 1, innodb_lock_wait_timeout = 1", sql);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** The rows, each of whose values is the name of its column or null. */
    private static List<ChangeEvent> named(List<ChangeBatch> batches) {
        List<ChangeEvent> events = Batches.events(batches);
        assertThat(events).allSatisfy(event -> {
            if (event instanceof ChangeRecord change) {
                assertNamed(change);
            }
        });
        return events.stream().filter(ChangeRecord.class::isInstance).toList();
    }

    static void assertNamed(ChangeRecord change) {
        for (int i = 0; i < change.columns().size(); i++) {
            if (change.row().has(i) && change.row().get(i) != null) {
                assertThat(change.columns().column(i).name())
                        .as("%s of %s", change.type(), change.columns())
                        .isEqualTo(change.row().get(i));
            }
        }
    }

    private static List<ChangeBatch> course(DatabaseServer server, String metadata) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        server.execute("SET GLOBAL binlog_row_metadata = " + metadata);
        Position start = followed.latest();
        followed.execute(course(server.kind()));
        return followed.readToEnd(start);
    }

    private static String[] course(ServerKind kind) {
        List<String> course = new ArrayList<>(COURSE);
        if (kind.isMariaDb()) {
            course.addAll(MARIADB_COURSE);
        }
        return course.toArray(String[]::new);
    }

    /** Each change with the names, types and key of its columns. */
    static List<String> changes(List<ChangeBatch> batches) {
        List<String> changes = new ArrayList<>();
        Batches.events(batches).forEach(event -> {
            if (event instanceof ChangeRecord change) {
                changes.add("%s %s %s %s %s"
                        .formatted(
                                change.type(),
                                change.columns().table(),
                                CoreCdcJson.of(change, "test").get("primary_key"),
                                CoreCdcJson.values(change, "record"),
                                change.columns().columns().stream()
                                        .map(Column::type)
                                        .toList()));
            } else {
                changes.add(((DdlEvent) event).statement());
            }
        });
        return changes;
    }
}
