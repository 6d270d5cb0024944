package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.corecdc.event.Position;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/** Tables of every kind of column have, where the log does not name these, the names, types, labels and keys that they have in one that does. */
class NamedShapesIT {

    /** A definition, and the values of a row. */
    private record Shape(String definition, String row) {}

    private static final List<Shape> BOTH = List.of(
            new Shape(
                    "(a TINYINT, b SMALLINT UNSIGNED, c MEDIUMINT ZEROFILL, d INT(5), e BIGINT UNSIGNED)",
                    "(-1, 65535, 5, -7," + " 18446744073709551615)"),
            new Shape(
                    "(a DECIMAL(30,10), b NUMERIC(5) UNSIGNED, c FLOAT, d FLOAT(30), e DOUBLE(10,2), f BIT(13), g BOOL, h YEAR)",
                    "(1.5, 2, 3.5, 4.5, 5.5, b'1010', TRUE, 1999)"),
            new Shape(
                    "(a DATE, b TIME, c TIME(2), d DATETIME, e DATETIME(6), f TIMESTAMP NULL, g TIMESTAMP(3) NULL)",
                    "('2020-01-02', '-12:34:56', '01:02:03.45', '2020-01-02 03:04:05', '2020-01-02 03:04:05.678901',"
                            + " '2020-01-02 03:04:05', NULL)"),
            new Shape(
                    "(a CHAR(5), b VARCHAR(300) CHARSET latin1, c TINYTEXT, d TEXT CHARSET greek, e MEDIUMTEXT, f LONGTEXT,"
                            + " g CHAR(255) CHARSET utf8mb4, h NATIONAL_OR_NOT VARCHAR(5))"
                                    .replace("NATIONAL_OR_NOT ", ""),
                    "('é', 'é', 'c', 'αβ', 'e', 'f', 'g', 'h')"),
            new Shape(
                    "(a BINARY(3), b VARBINARY(300), c TINYBLOB, d BLOB, e MEDIUMBLOB, f LONGBLOB, g CHAR(3) CHARACTER SET binary)",
                    "(x'01', x'02', x'03', x'04', x'05', x'06', x'07')"),
            new Shape(
                    "(a ENUM('x','it''s','é,ß',''), b SET('p','q r','€'), c ENUM('ä') CHARSET latin1, d JSON, e GEOMETRY, f POINT NOT NULL)",
                    "('é,ß', 'p,€', 'ä', '{\"k\": 1}', ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('POINT(3 4)'))"),
            new Shape(
                    "(a ENUM('back\\\\slash','new\\nline','lit\\\\nn','q\"q'), b SET('it''s','r\\rr','\\\\'))",
                    "('lit\\\\nn', 'it''s,r\\rr,\\\\')"),
            new Shape("(a INT, b INT, c VARCHAR(9), PRIMARY KEY (c(3), a))", "(1, 2, 'c')"),
            new Shape(
                    "(a INT PRIMARY KEY, b INT AS (a * 2) VIRTUAL, c INT AS (a + 1) STORED, d INT DEFAULT 5, KEY (b))",
                    "(1, DEFAULT, DEFAULT, 7)"),
            new Shape("(a INT, b INT INVISIBLE DEFAULT 5, c INT)", "(1, 2)"),
            new Shape("(`a b` INT, `select` INT, `größe` INT, `it``s` INT)", "(1, 2, 3, 4)"),
            new Shape(
                    "(a VARCHAR(5) COLLATE utf8mb4_bin, b VARCHAR(5) CHARACTER SET ucs2, c TEXT CHARSET sjis)"
                            + " DEFAULT CHARSET=koi8r COMMENT='x'",
                    "('a', 'b', 'c')"),
            new Shape("(a VARCHAR(9), b INT, UNIQUE (a)) PARTITION BY KEY (a) PARTITIONS 2", "('a', 1)"),
            new Shape("(a INT NOT NULL UNIQUE, b INT)", "(1, 2)"),
            new Shape("(a INT NOT NULL, b INT NOT NULL, c INT NOT NULL, UNIQUE x (c, b), UNIQUE b (a))", "(1, 2, 3)"),
            new Shape("(a INT NOT NULL, b INT, UNIQUE z (b), UNIQUE y (a))", "(1, 2)"),
            new Shape("(a INT NOT NULL, b INT NOT NULL, UNIQUE (b), PRIMARY KEY (a))", "(1, 2)"),
            new Shape(
                    "(a VARCHAR(9) NOT NULL, b TEXT NOT NULL, c INT NOT NULL, UNIQUE (a(3)), UNIQUE (b(9)), UNIQUE (c))",
                    "('a', 'b', 3)"),
            new Shape("(a VARCHAR(9) NOT NULL, UNIQUE (a(9)))", "('a')"),
            new Shape(
                    "(a TIMESTAMP UNIQUE, b TIMESTAMP NOT NULL UNIQUE)",
                    "('2020-01-02 03:04:05', '2020-01-02 03:04:05')"),
            new Shape("(a INT, b INT, UNIQUE (a, b), KEY (b))", "(1, 2)"));

    private static final List<Shape> MYSQL = List.of(
            new Shape(
                    "(id INT PRIMARY KEY, j JSON, name VARCHAR(9), KEY ((LOWER(name))), KEY ((CAST(j->'$.z' AS UNSIGNED ARRAY))))",
                    "(1, '{\"z\": [1]}', 'n')"),
            new Shape("(a VECTOR(2), b INT)", "(TO_VECTOR('[1,2]'), 1)"),
            new Shape("(a INT NOT NULL, b INT AS (a + 1) VIRTUAL NOT NULL, UNIQUE (b), UNIQUE (a))", "(1, DEFAULT)"),
            new Shape("(a INT NOT NULL, b INT AS (a + 1) STORED NOT NULL, UNIQUE (b), UNIQUE (a))", "(1, DEFAULT)"),
            new Shape("(a INT NOT NULL, b INT, UNIQUE ((a + 1)), UNIQUE z (a))", "(1, 2)"));

