package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.shyiko.mysql.binlog.network.ServerException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DumpPacketsTests {

    private static final int FULL = (1 << 24) - 1;

    /** The event behind its marker, in as many packets as it needs. */
    private static byte[] packets(byte[] event) {
        return ScriptedLog.bytes(out -> {
            int at = -1;
            int length;
            do {
                length = Math.min(FULL, event.length - at);
                out.write(new byte[] {(byte) length, (byte) (length >> 8), (byte) (length >> 16), 7});
                if (at < 0) {
                    out.write(0);
                    out.write(event, 0, length - 1);
                } else {
                    out.write(event, at, length);
                }
                at += length;
            } while (length == FULL);
        });
    }

    private static byte[] event(int length) {
        byte[] event = new byte[length];
        new Random(length).nextBytes(event);
        return event;
    }

    private static byte[] joined(byte[]... parts) {
        return ScriptedLog.bytes(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, FULL - 2, FULL - 1, FULL, FULL + 1, 2 * FULL - 2, 2 * FULL - 1, 2 * FULL, 3 * FULL})
    void eventsOfEveryLengthAreWhole(int length) throws IOException {
        byte[] event = event(length);
        DumpPackets packets = new DumpPackets(new ByteArrayInputStream(joined(packets(event), packets(event(50)))));
        packets.next();
        byte[] read = new byte[length];
        assertThat(packets.readNBytes(read, 0, length)).isEqualTo(length);
        assertThat(Arrays.equals(read, event)).isTrue();
        packets.end();
        packets.next();
        assertThat(packets.readAllBytes()).isEqualTo(event(50));
        packets.end();
        assertThatExceptionOfType(EOFException.class).isThrownBy(packets::next);
    }

    @Test
    void whatFollowsAnEventIsNotTakenForAnother() throws IOException {
        DumpPackets packets = new DumpPackets(new ByteArrayInputStream(packets(event(50))));
        packets.next();
        packets.readNBytes(40);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(packets::end)
                .withMessage("10 bytes follow an event");
    }

    @Test
    void aConnectionThatEndsWithinAnEventIsNoEndOfIt() throws IOException {
        byte[] bytes = packets(event(50));
        for (int length = 5; length < bytes.length; length++) {
            DumpPackets packets = new DumpPackets(new ByteArrayInputStream(bytes, 0, length));
            packets.next();
            assertThatExceptionOfType(EOFException.class).isThrownBy(packets::readAllBytes);
        }
    }

    @Test
    void theServerSaysWhyItCannotGoOn() {
        byte[] error = joined(
                new byte[] {13, 0, 0, 1, (byte) 0xff, (byte) 0xd4, 4}, "#HY000gone".getBytes(StandardCharsets.UTF_8));
        DumpPackets packets = new DumpPackets(new ByteArrayInputStream(error));
        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(packets::next)
                .withMessage("gone")
                .satisfies(e -> assertThat(e.getErrorCode()).isEqualTo(1236));
    }

    @Test
    void theServerEndsTheLog() {
        DumpPackets packets = new DumpPackets(new ByteArrayInputStream(new byte[] {1, 0, 0, 1, (byte) 0xfe}));
        assertThatExceptionOfType(EOFException.class).isThrownBy(packets::next);
    }
}
