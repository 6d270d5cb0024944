package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.corecdc.event.DdlSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events come from the log of MariaDB 11.8.6, with {@code log_bin_compress=ON}. */
class CompressedEventsTests {

    /** The table t (id INT PRIMARY KEY, name TEXT). */
    private static final byte[] TABLE = HexFormat.of()
            .parseHex("12000000000001000170000174000203fc0102020101000203fc00090408026964046e616d65080100");

    /** INSERT INTO t VALUES (1, REPEAT('a', 500)). */
    private static final byte[] INSERT =
            HexFormat.of().parseHex("120000000000010002038201fb789cfbc3c8c0c0f0853171148c380000448bbf67");

    /** UPDATE t SET name = REPEAT('b', 500). */
    private static final byte[] UPDATE = HexFormat.of()
            .parseHex("12000000000001000203038203f6789cfbc3c8c0c0f0853171148c38f00712f549a360c4010097ad80d0");

    private static final byte[] DELETE =
            HexFormat.of().parseHex("120000000000010002038201fb789cfbc3c8c0c0f0853169148c3800002debc15b");

    private static final byte[] QUERY = HexFormat.of()
            .parseHex(
                    "050000000000000001000023000000000001010000205400000000060373746404000900090009810d0000000000000070"
                            + "008160789c4bcc29492d5228494cca49552851484c495148cecf29cdcd534852c8cc2b017272735381b47a2279401d00977d2311");

    private static final int INSERT_HEAD = 10;

    private final CompressedEvents compressed = new CompressedEvents();

    private LogEvent plain(int type, byte[] body) {
        LogEvent event = new ScriptedLog().at(400).flagged(8).event(type, body);
        LogEvent plain = compressed.plain(event);
        assertThat(plain)
                .extracting(
                        LogEvent::timestamp,
                        LogEvent::serverId,
                        LogEvent::length,
                        LogEvent::nextPosition,
                        LogEvent::flags)
                .containsExactly(
                        event.timestamp(), event.serverId(), event.length(), event.nextPosition(), event.flags());
        return plain;
    }

    private static List<String> rows(LogEvent event) {
        RowsEvent rows = RowsEvent.open(event.type(), event.body(), TableMap.parse(TABLE, Flavor.MARIADB));
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            texts.add("%s %s %s"
                    .formatted(rows.type(), rows.row().get(0), rows.row().get(1)));
        }
        return texts;
    }

    /** The same event in the second version, whose head tells the length of more that it can have. */
    private static byte[] secondVersion(byte[] body) {
        byte[] second = new byte[body.length + 5];
        System.arraycopy(body, 0, second, 0, 8);
        second[8] = 5;
        System.arraycopy(body, 8, second, 13, body.length - 8);
        return second;
    }

    @Test
    void leavesPlainEventsAsTheyAre() {
        LogEvent event = new ScriptedLog().insert(1, 2);
        assertThat(compressed.plain(event)).isSameAs(event);
    }

    @Test
    void makesAStatementPlain() {
        LogEvent plain = plain(165, QUERY);
        assertThat(plain.type()).isEqualTo(EventTypes.QUERY);
        assertThat(QueryEvent.parse(plain.body()))
                .isEqualTo(new QueryEvent(
                        "p",
                        "alter table t add column b int comment '%s'".formatted("a".repeat(55)),
                        SqlMode.DEFAULT,
                        new DdlSession("p", 0x54200000L, null)));
    }

    @Test
    void makesRowsOfBothVersionsPlain() {
        String a = "a".repeat(500);
        String b = "b".repeat(500);
        assertThat(rows(plain(166, INSERT))).containsExactly("INSERT 1 " + a);
        assertThat(rows(plain(167, UPDATE))).containsExactly("UPDATE 1 " + b);
        assertThat(rows(plain(168, DELETE))).containsExactly("DELETE 1 " + b);
        assertThat(rows(plain(169, secondVersion(INSERT)))).containsExactly("INSERT 1 " + a);
        assertThat(rows(plain(170, secondVersion(UPDATE)))).containsExactly("UPDATE 1 " + b);
        assertThat(rows(plain(171, secondVersion(DELETE)))).containsExactly("DELETE 1 " + b);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x02, 0x92, 0xf2})
    void refusesACompressionThatItDoesNotKnow(int kind) {
        byte[] body = INSERT.clone();
        body[INSERT_HEAD] = (byte) kind;
        assertRefused(166, body, "no compression that is known");
    }

    @Test
    void believesNoLength() {
        assertRefused(166, claiming(0xfb - 1), "not the 506 that they claim");
        assertRefused(166, claiming(0xfb + 1), "not the 508 that they claim");
        byte[] huge = new byte[INSERT.length + 5];
        System.arraycopy(INSERT, 0, huge, 0, INSERT_HEAD);
        Arrays.fill(huge, INSERT_HEAD, INSERT_HEAD + 8, (byte) 0xff);
        huge[INSERT_HEAD] = (byte) 0x87;
        System.arraycopy(INSERT, INSERT_HEAD + 3, huge, INSERT_HEAD + 8, INSERT.length - INSERT_HEAD - 3);
        assertRefused(166, huge, "cannot become 72057594037927935");
    }

    private static byte[] claiming(int lowest) {
        byte[] body = INSERT.clone();
        body[INSERT_HEAD + 2] = (byte) lowest;
        return body;
    }

    @Test
    void refusesWhatIsCutOffOrGoesOn() {
        for (int length = 0; length < INSERT.length; length++) {
            assertRefused(166, Arrays.copyOf(INSERT, length), "");
        }
        for (int length = 0; length < QUERY.length; length++) {
            assertRefused(165, Arrays.copyOf(QUERY, length), "");
        }
        assertRefused(166, Arrays.copyOf(INSERT, INSERT.length + 1), "not the 507 that they claim");
    }

    private void assertRefused(int type, byte[] body, String words) {
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> plain(type, body))
                .withMessageContaining(words);
    }

    @Test
    void damageIsNoticedOrGivesAnEvent() {
        Random random = new Random(20261122);
        byte[][] bodies = {QUERY, INSERT, UPDATE, DELETE};
        for (int i = 0; i < 40_000; i++) {
            int which = random.nextInt(bodies.length);
            byte[] damaged = bodies[which].clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                plain(165 + which, damaged);
            } catch (UndecodableEventException e) {
                assertThat(e).hasMessageNotContaining("null");
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("not the exception that was promised", e);
            }
        }
    }
}