    private static final List<Shape> MARIADB = List.of(
            new Shape("(a TEXT, b INT, UNIQUE (a))", "('long', 1)"),
            new Shape(
                    "(a TEXT NOT NULL, b TEXT, c INT NOT NULL, UNIQUE (b), UNIQUE (a), UNIQUE (a, b), UNIQUE (c))",
                    "('x', 'y', 1)"),
            new Shape("(a VARCHAR(9) NOT NULL, UNIQUE (a) USING HASH)", "('x')"),
            new Shape("(a VARCHAR(9) NOT NULL, UNIQUE (a) USING HASH) ENGINE=MEMORY", "('x')"),
            new Shape("(id INT NOT NULL, a TEXT, UNIQUE (a), UNIQUE (id)) WITH SYSTEM VERSIONING", "(1, 'a')"),
            new Shape("(id INT PRIMARY KEY, a INT) WITH SYSTEM VERSIONING", "(1, 10)"),
            new Shape("(id INT, a INT) WITH SYSTEM VERSIONING", "(1, 10)"),
            new Shape(
                    "(id INT PRIMARY KEY, a INT, s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, e TIMESTAMP(6) GENERATED ALWAYS AS ROW END,"
                            + " PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING",
                    "(1, 10, DEFAULT, DEFAULT)"),
            new Shape(
                    "(a INET6, b UUID, c INET4, d VECTOR(2))",
                    "('::1', '123e4567-e89b-12d3-a456-426655440000', '1.2.3.4'," + " VEC_FromText('[1,2]'))"),
            new Shape("(a VARCHAR(99) COMPRESSED, b TEXT COMPRESSED, c INT)", "('a', REPEAT('b', 500), 1)"),
            new Shape(
                    "(id INT, s DATE, e DATE, PERIOD FOR p (s, e), PRIMARY KEY (id, p WITHOUT OVERLAPS))",
                    "(1, '2020-01-01', '2021-01-01')"));

    @OnEveryServer
    void areAsInALogThatSaysAll(ServerKind kind) throws Exception {
        List<Shape> shapes = new ArrayList<>(BOTH);
        shapes.addAll(kind == ServerKind.MYSQL ? MYSQL : MARIADB);
        SoftAssertions softly = new SoftAssertions();
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            List<List<String>> full = rows(server, "FULL", shapes, false);
            assertThat(full).hasSameSizeAs(shapes).allSatisfy(rows -> assertThat(rows)
                    .hasSize(2));
            for (String metadata : kind == ServerKind.MYSQL ? List.of("MINIMAL") : List.of("MINIMAL", "NO_LOG")) {
                for (boolean known : new boolean[] {true, false}) {
                    List<List<String>> rows = rows(server, metadata, shapes, known);
                    for (int i = 0; i < shapes.size(); i++) {
                        softly.assertThat(rows.get(i))
                                .as("%s with %s, there %s", shapes.get(i), metadata, known ? "before" : "after")
                                .isEqualTo(full.get(i));
                    }
                }
            }
        }
        softly.assertAll();
    }

    @OnEveryServer
    void aKeyThatMySqlGeneratesIsThePrimaryKey(ServerKind kind) throws Exception {
        assumeThat(kind).isEqualTo(ServerKind.MYSQL);
        try (DatabaseServer server =
                kind.start(ServerOptions.DEFAULT.with("--sql-generate-invisible-primary-key=ON"))) {
            List<Shape> shapes = List.of(new Shape("(a INT)", "(1)"), new Shape("(a INT NOT NULL UNIQUE)", "(1)"));
            List<List<String>> full = rows(server, "FULL", shapes, false);
            assertThat(full.get(0).get(0)).contains("my_row_id");
            assertThat(full.get(1).get(0)).contains("\"a\"");
            assertThat(rows(server, "MINIMAL", shapes, true)).isEqualTo(full);
            assertThat(rows(server, "MINIMAL", shapes, false)).isEqualTo(full);
        }
    }

    /**
     * What is read of a row that is put into a table of each shape, and taken out of it.
     *
     * @param known whether the tables are there before reading begins
     */
    private static List<List<String>> rows(DatabaseServer server, String metadata, List<Shape> shapes, boolean known)
            throws Exception {
        server.execute("SET GLOBAL binlog_row_metadata = " + metadata);
        FollowedServer followed = FollowedServer.of(server);
        List<String> creates = new ArrayList<>(List.of("SET timestamp = 1700000000"));
        List<String> changes = new ArrayList<>(List.of("SET timestamp = 1700000001"));
        for (int i = 0; i < shapes.size(); i++) {
            String table = "t%d_".formatted(i);
            creates.add("CREATE TABLE %s %s".formatted(table, shapes.get(i).definition()));
            creates.add("ALTER TABLE %s COMMENT 'y'".formatted(table));
            changes.add(
                    "INSERT INTO %s VALUES %s".formatted(table, shapes.get(i).row()));
            changes.add("DELETE FROM " + table);
        }
        Position start = followed.latest();
        followed.execute(creates.toArray(String[]::new));
        if (known) {
            start = followed.latest();
        }
        followed.execute(changes.toArray(String[]::new));
        List<String> read = NamesIT.changes(followed.readToEnd(start));
        return IntStream.range(0, shapes.size())
                .mapToObj(i -> read.stream()
                        .filter(change -> change.matches("(INSERT|UPDATE|DELETE) t%d_ .*".formatted(i)))
                        .toList())
                .toList();
    }
}
