package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEventDeserializerTests {

    private static final byte[] BODY = {1, 2, 3};

    private final LogEventDeserializer deserializer = new LogEventDeserializer(new EventSize(1L << 40));

    @BeforeEach
    @SuppressWarnings("deprecation") // the way the library says it
    void beginWithoutChecksums() {
        deserializer.setChecksummed(false);
    }

    @SuppressWarnings("deprecation")
    private void beginWithChecksums() {
        deserializer.setChecksummed(true);
    }

    private static byte[] event(int type, byte[] body, boolean checksum) {
        int length = 19 + body.length + (checksum ? 4 : 0);
        return ScriptedLog.bytes(out -> {
            byte[] head = ScriptedLog.bytes(start -> {
                start.writeInt(Integer.reverseBytes(0xfedcba98));
                start.write(type);
                start.writeInt(Integer.reverseBytes(42));
                start.writeInt(Integer.reverseBytes(length));
                start.writeInt(Integer.reverseBytes(0xf0000000));
                start.write(0x80);
                start.write(0x01);
                start.write(body);
            });
            out.write(head);
            if (checksum) {
                CRC32 crc = new CRC32();
                crc.update(head);
                out.writeInt(Integer.reverseBytes((int) crc.getValue()));
            }
        });
    }

    /** The description of a format whose events have checksums, or not. */
    private static byte[] format(int algorithm) {
        byte[] body = new byte[100];
        body[56] = 19;
        body[71] = 99;
        body[99] = (byte) algorithm;
        return event(EventTypes.FORMAT_DESCRIPTION, body, true);
    }

    private LogEvent read(byte[] bytes) throws IOException {
        return deserializer.read(new ByteArrayInputStream(bytes));
    }

    @Test
    void refusesAFormatThatIsNotWhole() {
        for (int at : new int[] {56, 71, 99}) {
            byte[] format = event(EventTypes.FORMAT_DESCRIPTION, new byte[100], true);
            byte[] right = format(1);
            System.arraycopy(right, 0, format, 0, right.length);
            format[19 + at] ^= 2;
            assertThatExceptionOfType(MalformedEventException.class)
                    .isThrownBy(() -> read(format))
                    .withMessageContaining("the format of the log");
        }
    }

    @Test
    void takesNoMemoryForALengthThatIsNotThere() {
        byte[] event = event(EventTypes.XID, BODY, false);
        event[12] = 0x7f;
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(event))
                .withMessageContaining("claims a length");
    }

    @Test
    void readsTheHeaderAndTheWholeBody() throws IOException {
        LogEvent event = read(event(EventTypes.XID, BODY, false));
        assertThat(event.timestamp()).isEqualTo(0xfedcba98L);
        assertThat(event.type()).isEqualTo(EventTypes.XID);
        assertThat(event.serverId()).isEqualTo(42);
        assertThat(event.length()).isEqualTo(22);
        assertThat(event.nextPosition()).isEqualTo(0xf0000000L);
        assertThat(event.isIgnorable()).isTrue();
        assertThat(event.isArtificial()).isFalse();
        assertThat(event.flags()).isEqualTo(0x180);
        assertThat(event.body()).isEqualTo(BODY);
    }

    @Test
    void takesARightChecksumOff() throws IOException {
        beginWithChecksums();
        LogEvent event = read(event(EventTypes.XID, BODY, true));
        assertThat(event.body()).isEqualTo(BODY);
        assertThat(event.length()).isEqualTo(26);
    }

    @Test
    void refusesAnEventThatWasDamaged() {
        beginWithChecksums();
        byte[] right = event(EventTypes.XID, BODY, true);
        for (int i = 0; i < right.length; i++) {
            byte[] damaged = right.clone();
            damaged[i] ^= 0x10;
            if (i < 9 || i > 12) { // the length
                assertThatExceptionOfType(MalformedEventException.class)
                        .as("byte %d", i)
                        .isThrownBy(() -> read(damaged));
            }
        }
    }

    @Test
    void switchesToWhatTheFormatSays() throws IOException {
        assertThat(read(format(1)).body()).hasSize(100);
        assertThat(read(event(EventTypes.XID, BODY, true)).body()).isEqualTo(BODY);
        assertThat(read(format(0)).body()).hasSize(100);
        assertThat(read(event(EventTypes.XID, BODY, false)).body()).isEqualTo(BODY);
    }

    @Test
    void refusesAnEventThatClaimsToBeShorterThanItsHeader() {
        byte[] bytes = event(EventTypes.XID, BODY, false);
        bytes[9] = 18;
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("18 bytes");
        beginWithChecksums();
        bytes[9] = 22;
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> read(bytes));
    }

    @Test
    void refusesAnEventThatIsCutOff() {
        byte[] bytes = event(EventTypes.XID, BODY, false);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatIOException().isThrownBy(() -> read(cut));
        }
    }

    @Test
    void refusesAnEventThatIsTooLargeBeforeItIsRead() throws IOException {
        byte[] bytes = event(EventTypes.XID, BODY, false);
        bytes[12] = 1; // 16 MB
        LogEventDeserializer small = new LogEventDeserializer(new EventSize(48 << 20));
        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> small.read(goingOn(bytes)))
                .withMessageContaining("event of type 16")
                .withMessageContaining("16,777,219 bytes")
                .withMessageContaining("-Xmx");
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> deserializer.read(goingOn(bytes)));
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> read(bytes));
    }

    /** Of which it is not known how much follows. */
    private static InputStream goingOn(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int available() {
                return Integer.MAX_VALUE;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {EventTypes.ROWS_QUERY, EventTypes.MARIADB_ANNOTATE_ROWS})
    void leavesOutTheLongTextOfAStatement(int type) throws IOException {
        beginWithChecksums();
        byte[] text = new byte[1 << 20];
        byte[] right = event(type, text, true);
        assertThat(read(right).body()).isEmpty();
        assertThat(read(right).length()).isEqualTo(right.length);
        assertThat(read(event(type, BODY, true)).body()).isEqualTo(BODY);
        right[100_000] ^= 1;
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> read(right));
        byte[] cut = Arrays.copyOf(right, right.length - 5);
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> deserializer.read(goingOn(cut)));
    }
}
