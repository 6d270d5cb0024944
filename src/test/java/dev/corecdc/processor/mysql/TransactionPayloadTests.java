package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionPayloadTests {

    private static final int NONE = ScriptedPayload.NONE;

    /** From the log of MySQL 9.7.4: INSERT INTO t VALUES (1, REPEAT('a', 500)). */
    private static final String RECORDED =
            "0201000303fcf5020101cd0028b52ffd60f5011d0600c2c9242e80a9690c184c8cc466668b07458d63fc6d27f0b709cfbbe0"
                    + "d0c74589140453def20bc4a0464b29962dc468db52a6ff3f648108548be7be4b3660a0421feb121fe0a550d52eca5375572f"
                    + "dc2e754cd7863f00789e282a801ad83812462c660f22709e16231ca0c4930f425ed59359d4aeea270c18cb4d1bc382828430"
                    + "f69c3c154a6a8e2151fc74e6f5c6cb09bf632d376d01140080100477108185c79520cd5a8020302384b5c0022cc28114b04b"
                    + "20d802291cc16ace228b3dd01ec079005e";

    private final ScriptedLog log = new ScriptedLog();
    private final SmallZstd small = new SmallZstd();
    private final LogEvent[] events = {
        log.query("BEGIN"),
        log.table(1, "shop", "person"),
        log.insert(1, IntStream.range(0, 1000).toArray()),
        log.insert(1, IntStream.range(0, 700_000).toArray()),
        log.xid(77)
    };

    private TransactionPayload open(byte[] body) {
        return TransactionPayload.open(log.event(EventTypes.TRANSACTION_PAYLOAD, body), small);
    }

    private List<LogEvent> read(byte[] body) {
        List<LogEvent> read = new ArrayList<>();
        try (TransactionPayload payload = open(body)) {
            for (@Nullable LogEvent event; (event = payload.next()) != null; ) {
                read.add(event);
            }
            assertThat(payload.next()).isNull();
        }
        return read;
    }

    private void assertRefused(byte[] body, String words) {
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> read(body))
                .withMessageContaining(words);
    }

    @Test
    void givesItsEventsOneByOneCompressedOrNot() {
        for (byte[] body : List.of(ScriptedPayload.zstd(events), ScriptedPayload.uncompressed(events))) {
            List<LogEvent> read = read(body);
            assertThat(read).hasSize(events.length);
            for (int i = 0; i < events.length; i++) {
                assertThat(read.get(i).type()).isEqualTo(events[i].type());
                assertThat(read.get(i).timestamp()).isEqualTo(ScriptedLog.TIME);
                assertThat(read.get(i).serverId()).isEqualTo(7);
                assertThat(read.get(i).body()).isEqualTo(events[i].body());
            }
        }
    }

    @Test
    void takesNoPlaceInTheFile() {
        assertThat(read(ScriptedPayload.zstd(events))).allSatisfy(event -> {
            assertThat(event.length()).isZero();
            assertThat(event.nextPosition()).isZero();
        });
    }

    @Test
    void keepsTheFlagsOfItsEvents() {
        assertThat(read(ScriptedPayload.zstd(log.flagged(0x80).event(99, (byte) 1))))
                .singleElement()
                .satisfies(event -> assertThat(event.isIgnorable()).isTrue());
    }

    @Test
    void readsWhatARealServerWrote() {
        byte[] body = HexFormat.of().parseHex(RECORDED);
        assertThat(read(body)).extracting(LogEvent::type).containsExactly(2, 29, 19, 30, 16);
    }

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        byte[] body = ScriptedPayload.uncompressed(log.xid(1));
        byte[] more = new byte[body.length + 4];
        more[0] = 9;
        more[1] = 2;
        System.arraycopy(body, 0, more, 4, body.length);
        assertThat(read(more)).hasSize(1);
    }

    @Test
    void endsWithWordsWhereTheHeadIsWrong() {
        byte[] plain = ScriptedPayload.plain(events);
        assertRefused(new byte[0], "ends too early");
        assertRefused(Arrays.copyOf(ScriptedPayload.body(NONE, plain.length, plain), 100), "claims a payload of");
        assertRefused(ScriptedPayload.body(1, plain.length, plain), "compression of type 1 is not known");
        assertRefused(new byte[] {2, 1, 0, 1, 1, 0, 0}, "does not tell the size");
        assertRefused(new byte[] {2, 1, 0, 0, 1}, "claims a payload of -1");
    }

    @Test
    void endsWithWordsWhereThePayloadIsNotWhatTheHeadSays() {
        byte[] plain = ScriptedPayload.plain(events);
        byte[] packed = Zstd.compress(plain);
        assertRefused(ScriptedPayload.body(0, plain.length + 1, packed), "needs 19 bytes where 1 are left");
        assertRefused(ScriptedPayload.body(0, plain.length + 19, packed), "19 bytes too early");
        assertRefused(ScriptedPayload.body(0, plain.length - 1, packed), "needs 8 bytes where 7 are left");
        byte[] longer = Arrays.copyOf(plain, plain.length + 1);
        assertRefused(ScriptedPayload.body(0, plain.length, Zstd.compress(longer)), "goes on behind its end");
        assertRefused(ScriptedPayload.body(0, plain.length, Arrays.copyOf(packed, packed.length - 5)), "damaged");
        assertRefused(ScriptedPayload.body(0, plain.length, plain), "damaged");
    }

    /** Without a byte of memory for what is not there. */
    @ParameterizedTest
    @ValueSource(ints = {0, 18, 20, 0x3fff_ffff, Integer.MAX_VALUE, -1})
    void believesNoLengthOfAnEvent(int length) {
        byte[] header = ScriptedLog.bytes(out -> ScriptedPayload.header(out, log.xid(1), length));
        for (long claimed : new long[] {header.length, 1L << 31, Long.MAX_VALUE}) {
            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> read(ScriptedPayload.body(0, claimed, Zstd.compress(header))));
            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> read(ScriptedPayload.body(NONE, header.length, header)));
        }
    }

    @Test
    void endsWithWordsWhereASmallPayloadIsNotWhatTheHeadSays() {
        byte[] plain = ScriptedPayload.plain(log.query("BEGIN"), log.xid(1));
        byte[] packed = Zstd.compress(plain);
        assertThat(read(ScriptedPayload.body(0, plain.length, packed))).hasSize(2);
        assertRefused(ScriptedPayload.body(0, plain.length + 1, packed), "1 bytes too early");
        assertRefused(ScriptedPayload.body(0, plain.length - 1, packed), "damaged");
        assertRefused(ScriptedPayload.body(0, plain.length, Arrays.copyOf(packed, packed.length - 1)), "damaged");
        assertRefused(ScriptedPayload.body(0, plain.length, plain), "damaged");
    }

    @Test
    void givesNothingMoreWhenItIsClosed() {
        TransactionPayload payload = open(ScriptedPayload.zstd(events));
        assertThat(payload.next()).isNotNull();
        payload.close();
        payload.close();
        assertThat(payload.next()).isNull();
    }

    @Test
    void damageIsNoticedOrGivesEvents() {
        Random random = new Random(20261122);
        byte[] body = ScriptedPayload.zstd(Arrays.copyOf(events, 3));
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = body.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (UndecodableEventException e) {
                assertThat(e).hasMessageNotContaining("null");
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("not the exception that was promised", e);
            }
        }
    }
}
