package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.processor.mysql.TableSchemas.Known;
import dev.corecdc.processor.mysql.TableSchemas.Lost;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFollowerTests {

    private static final SqlMode ANSI_QUOTES = new SqlMode(true, true);

    private static final LogPlace PLACE = new LogPlace("b.000001", 100);

    private Flavor flavor = Flavor.MYSQL;
    private boolean ignoreCase;

    /** Behind a table {@code t (id INT UNSIGNED, a VARCHAR(10), b DATE)} with the key (id). */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ALTER TABLE t ADD c INT                                  | id a b c, key id
                    ALTER TABLE t ADD COLUMN (c INT, d INT)                  | id a b c d, key id
                    ALTER TABLE t ADD c INT FIRST                            | c id a b, key id
                    ALTER TABLE t ADD c INT AFTER id, ADD d INT AFTER c      | id c d a b, key id
                    ALTER TABLE t ADD c INT AFTER id, ADD d INT AFTER id     | id d c a b, key id
                    ALTER TABLE d.t ADD COLUMN IF NOT EXISTS A INT, ADD IF NOT EXISTS c INT | id a b c, key id
                    ALTER TABLE IF EXISTS t DROP IF EXISTS x, DROP COLUMN IF EXISTS a | id b, key id
                    ALTER TABLE t DROP a, DROP COLUMN b CASCADE              | id, key id
                    ALTER TABLE t DROP a, ADD a INT                          | id b a, key id
                    ALTER TABLE t MODIFY b DATE FIRST                        | b id a, key id
                    ALTER TABLE t MODIFY COLUMN id INT AFTER b               | a b id, key id
                    ALTER TABLE t CHANGE a c TEXT, ALGORITHM=INPLACE, LOCK=NONE | id c b, key id
                    ALTER TABLE t CHANGE COLUMN id no BIGINT                 | no a b, key no
                    ALTER TABLE t RENAME COLUMN a TO b, RENAME COLUMN b TO a | id b a, key id
                    ALTER TABLE t RENAME COLUMN id TO `a b`                  | a b a b, key a b
                    ALTER TABLE t CHANGE a b VARCHAR(10), CHANGE b a DATE    | id b a, key id
                    ALTER TABLE t DROP PRIMARY KEY                           | id a b, key
                    ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (b, a(3) DESC) | id a b, key b a
                    ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT x PRIMARY KEY USING BTREE (b) COMMENT 'x' | id a b, key b
                    ALTER TABLE t DROP PRIMARY KEY, ADD n INT PRIMARY KEY FIRST | n id a b, key n
                    ALTER TABLE t DROP INDEX `PRIMARY`                       | id a b, key
                    ALTER TABLE t DROP CONSTRAINT `PRIMARY`, ADD UNIQUE (a)  | id a b, key
                    DROP INDEX `PRIMARY` ON t                                | id a b, key
                    DROP INDEX a ON t                                        | id a b, key id
                    CREATE UNIQUE INDEX x ON t (a, (b + 1))                  | id a b, key id
                    ALTER TABLE t ADD INDEX (a), ADD UNIQUE KEY x (b), ADD FULLTEXT INDEX (a), DROP KEY y, RENAME INDEX z TO w | id a b, key id
                    ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES o (x) ON DELETE SET NULL, DROP FOREIGN KEY g | id a b, key id
                    ALTER TABLE t ADD CHECK (a > 1), ADD CONSTRAINT CHECK (b > a), DROP CHECK c | id a b, key id
                    ALTER TABLE t ALTER a SET DEFAULT 'x, y', ALTER COLUMN b DROP DEFAULT | id a b, key id
                    ALTER TABLE t ALTER INDEX x INVISIBLE                    | id a b, key id
                    ALTER TABLE t ENGINE=InnoDB ROW_FORMAT=DYNAMIC COMMENT='ADD c INT', AUTO_INCREMENT = 5 | id a b, key id
                    ALTER TABLE t DEFAULT CHARACTER SET latin1 COLLATE latin1_bin | id a b, key id
                    ALTER TABLE t FORCE                                      | id a b, key id
                    ALTER TABLE t DISABLE KEYS                               | id a b, key id
                    ALTER TABLE t PARTITION BY RANGE (id) (PARTITION p VALUES LESS THAN (5), PARTITION q VALUES LESS THAN MAXVALUE) | id a b, key id
                    ALTER TABLE t DROP PARTITION p, q                        | id a b, key id
                    ALTER TABLE t TRUNCATE PARTITION p                       | id a b, key id
                    ALTER TABLE t WAIT 5 ADD c INT                           | id a b c, key id
                    ALTER ONLINE IGNORE TABLE t ADD c INT                    | id a b c, key id
                    ALTER TABLE t /* ADD x INT, */ ADD c INT -- , ADD y INT  | id a b c, key id
                    SET STATEMENT max_statement_time=5 FOR ALTER TABLE t ADD c INT | id a b c, key id
                    ALTER TABLE t ADD c INT NOT NULL DEFAULT -1.5e-3 COMMENT 'it''s, (so)' AUTO_INCREMENT UNIQUE KEY, ADD d INT | id a b c d, key id
                    ALTER TABLE t ADD c TIMESTAMP(3) NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE NOW(3), ADD d INT | id a b c d, key id
                    ALTER TABLE t ADD c INT GENERATED ALWAYS AS (id + IF(a, 1, 2)) STORED NOT NULL, ADD d INT AS (1) VIRTUAL | id a b c d, key id
                    ALTER TABLE t ADD c JSON DEFAULT (JSON_ARRAY('a', 1)), ADD d VARCHAR(5) DEFAULT _utf8mb4'x' COLLATE utf8mb4_bin CHECK (d > 'a') | id a b c d, key id
                    ALTER TABLE t ADD c INT REFERENCES o (id)                | ?
                    ALTER TABLE t ADD c INT DEFAULT 1 + 2                    | ?
                    ALTER TABLE t ADD c SERIAL                               | ?
                    ALTER TABLE t ADD c REAL                                 | ?
                    ALTER TABLE t ADD c ENUM('a\\n')                         | ?
                    ALTER TABLE t ADD c ENUM('a ')                           | ?
                    ALTER TABLE t ADD c ENUM('é') CHARACTER SET latin1       | ?
                    ALTER TABLE t ADD c TEXT(70000)                          | ?
                    ALTER TABLE t ADD c VARCHAR(5) COMPRESSED                | ?
                    ALTER TABLE t DROP id                                    | ?
                    ALTER TABLE t DROP x                                     | ?
                    ALTER TABLE t ADD a INT                                  | ?
                    ALTER TABLE t ADD PRIMARY KEY (a)                        | ?
                    ALTER TABLE t DROP a, MODIFY a INT                       | ?
                    ALTER TABLE t CHANGE a x INT, ADD c INT AFTER x          | ?
                    ALTER TABLE t CHANGE a x INT, ADD c INT AFTER a          | ?
                    ALTER TABLE t DROP é                                     | ?
                    ALTER TABLE t DROP IF EXISTS é                           | ?
                    ALTER TABLE t CONVERT TO CHARACTER SET latin1 COLLATE latin1_bin, ADD c INT | id a b c, key id
                    ALTER TABLE t CONVERT TO CHARACTER SET latin1, ADD c TEXT | ?
                    ALTER TABLE t MODIFY a VARCHAR(9), CONVERT TO CHARACTER SET latin1 | ?
                    ALTER TABLE t CONVERT TO CHARACTER SET DEFAULT           | ?
                    ALTER TABLE t CONVERT TO CHARACTER SET binary            | ?
                    ALTER TABLE t ADD SYSTEM VERSIONING                      | ?
                    ALTER TABLE t CHARACTER SET latin1, ADD c TEXT           | ?
                    ALTER TABLE t /*!80000 ADD c INT */                      | ?
                    ALTER TABLE t /*!50000 ADD c INT */                      | id a b c, key id
                    ALTER TABLE t /*! ADD c INT */                           | id a b c, key id
                    ALTER TABLE t /*!050700 ADD c INT */                     | id a b c, key id
                    ALTER TABLE t /*!40101 ADD c INT */, /*!50701 ADD d INT */ ADD e INT | ?
                    ALTER TABLE t /*!500 ADD c INT */                        | ?
                    ALTER TABLE t /*!500000 ADD c INT */                     | ?
                    ALTER TABLE t ADD c INT /*!80023 INVISIBLE */            | id a b c, key id
                    ALTER TABLE t ADD c INT /*!80023 UNSIGNED */             | ?
                    ALTER TABLE t /*M!100100 ADD c INT */                    | ?
                    ALTER TABLE t ADDED c INT                                | ?
                    ALTER TABLE t ADD c INT ADD d INT                        | ?
                    TRUNCATE TABLE t                                         | id a b, key id
                    TRUNCATE t                                               | id a b, key id
                    CREATE TABLE IF NOT EXISTS t (x INT)                     | id a b, key id
                    CREATE OR REPLACE TABLE t (x INT, PRIMARY KEY (x))       | x, key x
                    DROP TABLE IF EXISTS o, t                                | -
                    DROP DATABASE d                                          | -
                    DROP DATABASE e                                          | id a b, key id
                    RENAME TABLE t TO u                                      | -
                    RENAME TABLE t TO u, o TO t                              | one two, key
                    RENAME TABLE t TO u, u TO t                              | id a b, key id
                    ALTER TABLE t RENAME TO u                                | -
                    ALTER TABLE o RENAME TO t                                | one two, key
                    ALTER TABLE t RENAME AS d.t2, ADD c INT                  | -
                    CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1 | id a b, key id
                    CREATE OR REPLACE ALGORITHM=UNDEFINED DEFINER=`r`@`%` SQL SECURITY DEFINER VIEW v AS SELECT * FROM t | id a b, key id
                    CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DROP TABLE t   | id a b, key id
                    CREATE PROCEDURE p() ALTER TABLE t ADD c INT             | id a b, key id
                    CREATE TEMPORARY TABLE t (x INT)                         | id a b, key id
                    GRANT SELECT ON d.t TO x                                 | id a b, key id
                    ALTER TABLE other ADD c INT                              | id a b, key id
                    ALTER TABLE e.t ADD c INT                                | id a b, key id
                    UNDO EVERYTHING                                          | ?
                    """)
    void followsWhatItUnderstandsForCertain(String sql, String expected) {
        assertThat(shown(follow(schemas(), sql), "t")).isEqualTo(expected);
    }

    /** In a database whose character set is utf8mb4. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    CREATE TABLE n (a INT, b INT PRIMARY KEY)                | a b, key b
                    CREATE TABLE d.n (a INT, KEY (a), PRIMARY KEY (b), b INT) | a b, key b
                    CREATE TABLE n (`primary` INT, `key` TEXT, CONSTRAINT x PRIMARY KEY USING BTREE (`primary`, `key`(5)), CONSTRAINT UNIQUE (`key`(2)), INDEX i (`key`(3)), CHECK (`key` > 'a')) ENGINE=InnoDB DEFAULT CHARSET=latin1 COMMENT='x' | primary key, key primary key
                    CREATE TABLE n LIKE t                                    | id a b, key id
                    CREATE TABLE n (LIKE d.t)                                | id a b, key id
                    CREATE TABLE n LIKE unknown                              | ?
                    CREATE TABLE n (a INT) START TRANSACTION                 | a, key
                    CREATE TABLE n (a INT) PARTITION BY HASH (a) PARTITIONS 4 | a, key
                    CREATE TABLE n (a INT) UNION=(t)                         | a, key
                    CREATE TABLE n (a INT) WITH SYSTEM VERSIONING            | ?
                    CREATE TABLE n (a INT, PERIOD FOR p (b, c))              | ?
                    CREATE TABLE IF NOT EXISTS n (a INT)                     | ?
                    CREATE TABLE n ENGINE=CONNECT TABLE_TYPE=CSV             | ?
                    CREATE TABLE n (a INT, A INT)                            | ?
                    CREATE TABLE n (a VARCHAR(5) CHARSET klingon)            | ?
                    CREATE TABLE n (a VARCHAR(5)) COLLATE klingon_bin        | ?
                    CREATE TABLE n (a VARCHAR(5)) COLLATE uca1400_ai_ci      | a, key
                    CREATE SEQUENCE n                                        | ?
                    """)
    void followsWhatIsCreated(String sql, String expected) {
        assertThat(shown(follow(schemas(), sql), "n")).isEqualTo(expected);
    }

    /** Behind {@code n (id INT NOT NULL, a INT, b INT NOT NULL, v VARCHAR(9) NOT NULL)} and other statements. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    ALTER TABLE n ADD UNIQUE (id)                            | id
                    ALTER TABLE n ADD UNIQUE KEY x (a), ADD CONSTRAINT y UNIQUE (b, id), ADD UNIQUE (id) | b id
                    ALTER TABLE n ADD UNIQUE INDEX (a, b)                    |
                    ALTER TABLE n ADD UNIQUE ((a + 1)), ADD UNIQUE (b)       | b
                    ALTER TABLE n ADD UNIQUE (v(3))                          | ?
                    ALTER TABLE n ADD UNIQUE IF NOT EXISTS x (id)            | ?
                    ALTER TABLE n ADD t TEXT NOT NULL, ADD UNIQUE (t(3))     |
                    ALTER TABLE n ADD t TIMESTAMP, ADD UNIQUE (t)            | ?
                    ALTER TABLE n ADD k INT NOT NULL UNIQUE FIRST            | k
                    ALTER TABLE n ADD k INT UNIQUE                           |
                    ALTER TABLE n ADD k INT AS (a) VIRTUAL NOT NULL, ADD UNIQUE (k) |
                    ALTER TABLE n ADD k INT AS (a) STORED NOT NULL, ADD UNIQUE (k) | k
                    CREATE UNIQUE INDEX x ON n (b DESC, id)                  | b id
                    CREATE OR REPLACE UNIQUE INDEX x ON n (b)                | ?
                    CREATE INDEX x ON n (b)                                  |
                    DROP INDEX x ON n                                        |
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n ADD UNIQUE (b) | id
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n ADD PRIMARY KEY (b) | b
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n MODIFY id INT | ?
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n MODIFY id BIGINT NOT NULL AFTER v | id
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n RENAME COLUMN id TO no | no
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n DROP a, ADD c INT | id
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n DROP INDEX y  | ?
                    ALTER TABLE n ADD UNIQUE (id); DROP INDEX y ON n           | ?
                    ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n DROP FOREIGN KEY y | id
                    ALTER TABLE n ADD UNIQUE (a); ALTER TABLE n MODIFY a INT NOT NULL | ?
                    ALTER TABLE n ADD UNIQUE (a); ALTER TABLE n DROP a         | ?
                    ALTER TABLE n ADD UNIQUE (a); ALTER TABLE n ADD UNIQUE (b) | b
                    ALTER TABLE n ADD UNIQUE (a); ALTER TABLE n ADD c INT NOT NULL, RENAME COLUMN a TO c2 |
                    ALTER TABLE n ADD UNIQUE (a); ALTER TABLE n ADD PRIMARY KEY (b); ALTER TABLE n DROP PRIMARY KEY | ?
                    ALTER TABLE n ADD PRIMARY KEY (b); ALTER TABLE n DROP PRIMARY KEY, ADD UNIQUE (id) | id
                    ALTER TABLE n ADD PRIMARY KEY (b); ALTER TABLE n ADD UNIQUE (id); ALTER TABLE n DROP INDEX y | b
                    CREATE OR REPLACE TABLE n (a INT NOT NULL UNIQUE, b INT PRIMARY KEY) | b
                    CREATE OR REPLACE TABLE n (a INT NOT NULL UNIQUE, UNIQUE (b), b INT NOT NULL) | a
                    CREATE OR REPLACE TABLE n (a INT NOT NULL, UNIQUE (b), b INT NOT NULL UNIQUE) | b
                    CREATE OR REPLACE TABLE n (UNIQUE (b), b INT, CONSTRAINT UNIQUE (a), a INT NOT NULL) | a
                    """)
    void theKeyIsThePrimaryOrElseTheFirstUniqueOneThatIsCertain(String sql, @Nullable String key) {
        TableSchemas followed = follow(
                schemas(),
                ("CREATE TABLE n (id INT NOT NULL, a INT, b INT NOT NULL, v VARCHAR(9) NOT NULL); " + sql)
                        .split("; ", -1));

        assertThat(shownKey(followed, "n")).isEqualTo(key == null ? "" : key);
    }

    /** Its columns are known, and of its key no more than which columns it has. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    ALTER TABLE n ADD UNIQUE (b)           | id
                    ALTER TABLE n MODIFY a BIGINT NOT NULL | id
                    ALTER TABLE n MODIFY id BIGINT         | ?
                    ALTER TABLE n DROP PRIMARY KEY         | ?
                    ALTER TABLE n DROP INDEX x             | ?
                    ALTER TABLE n ADD PRIMARY KEY (b)      | b
                    """)
    void ofATableThatTheLogHasToldItIsNotKnownWhetherTheKeyIsPrimary(String sql, String key) {
        TableName n = new TableName("d", "n");
        Known created =
                (Known) requireNonNull(follow(schemas(), "CREATE TABLE n (id INT NOT NULL, a INT, b INT NOT NULL)")
                        .get(n));
        TableShape told = new TableShape(created.shape().columns(), TableKey.told(List.of(0)), null);

        assertThat(shownKey(follow(schemas().told(n, told, PLACE), sql), "n")).isEqualTo(key);
    }

    /** Which stand at the end, whatever is added, and in no statement. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE h ADD b TIMESTAMP(6) NOT NULL",
                "ALTER TABLE h DROP SYSTEM VERSIONING",
                "ALTER TABLE h DROP PRIMARY KEY, ADD PRIMARY KEY (a)",
                "ALTER TABLE h MODIFY a BIGINT"
            })
    void aTableWithHiddenColumnsIsNotFollowed(String sql) {
        flavor = Flavor.MARIADB;
        TableSchemas schemas = follow(
                schemas(),
                "CREATE TABLE h (id INT PRIMARY KEY, a INT NOT NULL, row_start TIMESTAMP(6) NOT NULL, row_end TIMESTAMP(6) NOT NULL)");

        assertThat(shown(follow(schemas, sql), "h")).isEqualTo("?");
        assertThat(shown(follow(schemas, "ALTER TABLE h COMMENT 'x', ADD INDEX (a)"), "h"))
                .isEqualTo("id a row_start row_end, key id");
    }

    @Test
    void conversionMakesTextsLargerWhereTheirCharactersAre() {
        TableSchemas schemas = follow(
                schemas(),
                "CREATE TABLE n (a TINYTEXT, b TEXT, c LONGTEXT, d VARCHAR(20), e CHAR(5), f ENUM('x'), g BLOB, h JSON,"
                        + " i TEXT CHARSET utf8mb4, j VARCHAR(9) CHARSET utf8mb4, k VARBINARY(5)) CHARSET latin1",
                "ALTER TABLE n CONVERT TO CHARACTER SET utf8mb3, ADD l INT",
                "ALTER TABLE n ADD m TEXT");

        assertThat(types(schemas, "n"))
                .isEqualTo("252/2 252/3 252/4 15/60 254/15 247/63233 252/2 245/4 252/2 15/27 15/5 3 252/2");
        assertThat(charsets(schemas, new TableName("d", "n")))
                .isEqualTo("utf8mb3 utf8mb3 utf8mb3 utf8mb3 utf8mb3 utf8mb3 binary null utf8mb3 utf8mb3 binary null"
                        + " utf8mb3");
    }

    @Test
    void typesAreThoseThatATableMapWillHave() {
        assertThat(types(
                        "CREATE TABLE n (a BOOL, b INT(11) UNSIGNED ZEROFILL, c DEC(5,2), d NUMERIC, e FLOAT(25), f DOUBLE PRECISION,"
                                + " g BIT(10), h CHARACTER VARYING(10), i CHAR, j BINARY(3), k TINYTEXT, l ENUM('a'), m SET('a','b','c','d',"
                                + "'e','f','g','h','i'), n DATETIME(3), o JSON, p POINT SRID 4326, q VECTOR(5), r VARBINARY(9), s YEAR,"
                                + " t CHAR(100) COLLATE utf8mb4_bin) CHARSET latin1"))
                .isEqualTo("1 3 246/1282 246/2560 5/8 5/8 16/513 15/10 254/1 254/3 252/1 247/63233 248/63490 18/3 245/4"
                        + " 255/4 242/4 15/9 13 254/400");
        flavor = Flavor.MARIADB;
        assertThat(types("CREATE TABLE n (a JSON, b INET6, c UUID, d INET4, e VECTOR(5)) CHARSET utf8mb3"))
                .isEqualTo("252/4 254/16 254/16 254/4 15/20");
    }

    @Test
    void charactersAreThoseOfTheColumnElseTheTableElseTheDatabase() {
        TableSchemas schemas = follow(
                schemas(),
                "CREATE TABLE n (a TEXT, b TEXT CHARSET greek, c TEXT COLLATE koi8r_bin, d BLOB, e INT)",
                "CREATE TABLE m (a TEXT) DEFAULT CHARACTER SET = latin2",
                "ALTER TABLE m ADD b TEXT, CHARACTER SET latin1",
                "ALTER TABLE m CHARACTER SET latin1",
                "ALTER DATABASE d COLLATE latin5_bin",
                "CREATE TABLE o2 (a TEXT)",
                "CREATE DATABASE d2 CHARACTER SET hebrew",
                "CREATE TABLE d2.n (a TEXT)",
                "CREATE DATABASE d3",
                "CREATE TABLE d3.n (a TEXT)",
                "CREATE DATABASE IF NOT EXISTS d4",
                "CREATE TABLE d4.n (a TEXT, b TEXT CHARSET greek)");

        assertThat(charsets(schemas, new TableName("d", "n"))).isEqualTo("utf8mb4 greek koi8r binary null");
        assertThat(shown(schemas, "m")).isEqualTo("?");
        assertThat(charsets(schemas, new TableName("d", "o2"))).isEqualTo("latin5");
        assertThat(charsets(schemas, new TableName("d2", "n"))).isEqualTo("hebrew");
        assertThat(charsets(schemas, new TableName("d3", "n"))).isEqualTo("cp1251");
        assertThat(charsets(schemas, new TableName("d4", "n"))).isEqualTo("null greek");
    }

    @Test
    void whatFailedIsNotFollowed() {
        TableSchemas lost = followed(schemas(), "ALTER TABLE t ADD c INT", SqlMode.DEFAULT, 1060);

        assertThat(lost.get(new TableName("d", "t")))
                .isEqualTo(new Lost(
                        "the statement at b.000001:100 of 2026-01-31T10:00:00Z (ALTER TABLE t ADD c INT): it failed with"
                                + " error 1060"));
    }

    @Test
    void doubleQuotesAreNamesWhereTheSessionSaysSo() {
        assertThat(shown(followed(schemas(), "ALTER TABLE \"t\" ADD \"c d\" INT", ANSI_QUOTES, 0), "t"))
                .isEqualTo("id a b c d, key id");
        assertThat(shown(follow(schemas(), "ALTER TABLE t ADD \"c\" INT"), "t")).isEqualTo("?");
    }

    @Test
    void namesThatDifferInCaseAreOneWhereTheServerSaysSo() {
        ignoreCase = true;
        assertThat(shown(follow(schemas(), "ALTER TABLE D.T ADD c INT"), "t")).isEqualTo("id a b c, key id");
        ignoreCase = false;
        assertThat(shown(follow(schemas(), "ALTER TABLE D.T ADD c INT"), "t")).isEqualTo("id a b, key id");
    }

    @Test
    void aColumnOfAnotherCaseIsTheSameOne() {
        assertThat(shown(follow(schemas(), "ALTER TABLE t DROP B, RENAME COLUMN A TO x"), "t"))
                .isEqualTo("id x, key id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE t ADD c INT", "CREATE TABLE n (a INT)", "DROP DATABASE d", "NOBODY KNOWS"})
    void nothingIsFollowedWhereNothingHadToBeKnown(String sql) {
        assertThat(follow(TableSchemas.NONE, sql)).isSameAs(TableSchemas.NONE);
    }

    @Test
    void ghostTablesOfUnwantedNamesAreKnownUntilTheyAreSwapped() {
        TableSchemas schemas = follow(
                schemas(),
                "CREATE TABLE _t_gho LIKE t",
                "ALTER TABLE _t_gho ADD c INT",
                "CREATE TABLE far.away (a INT)",
                "RENAME TABLE t TO _t_del, _t_gho TO t",
                "DROP TABLE _t_del");

        assertThat(shown(schemas, "t")).isEqualTo("id a b c, key id");
        assertThat(schemas.tables()).hasSize(2);
    }

    @Test
    void keysAreNotNull() {
        TableSchemas schemas = follow(schemas(), "ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (a)");

        Known known = (Known) requireNonNull(schemas.get(new TableName("d", "t")));
        assertThat(known.shape().columns()).extracting(ColumnShape::nullable).containsExactly(false, false, true);
        assertThat(known.since()).isEqualTo(PLACE);
    }

    /** What is not wanted begins with an underscore, or lies in another database. */
    private TableSchemas follow(TableSchemas schemas, String... statements) {
        TableSchemas followed = schemas;
        for (String sql : statements) {
            followed = followed(followed, sql, SqlMode.DEFAULT, 0);
        }
        return followed;
    }

    private TableSchemas followed(TableSchemas schemas, String sql, SqlMode mode, int error) {
        WantedTables wanted = new WantedTables(
                new TableFilter(List.of("d*.*"), List.of("d*._*")), Set.of(EventType.INSERT), ignoreCase);
        QueryEvent query = new QueryEvent("d", sql, mode);
        return new SchemaFollower(flavor, wanted)
                .follow(
                        schemas,
                        new LoggedStatement(
                                query,
                                Statement.parse(query),
                                error,
                                "cp1251",
                                PLACE,
                                Instant.parse("2026-01-31T10:00:00Z")));
    }

    static TableSchemas schemas() {
        TableShape t = new TableShape(
                List.of(
                        new ColumnShape("id", new LoggedType(LoggedType.LONG, 0), true, null, false, List.of()),
                        new ColumnShape("a", new LoggedType(LoggedType.VARCHAR, 40), false, "utf8mb4", true, List.of()),
                        new ColumnShape("b", new LoggedType(LoggedType.DATE, 0), false, null, true, List.of())),
                TableKey.primary(List.of(0), false),
                "utf8mb4");
        TableShape o = new TableShape(
                List.of(
                        new ColumnShape("one", new LoggedType(LoggedType.LONG, 0), false, null, true, List.of()),
                        new ColumnShape(
                                "two",
                                new LoggedType(LoggedType.ENUM, 63233),
                                false,
                                "latin1",
                                null,
                                List.of("é", ""))),
                TableKey.NONE,
                null);
        LogPlace start = new LogPlace("b.000001", 4);
        return new TableSchemas(
                true,
                Map.of(
                        new TableName("d", "t"), new Known(t, start),
                        new TableName("d", "o"), new Known(o, start)),
                Map.of("d", "utf8mb4"));
    }

    /** A question mark for a table that is not known any more, a dash for none. */
    private static String shown(TableSchemas schemas, String table) {
        if (!(schemas.get(new TableName("d", table)) instanceof Known known)) {
            return schemas.get(new TableName("d", table)) == null ? "-" : "?";
        }
        TableShape shape = known.shape();
        String columns = shape.columns().stream().map(ColumnShape::name).collect(Collectors.joining(" "));
        String key = shape.key().columns().stream()
                .map(column -> " " + shape.columns().get(column).name())
                .collect(Collectors.joining());
        return columns + ", key" + key;
    }

    private static String shownKey(TableSchemas schemas, String table) {
        String shown = shown(schemas, table);
        return shown.substring(shown.indexOf(", key") + 1).replaceFirst("^ ?key ?", "");
    }

    private String types(String sql) {
        return types(follow(schemas(), sql), "n");
    }

    private static String types(TableSchemas schemas, String table) {
        Known known = (Known) requireNonNull(schemas.get(new TableName("d", table)));
        return known.shape().columns().stream()
                .map(ColumnShape::type)
                .map(type -> type.metadata() == 0 ? "" + type.code() : type.code() + "/" + type.metadata())
                .collect(Collectors.joining(" "));
    }

    @Test
    void aStatementIsShownWithoutTheTextsThatItHolds() {
        assertThat(SchemaFollower.quote("ALTER TABLE t\n ADD a INT DEFAULT 'my \\'secret', ADD b INT COMMENT 'more'"))
                .isEqualTo("ALTER TABLE t ADD a INT DEFAULT '…', ADD b INT COMMENT '…'");
        assertThat(SchemaFollower.quote("ALTER TABLE t ADD a TEXT COMMENT '" + "secret ".repeat(100_000) + "'"))
                .isEqualTo("ALTER TABLE t ADD a TEXT COMMENT '…'");
    }

    private static String charsets(TableSchemas schemas, TableName table) {
        Known known = (Known) requireNonNull(schemas.get(table));
        return known.shape().columns().stream()
                .map(column -> String.valueOf(column.charset()))
                .collect(Collectors.joining(" "));
    }
}
