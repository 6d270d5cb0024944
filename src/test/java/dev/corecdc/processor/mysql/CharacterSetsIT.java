package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryVersion;
import dev.corecdc.testing.ServerKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;

/**
 * Every character set of a server, with every code that a column of it can hold, against what the server itself converts.
 * A code of which the server makes a question mark, because it knows no character for it, has to come as some character.
 */
class CharacterSetsIT {

    private static final Set<String> UNICODE =
            Set.of("utf8mb4", "utf8mb3", "utf8", "ucs2", "utf16", "utf16le", "utf32");
    private static final int CODES_A_ROW = 8000;
    private static final char NONE = UnassignedCodes.REPLACEMENT;

    @OnEveryVersion
    void everyCodeOfEveryCharacterSetHasItsCharacter(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Map<String, String> expected = new TreeMap<>();
        Position start = followed.latest();
        try (Connection connection = followed.server().connect();
                Statement statement = connection.createStatement()) {
            createCodes(statement);
            for (Map.Entry<String, Integer> characterSet :
                    characterSets(statement).entrySet()) {
                String name = characterSet.getKey();
                List<Code> rows = new ArrayList<>();
                if (UNICODE.contains(name)) {
                    rows.addAll(codePoints(0, 0xFFFF));
                } else {
                    rows.addAll(joined(codes(statement, name, characterSet.getValue())));
                }
                if (characterSet.getValue() == 4) {
                    rows.addAll(codePoints(0x10000, 0x10FFFF));
                }
                store(statement, followed.database(), name, rows);
                expected.put(name, rows.stream().map(Code::text).collect(Collectors.joining()));
            }
        }

        Map<String, StringBuilder> read = new HashMap<>();
        for (ChangeEvent event : Batches.events(followed.readToEnd(start))) {
            if (event instanceof ChangeRecord change) {
                read.computeIfAbsent(change.columns().table(), name -> new StringBuilder())
                        .append(change.row().get(0));
            }
        }
        assertThat(read).hasSizeGreaterThan(35).containsOnlyKeys(expected.keySet());
        SoftAssertions.assertSoftly(softly -> expected.forEach((name, text) -> {
            String actual = requireNonNull(read.get(name)).toString();
            softly.assertThat(firstDifference(text, actual)).as(name).isEmpty();
        }));
    }

    @OnEveryVersion
    void everyCollationBelongsToItsCharacterSet(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String collations = server.isMariaDb()
                ? "SELECT id, character_set_name FROM information_schema.collation_character_set_applicability"
                : "SELECT id, character_set_name FROM information_schema.collations";
        Map<String, CharacterSet> sets = new HashMap<>();
        try (Connection connection = server.connect();
                ResultSet rows = connection.createStatement().executeQuery(collations)) {
            while (rows.next()) {
                CharacterSet set = CharacterSets.ofCollation(rows.getInt(1));
                assertThat(sets.merge(rows.getString(2), set, (one, other) -> one))
                        .as(rows.getString(2))
                        .isSameAs(set);
            }
        }
        assertThat(sets).hasSizeGreaterThan(36);
    }

    /** A literal of what a column holds, and the text that the server makes of it; U+FFFD stands for none. */
    private record Code(String literal, String text) {}

    /** All codes of one to three bytes that can be any character, in a database that nobody follows. */
    private static void createCodes(Statement statement) throws SQLException {
        statement.execute("SET sql_mode = '', sql_log_bin = 0");
        statement.execute("CREATE DATABASE IF NOT EXISTS unfollowed");
        statement.execute("DROP TABLE IF EXISTS unfollowed.bytes, unfollowed.codes");
        statement.execute("CREATE TABLE unfollowed.bytes (b BINARY(1))");
        statement.execute(IntStream.range(0, 256)
                .mapToObj("(x'%02x')"::formatted)
                .collect(Collectors.joining(", ", "INSERT INTO unfollowed.bytes VALUES ", "")));
        statement.execute("CREATE TABLE unfollowed.codes (code VARBINARY(4))");
        String insert = "INSERT INTO unfollowed.codes ";
        statement.execute(insert + "SELECT b FROM unfollowed.bytes");
        statement.execute(
                insert + "SELECT CONCAT(a.b, b.b) FROM unfollowed.bytes a, unfollowed.bytes b WHERE a.b >= x'80'");
        statement.execute(insert + "SELECT CONCAT(x'8f', a.b, b.b) FROM unfollowed.bytes a, unfollowed.bytes b"
                + " WHERE a.b >= x'80' AND b.b >= x'80'");
    }

