package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.format.CoreCdcJson;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.OnEveryVersion;
import dev.corecdc.testing.ServerKind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables whose columns are not simply those that were declared. */
class TableShapesIT {

    @OnEveryVersion
    void invisibleColumnsAreThere(ServerKind kind) throws Exception {
        assertThat(records(
                        kind,
                        "CREATE TABLE t (id INT PRIMARY KEY, hidden INT INVISIBLE DEFAULT 5, name VARCHAR(5)) CHARSET utf8mb4",
                        "INSERT INTO t VALUES (1, 'é')",
                        "INSERT INTO t (id, hidden) VALUES (2, 6)",
                        "UPDATE t SET hidden = NULL WHERE id = 1",
                        "DELETE FROM t WHERE id = 2"))
                .containsExactly(
                        "INSERT id {\"id\":1,\"hidden\":5,\"name\":\"é\"}",
                        "INSERT id {\"id\":2,\"hidden\":6,\"name\":null}",
                        "UPDATE id {\"id\":1,\"hidden\":null,\"name\":\"é\"}",
                        "DELETE id {\"id\":2,\"hidden\":6,\"name\":null}");
    }

    @OnEveryVersion
    void generatedColumnsAreThereStoredAndVirtualOnes(ServerKind kind) throws Exception {
        assertThat(records(
                        kind,
                        """
                        CREATE TABLE t (id INT PRIMARY KEY, a INT, twice INT AS (a * 2) VIRTUAL,
                        text VARCHAR(20) AS (CONCAT('<', a, '>')) STORED, b CHAR(3),
                        half DOUBLE AS (a / 2e0) VIRTUAL, last BIT(1), KEY (twice)) CHARSET utf8mb4""",
                        "INSERT INTO t (id, a, b, last) VALUES (1, 7, 'x', b'1')",
                        "UPDATE t SET a = 8",
                        "DELETE FROM t"))
                .containsExactly("INSERT id " + generated(7), "UPDATE id " + generated(8), "DELETE id " + generated(8));
    }

    private static String generated(int a) {
        return "{\"id\":1,\"a\":%d,\"twice\":%d,\"text\":\"<%1$d>\",\"b\":\"x\",\"half\":%3$s,\"last\":1}"
                .formatted(a, 2 * a, a / 2.0);
    }

    /** Seen on MySQL: the hidden columns behind such indexes are not in the log. */
    @Test
    void hiddenColumnsOfFunctionalIndexesAreNotThere() throws Exception {
        assertThat(records(
                        ServerKind.MYSQL,
                        """
                        CREATE TABLE t (id INT PRIMARY KEY, j JSON, name VARCHAR(9), KEY ((LOWER(name))),
                        KEY ((CAST(j->'$.zip' AS UNSIGNED ARRAY))), KEY ((CAST(j->'$.tags' AS CHAR(9) ARRAY)), (id + 1)))""",
                        "INSERT INTO t VALUES (1, '{\"zip\": [1, 2], \"tags\": [\"a\"]}', 'Éa')",
                        "UPDATE t SET j = '{\"zip\": []}'",
                        "ALTER TABLE t DROP INDEX functional_index, ADD n INT",
                        "INSERT INTO t VALUES (2, '{}', 'b', 3)",
                        "DELETE FROM t"))
                .containsExactly(
                        "INSERT id {\"id\":1,\"j\":{\"zip\": [1, 2], \"tags\": [\"a\"]},\"name\":\"Éa\"}",
                        "UPDATE id {\"id\":1,\"j\":{\"zip\": []},\"name\":\"Éa\"}",
                        "INSERT id {\"id\":2,\"j\":{},\"name\":\"b\",\"n\":3}",
                        "DELETE id {\"id\":1,\"j\":{\"zip\": []},\"name\":\"Éa\",\"n\":null}",
                        "DELETE id {\"id\":2,\"j\":{},\"name\":\"b\",\"n\":3}");
    }

