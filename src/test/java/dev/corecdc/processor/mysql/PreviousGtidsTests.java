package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreviousGtidsTests {

    private static final String UUID = "aa90cd9f-e6ba-11f1-8a5d-02fc00000001";

    /** Both halves of {@link #UUID}. */
    private static final long[] UUID_BITS = {0xaa90cd9fe6ba11f1L, 0x8a5d02fc00000001L};

    @Test
    void areEmptyInAFirstFile() {
        assertThat(read(bytes(8).putLong(0))).isEmpty();
    }

    @Test
    void haveTheirIntervalsToTheLastNumber() {
        ByteBuffer body = uuid(bytes(8 + 16 + 8 + 32).putLong(1))
                .putLong(2)
                .putLong(1)
                .putLong(24)
                .putLong(30)
                .putLong(31);

        assertThat(read(body)).isEqualTo(UUID + ":1-23:30-30");
    }

    @Test
    void haveTheirTags() {
        ByteBuffer body = bytes(8 + 2 * (16 + 8 + 16) + 1 + 5).putLong(1L << 56 | 2 << 8 | 1);
        uuid(body).put((byte) 0).putLong(1).putLong(1).putLong(6);
        uuid(body).put((byte) (4 << 1)).put("blue".getBytes(StandardCharsets.US_ASCII));
        body.putLong(1).putLong(1).putLong(3);

        assertThat(read(body)).isEqualTo(UUID + ":1-5:blue:1-2");
        assertThat(Gtids.contains(UUID + ":1-5:blue:1-2", read(body))).isTrue();
    }

    @Test
    void makeRoomForNoMoreThanIsThere() {
        ByteBuffer manySets = uuid(bytes(8 + 16).putLong(0x00ff_ffff_ffff_ffffL));
        ByteBuffer manyIntervals = uuid(bytes(8 + 16 + 8 + 16).putLong(1))
                .putLong(Long.MAX_VALUE)
                .putLong(1)
                .putLong(2);

        assertThatThrownBy(() -> read(manySets)).isInstanceOf(UndecodableEventException.class);
        assertThatThrownBy(() -> read(manyIntervals)).isInstanceOf(UndecodableEventException.class);
    }

    @Test
    void areNotReadFromWhatIsNoSet() {
        ByteBuffer tag = uuid(bytes(8 + 16 + 1 + 8 + 24).putLong(1L << 56 | 1 << 8 | 1))
                .put((byte) (8 << 1))
                .put(" doc JSO".getBytes(StandardCharsets.US_ASCII))
                .putLong(1)
                .putLong(1)
                .putLong(6);
        ByteBuffer noInterval = uuid(bytes(8 + 16 + 8).putLong(1)).putLong(0);
        ByteBuffer negative =
                uuid(bytes(8 + 16 + 24).putLong(1)).putLong(1).putLong(-5).putLong(7);

        for (ByteBuffer event : List.of(tag, noInterval, negative)) {
            assertThatThrownBy(() -> read(event))
                    .isInstanceOf(UndecodableEventException.class)
                    .hasMessage("it holds no set of GTIDs");
        }
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer uuid(ByteBuffer body) {
        body.order(ByteOrder.BIG_ENDIAN);
        for (long half : UUID_BITS) {
            body.putLong(half);
        }
        return body.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String read(ByteBuffer body) {
        byte[] bytes = new byte[body.capacity()];
        body.rewind().get(bytes);
        return PreviousGtids.read(bytes);
    }
}
