package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FileHeadsTests {

    private static final long BEGUN = 1_700_000_000;
    private static final BinlogPosition FROM =
            new BinlogPosition("s", null, "b.000007", 4, 0).begun(Instant.ofEpochSecond(BEGUN));

    private final FileHeads heads = new FileHeads(FROM);

    @Test
    void knowsWhenEachFileWasBegun() throws Exception {
        read("b.000007", BEGUN);
        read("b.000008", BEGUN + 5);

        assertThat(heads.begun("b.000007")).isEqualTo(Instant.ofEpochSecond(BEGUN));
        assertThat(heads.begun("b.000008")).isEqualTo(Instant.ofEpochSecond(BEGUN + 5));
        assertThat(heads.begun("b.000009")).isNull();
    }

    @Test
    void refusesTheFileOfThePositionWhenItWasBegunAnew() {
        assertThatExceptionOfType(LogResetException.class)
                .isThrownBy(() -> read("b.000007", BEGUN + 1))
                .withMessageContaining("b.000007");
    }

    @Test
    void refusesAFileThatWasSentBeforeAndBegunAnew() throws Exception {
        read("b.000008", BEGUN + 5);

        assertThatExceptionOfType(LogResetException.class).isThrownBy(() -> read("b.000008", BEGUN + 6));
    }

    @Test
    void refusesALogThatGoesOnFurtherBack() throws Exception {
        read("b.000007", BEGUN);
        read("b.1000000", BEGUN + 1);

        assertThatExceptionOfType(LogResetException.class)
                .isThrownBy(() -> read("b.000001", BEGUN + 2))
                .withMessageContaining("b.000001");
    }

    @Test
    void takesTheHeadThatIsSentAgain() throws Exception {
        read("b.000007", BEGUN);
        heads.look(new LogEvent(0, EventTypes.FORMAT_DESCRIPTION, 1, 0, 0, 0, new byte[0]));
        read("b.000007", BEGUN);
    }

    private void read(String file, long begun) throws LogResetException {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(0)
                .put(name)
                .array();
        heads.look(new LogEvent(0, EventTypes.ROTATE, 1, 0, 0, 0, body));
        heads.look(new LogEvent(begun, EventTypes.FORMAT_DESCRIPTION, 1, 0, 0, 0, new byte[0]));
    }
}