    /** The greatest length of a code by the name of the character set. */
    private static Map<String, Integer> characterSets(Statement statement) throws SQLException {
        Map<String, Integer> sets = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery("SHOW CHARACTER SET WHERE Charset <> 'binary'")) {
            while (rows.next()) {
                sets.put(rows.getString("Charset"), rows.getInt("Maxlen"));
            }
        }
        return sets;
    }

    /** The codes that a column holds unchanged. */
    private static List<Code> codes(Statement statement, String characterSet, int length) throws SQLException {
        statement.execute("DROP TABLE IF EXISTS unfollowed.held");
        statement.execute(
                "CREATE TABLE unfollowed.held (code VARBINARY(4), held VARCHAR(4) CHARACTER SET " + characterSet + ")");
        statement.execute("INSERT IGNORE INTO unfollowed.held SELECT code, code FROM unfollowed.codes"
                + " WHERE LENGTH(code) <= " + length);
        List<Code> codes = new ArrayList<>();
        addCodes(
                statement,
                "SELECT code, CONVERT(held USING utf8mb4) FROM unfollowed.held WHERE HEX(code) = HEX(held) ORDER BY code",
                codes);
        if (length == 4) {
            addCodes(statement, """
                    SELECT code, CONVERT(CONVERT(code USING gb18030) USING utf8mb4) FROM
                    (SELECT CONCAT(a.b, b.b, c.b, d.b) AS code
                    FROM unfollowed.bytes a, unfollowed.bytes b, unfollowed.bytes c, unfollowed.bytes d
                    WHERE a.b BETWEEN x'81' AND x'84' AND b.b BETWEEN x'30' AND x'39'
                    AND c.b BETWEEN x'81' AND x'FE' AND d.b BETWEEN x'30' AND x'39') AS codes""", codes);
        }
        return codes;
    }

    private static void addCodes(Statement statement, String query, List<Code> codes) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                byte[] code = rows.getBytes(1);
                String text = rows.getString(2);
                boolean hasQuestionMark = new String(code, StandardCharsets.ISO_8859_1).indexOf('?') >= 0;
                codes.add(new Code(
                        "x'" + HexFormat.of().formatHex(code) + "'",
                        hasQuestionMark ? text : text.replaceAll("[?]+", Character.toString(NONE))));
            }
        }
    }

    /** So many codes a row. */
    private static List<Code> joined(List<Code> codes) {
        List<Code> rows = new ArrayList<>();
        for (int from = 0; from < codes.size(); from += CODES_A_ROW) {
            List<Code> row = codes.subList(from, Math.min(codes.size(), from + CODES_A_ROW));
            String hex = row.stream().map(Code::literal).collect(Collectors.joining());
            rows.add(new Code(
                    "x'" + hex.replaceAll("[x']", "") + "'",
                    row.stream().map(Code::text).collect(Collectors.joining())));
        }
        return rows;
    }

    /** Rows of code points, given as Unicode. Those of gb18030 with four bytes are these. */
    private static List<Code> codePoints(int first, int last) {
        List<Code> rows = new ArrayList<>();
        for (int from = first; from <= last; from += CODES_A_ROW) {
            String text = IntStream.rangeClosed(from, Math.min(last, from + CODES_A_ROW - 1))
                    .filter(codePoint -> codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            rows.add(new Code("_utf8mb4 x'" + hex + "'", text));
        }
        return rows;
    }

    private static void store(Statement statement, String database, String characterSet, List<Code> rows)
            throws SQLException {
        String table = database + "." + characterSet;
        statement.execute("SET sql_log_bin = 1");
        statement.execute("CREATE TABLE %s (held LONGTEXT CHARACTER SET %s)".formatted(table, characterSet));
        for (Code row : rows) {
            statement.execute("INSERT INTO %s VALUES (%s)".formatted(table, row.literal()));
        }
        statement.execute("SET sql_log_bin = 0");
    }

    /** Nothing where they are equal, apart from what has no character. */
    private static String firstDifference(String expected, String actual) {
        int length = Math.min(expected.length(), actual.length());
        for (int i = 0; i < length; i++) {
            if (expected.charAt(i) != actual.charAt(i) && expected.charAt(i) != NONE) {
                return "U+%04X is U+%04X, %d characters from the front"
                        .formatted((int) expected.charAt(i), (int) actual.charAt(i), i);
            }
        }
        return expected.length() == actual.length()
                ? ""
                : "%d characters are %d".formatted(expected.length(), actual.length());
    }
}
