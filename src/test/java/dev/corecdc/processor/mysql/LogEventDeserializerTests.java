package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventType;
import com.github.shyiko.mysql.binlog.event.RotateEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.ChecksumType;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer.EventDataWrapper;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogEventDeserializerTests {

    private static final byte[] BODY = {1, 2, 3};

    private final LogEventDeserializer deserializer = new LogEventDeserializer();

    @BeforeEach
    @SuppressWarnings("deprecation") // the way the library says it
    void beginWithoutChecksums() {
        deserializer.setChecksumType(ChecksumType.NONE);
    }

    @SuppressWarnings("deprecation")
    private void beginWithChecksums() {
        deserializer.setChecksumType(ChecksumType.CRC32);
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
        byte[] body = new byte[60];
        body[59] = (byte) algorithm;
        return event(EventTypes.FORMAT_DESCRIPTION, body, true);
    }

    private LogEvent read(byte[] bytes) throws IOException {
        Event event = deserializer.nextEvent(new ByteArrayInputStream(bytes));
        return (LogEvent) EventDataWrapper.internal(event.getData());
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
        assertThat(read(format(1)).body()).hasSize(60);
        assertThat(read(event(EventTypes.XID, BODY, true)).body()).isEqualTo(BODY);
        assertThat(read(format(0)).body()).hasSize(60);
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
            assertThatExceptionOfType(EOFException.class).isThrownBy(() -> read(cut));
        }
    }

    @Test
    void givesTheLibraryTheTypeOfEveryEvent() throws IOException {
        for (int type = 0; type < 256; type++) {
            if (type != EventTypes.FORMAT_DESCRIPTION && type != EventTypes.ROTATE) {
                Event event = deserializer.nextEvent(new ByteArrayInputStream(event(type, BODY, false)));
                assertThat(event.<LogEvent>getData().type()).isEqualTo(type);
                assertThat((Object) event.getHeader().getEventType()).isNotNull();
            }
        }
    }

    @Test
    void givesTheLibraryARotationThatItCanLookInto() throws IOException {
        Event event = deserializer.nextEvent(new ByteArrayInputStream(event(EventTypes.ROTATE, BODY, false)));
        EventDataWrapper data = event.getData();
        assertThat((Object) event.getHeader().getEventType()).isEqualTo(EventType.ROTATE);
        assertThat(data.getInternal()).isInstanceOf(RotateEventData.class);
        assertThat(((LogEvent) data.getExternal()).body()).isEqualTo(BODY);
    }
}
