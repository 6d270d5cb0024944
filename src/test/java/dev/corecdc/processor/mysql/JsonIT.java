package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.ServerKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** MySQL's JSON documents, each against the text that MySQL itself makes of it. */
class JsonIT {

    private static final int DOCUMENTS = 1000;
    private static final long SEED = 5;

    private final Random random = new Random(SEED);

    @Test
    void documentsOfEveryShapeReadAsMySqlPrintsThem() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, doc JSON)");
        Position start = followed.latest();
        try (Connection connection = followed.server().connect()) {
            connection.setCatalog(followed.database());
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                for (int id = 0; id < DOCUMENTS; id++) {
                    insert.setInt(1, id);
                    insert.setString(2, document(0));
                    insert.execute();
                }
            }
            connection.commit();
        }
        assertAsPrinted(followed, start, DOCUMENTS);
    }

    @Test
    void valuesOfColumnsInDocumentsReadAsMySqlPrintsThem() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        followed.execute("""
                CREATE TABLE source (d DATE, dt DATETIME, dt6 DATETIME(6), ts TIMESTAMP, ts3 TIMESTAMP(3) NULL, ti TIME, ti6 TIME(6),
                y YEAR, b BIT(9), b64 BIT(64), de DECIMAL(65,30), de0 DECIMAL(5,0), f FLOAT, r DOUBLE, u BIGINT UNSIGNED,
                t TINYINT, e ENUM('é', 'x'), s SET('a', 'b'), bi BINARY(3), vb VARBINARY(5), bl BLOB, lb LONGBLOB,
                c CHAR(5) CHARACTER SET latin1, tx TEXT CHARACTER SET gbk, g GEOMETRY, j JSON)""", "CREATE TABLE t (id INT PRIMARY KEY, doc JSON)");
        Position start = followed.latest();
        followed.execute("SET sql_mode = '', time_zone = '+05:30'", """
                INSERT INTO source VALUES ('2024-02-29', '2024-01-02 03:04:05', '9999-12-31 23:59:59.999999', '2024-01-02 03:04:05',
                '2038-01-19 03:14:07.999', '-838:59:59', '-00:00:00.000001', 2155, 257, 18446744073709551615,
                -99999999999999999999999999999999999.999999999999999999999999999999, -99999, 0.1, 1e-300, 18446744073709551615,
                -128, 'é', 'a,b', 'x', x'00ff', REPEAT(x'fe', 300), x'', 'é', '中', ST_GeomFromText('LINESTRING(0 0, 1 1)', 4326), '{"a": [1]}')""", """
                INSERT INTO source VALUES ('0000-00-00', '0000-00-00', '2020-00-00', '0000-00-00', '0000-00-00', '00:00:00', '838:59:59',
                0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', '', '', '', '', ST_GeomFromText('POINT(0 0)'), 'null')""", """
                INSERT INTO t SELECT ROW_NUMBER() OVER (), JSON_OBJECT('d', d, 'dt', dt, 'dt6', dt6, 'ts', ts, 'ts3', ts3, 'ti', ti,
                'ti6', ti6, 'y', y, 'b', b, 'b64', b64, 'de', de, 'de0', de0, 'f', f, 'r', r, 'u', u, 't', t, 'e', e, 's', s, 'bi', bi,
                'vb', vb, 'bl', bl, 'lb', lb, 'c', c, 'tx', tx, 'g', g, 'j', j, 'n', NULL, 'true', TRUE, 'array',
                JSON_ARRAY(d, dt6, ti6, de, y, b, bl, g)) FROM source""");
        assertAsPrinted(followed, start, 2);
    }

    private static void assertAsPrinted(FollowedServer followed, Position start, int count) throws Exception {
        Map<Object, String> printed = new LinkedHashMap<>();
        try (Connection connection = followed.server().connect();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery(
                                "SELECT id, CAST(doc AS CHAR) FROM %s.t ORDER BY id".formatted(followed.database()))) {
            while (rows.next()) {
                printed.put(rows.getLong(1), rows.getString(2));
            }
        }
        Map<Object, String> read = new LinkedHashMap<>();
        Batches.events(followed.readToEnd(start)).stream()
                .filter(ChangeRecord.class::isInstance)
                .map(ChangeRecord.class::cast)
                .filter(change -> change.columns().table().equals("t"))
                .forEach(change -> read.put(
                        change.row().get(0), String.valueOf(change.row().get(1))));
        assertThat(read).hasSize(count).containsExactlyEntriesOf(printed);
    }

    private String document(int depth) {
        return switch (depth > 4 ? random.nextInt(7) : random.nextInt(10)) {
            case 0 -> "null";
            case 1 -> Boolean.toString(random.nextBoolean());
            case 2 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 3 -> Long.toUnsignedString(random.nextLong());
            case 4 -> number();
            case 5, 6 -> '"' + text(70_000) + '"';
            case 7 ->
                IntStream.range(0, count())
                        .mapToObj(i -> document(depth + 1))
                        .collect(Collectors.joining(",", "[", "]"));
            default ->
                IntStream.range(0, count())
                        .mapToObj(i -> '"' + text(5000) + "\":" + document(depth + 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    /** Any number of double precision, and those that are written with few digits. */
    private String number() {
        double number = random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : random.nextInt(1_000_000) / Math.pow(10, random.nextInt(30));
        return Double.isFinite(number) ? Double.toString(number) : "0.0";
    }

    private int count() {
        return random.nextInt(50) == 0 ? random.nextInt(3000) / 10 : random.nextInt(5);
    }

    private String text(int greatestLength) {
        int length = random.nextInt(100) == 0 ? random.nextInt(greatestLength) : random.nextInt(20);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(12)) {
                case 0 -> text.append("\\u%04x".formatted(random.nextInt(0x20)));
                case 1 -> text.append("\\\"\\\\\\/");
                case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(50));
                case 3 -> text.append((char) (0x80 + random.nextInt(0xD000)));
                default -> text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }
}