    @Test
    void generatedInvisiblePrimaryKeysAreKeys() throws Exception {
        assertThat(records(
                        ServerKind.MYSQL,
                        "SET sql_generate_invisible_primary_key = ON",
                        "CREATE TABLE t (name VARCHAR(5))",
                        "INSERT INTO t VALUES ('a'), ('b')",
                        "UPDATE t SET name = 'c' WHERE my_row_id = 2"))
                .containsExactly(
                        "INSERT my_row_id {\"my_row_id\":1,\"name\":\"a\"}",
                        "INSERT my_row_id {\"my_row_id\":2,\"name\":\"b\"}",
                        "UPDATE my_row_id {\"my_row_id\":2,\"name\":\"c\"}");
    }

    /** A row is not deleted there: it comes to its end. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MYSQL")
    void tablesWithSystemVersioningHaveTheirPeriodAndTheirHistory(ServerKind kind) throws Exception {
        String row = "[id,row_end] {\"id\":1,\"a\":%d,\"row_start\":\"2023-11-14T22:13:2%s\",\"row_end\":\"%s\"}";
        String second1 = "1.000000";
        String end = "2038-01-19T03:14:07.999999";
        List<String> records = records(
                kind,
                "CREATE TABLE t (id INT PRIMARY KEY, a INT) WITH SYSTEM VERSIONING",
                "SET timestamp = 1700000000.25",
                "INSERT INTO t VALUES (1, 10)",
                "SET timestamp = 1700000001",
                "UPDATE t SET a = 11",
                "SET timestamp = 1700000002",
                "DELETE FROM t");
        assertThat(records.stream().map(record -> record.replace("2106-02-07T06:28:15.999999", end)))
                .containsExactly(
                        "INSERT " + row.formatted(10, "0.250000", end),
                        "UPDATE " + row.formatted(11, second1, end),
                        "INSERT " + row.formatted(10, "0.250000", "2023-11-14T22:13:2" + second1),
                        "UPDATE " + row.formatted(11, second1, "2023-11-14T22:13:22.000000"));
    }

    @OnEveryVersion
    void columnsThatWereDroppedAndAddedAgainAreTheNewOnes(ServerKind kind) throws Exception {
        assertThat(records(
                        kind,
                        "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(5), c INT UNSIGNED) CHARSET utf8mb4",
                        "INSERT INTO t VALUES (1, 10, 'one', 4000000000)",
                        "ALTER TABLE t DROP COLUMN a, ALGORITHM = INSTANT",
                        "INSERT INTO t VALUES (2, 'two', 2)",
                        "ALTER TABLE t ADD COLUMN a VARCHAR(9) DEFAULT 'new' FIRST, ALGORITHM = INSTANT",
                        "INSERT INTO t VALUES ('x', 3, 'three', 3)",
                        "UPDATE t SET b = 'uno' WHERE id = 1",
                        "ALTER TABLE t RENAME COLUMN b TO a2, ADD COLUMN d BIGINT UNSIGNED AFTER id",
                        "UPDATE t SET d = 18446744073709551615 WHERE id = 2",
                        "DELETE FROM t"))
                .containsExactly(
                        "INSERT id {\"id\":1,\"a\":10,\"b\":\"one\",\"c\":4000000000}",
                        "INSERT id {\"id\":2,\"b\":\"two\",\"c\":2}",
                        "INSERT id {\"a\":\"x\",\"id\":3,\"b\":\"three\",\"c\":3}",
                        "UPDATE id {\"a\":\"new\",\"id\":1,\"b\":\"uno\",\"c\":4000000000}",
                        "UPDATE id {\"a\":\"new\",\"id\":2,\"d\":18446744073709551615,\"a2\":\"two\",\"c\":2}",
                        "DELETE id {\"a\":\"new\",\"id\":1,\"d\":null,\"a2\":\"uno\",\"c\":4000000000}",
                        "DELETE id {\"a\":\"new\",\"id\":2,\"d\":18446744073709551615,\"a2\":\"two\",\"c\":2}",
                        "DELETE id {\"a\":\"x\",\"id\":3,\"d\":null,\"a2\":\"three\",\"c\":3}");
    }

    @OnEveryVersion
    void aTableHasAThousandColumns(ServerKind kind) throws Exception {
        String columns = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> "c%d %s".formatted(i, i % 3 == 0 ? "CHAR(1)" : "INT UNSIGNED"))
                .collect(Collectors.joining(", "));
        String values = IntStream.rangeClosed(1, 1000)
                .mapToObj(i -> i % 5 == 0 ? "NULL" : i % 3 == 0 ? "'x'" : Long.toString(4294967295L - i))
                .collect(Collectors.joining(", "));
        String json = IntStream.rangeClosed(1, 1000)
                .mapToObj(i ->
                        "\"c%d\":%s".formatted(i, i % 5 == 0 ? "null" : i % 3 == 0 ? "\"x\"" : 4294967295L - i + ""))
                .collect(Collectors.joining(",", "{\"id\":1,", "}"));
        assertThat(records(
                        kind,
                        "CREATE TABLE t (id INT PRIMARY KEY, " + columns + ") CHARSET utf8mb4",
                        "INSERT INTO t VALUES (1, " + values + ")",
                        "UPDATE t SET c1000 = 1",
                        "DELETE FROM t"))
                .containsExactly(
                        "INSERT id " + json,
                        "UPDATE id " + json.replace("\"c1000\":null", "\"c1000\":1"),
                        "DELETE id " + json.replace("\"c1000\":null", "\"c1000\":1"));
    }

    @OnEveryVersion
    void valuesAreAsLargeAsTheirTypeAllows(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position start = followed.latest();
        int[] sizes = {255, 65_535, 16_777_215, 20 << 20};
        followed.execute(
                "CREATE TABLE t (tiny TINYBLOB, small BLOB, medium MEDIUMBLOB, large LONGBLOB, text LONGTEXT) CHARSET utf8mb4",
                "INSERT INTO t VALUES (%s, REPEAT('é', %d))"
                        .formatted(
                                IntStream.of(sizes)
                                        .mapToObj("REPEAT(x'fe', %d)"::formatted)
                                        .collect(Collectors.joining(", ")),
                                sizes[3] / 2),
                "UPDATE t SET tiny = x'00'");

        List<ChangeRecord> changes = changes(followed, start);

        assertThat(changes).hasSize(2);
        assertThat((byte[]) changes.get(1).row().get(0)).containsExactly(0);
        for (ChangeRecord change : changes) {
            for (int i = change.before() == null ? 0 : 1; i < sizes.length; i++) {
                byte[] expected = new byte[sizes[i]];
                Arrays.fill(expected, (byte) 0xfe);
                assertThat(Arrays.equals(expected, (byte[]) change.row().get(i)))
                        .isTrue();
            }
            assertThat("é".repeat(sizes[3] / 2).equals(change.row().get(4))).isTrue();
        }
    }

    /** Each row as {@code INSERT primary_key record}. */
    private static List<String> records(ServerKind kind, String... statements) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position start = followed.latest();
        followed.execute(statements);
        return changes(followed, start).stream()
                .map(change -> "%s %s %s"
                        .formatted(
                                change.type(),
                                CoreCdcJson.of(change, "test")
                                        .get("primary_key")
                                        .toString()
                                        .replace("\"", ""),
                                CoreCdcJson.values(change, "record").entrySet().stream()
                                        .map(value -> "\"%s\":%s".formatted(value.getKey(), value.getValue()))
                                        .collect(Collectors.joining(",", "{", "}"))))
                .toList();
    }

    private static List<ChangeRecord> changes(FollowedServer followed, Position start) throws Exception {
        return Batches.events(followed.readToEnd(start)).stream()
                .filter(ChangeRecord.class::isInstance)
                .map(ChangeRecord.class::cast)
                .toList();
    }
}
