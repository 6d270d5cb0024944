package dev.corecdc.target.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteBehindTests {

    private static final int CHUNK = WriteBehind.CHUNK_BYTES;

    private final Random random = new Random(42);
    private final Path path;

    WriteBehindTests(@TempDir Path folder) throws IOException {
        path = Files.createFile(folder.resolve("out"));
    }

    /** In pieces that fall across the ends of chunks, also when one is as large as several. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 40 * CHUNK + 7})
    void writesWhatItIsGiven(int length) throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                WriteBehind out = new WriteBehind(file, "write-behind")) {
            for (int again = 0; again < 3; again++) {
                byte[] bytes = bytes(length);
                expected.writeBytes(bytes);
                for (int at = 0; at < length; ) {
                    int count = Math.min(length - at, random.nextInt(1, 3 * CHUNK));
                    out.write(bytes, at, count);
                    at += count;
                }
                out.write('\n');
                expected.write('\n');
                out.flush();
                assertThat(path).hasBinaryContent(expected.toByteArray());
                assertThat(file.getFilePointer()).isEqualTo(expected.size());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, CHUNK + 1, 40 * CHUNK})
    void tellsThatTheFileCannotBeWritten(int length) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
                WriteBehind out = new WriteBehind(file, "write-behind")) {
            for (int again = 0; again < 3; again++) {
                assertThatExceptionOfType(IOException.class)
                        .isThrownBy(() -> {
                            out.write(bytes(length));
                            out.flush();
                        })
                        .withMessage("Bad file descriptor");
                out.reset();
            }
        }
    }

    /** Whichever of the chunks it is, and with others behind it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 8, 9, 30})
    void writesEverythingAfterAChunkFailed(int failing) throws IOException {
        byte[] bytes = bytes(40 * CHUNK);
        SlowStream slow = new SlowStream(failing);
        try (WriteBehind out = new WriteBehind(slow, () -> {}, "write-behind")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> {
                        out.write(bytes);
                        out.flush();
                    })
                    .withMessage("No space left on device");
            out.reset();
            slow.written.reset();
            out.write(bytes);
            out.flush();
            assertThat(slow.written.toByteArray()).isEqualTo(bytes);
        }
    }

    /** Who writes the lines may go on as if nothing had happened. */
    @Test
    void tellsAtTheEndWhatItHasToldBefore() {
        try (WriteBehind out = new WriteBehind(new SlowStream(0), () -> {}, "write-behind")) {
            for (int i = 0; i < 20; i++) {
                try {
                    out.write(bytes(CHUNK));
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                }
            }
            assertThatExceptionOfType(IOException.class).isThrownBy(out::flush).withMessage("No space left on device");
        }
    }

    @Test
    void tellsThatItCouldNotBeSynced() {
        try (WriteBehind out = new WriteBehind(
                new SlowStream(-1),
                () -> {
                    throw new IOException("Input/output error");
                },
                "write-behind")) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> {
                        out.write(bytes(40 * CHUNK));
                        out.flush();
                    })
                    .withMessage("Input/output error");
        }
    }

    /** Slower than what writes to it, and fails once. */
    private static final class SlowStream extends OutputStream {

        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int next;
        private final int failing;

        SlowStream(int failing) {
            this.failing = failing;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            LockSupport.parkNanos(500_000);
            if (next++ == failing) {
                throw new IOException("No space left on device");
            }
            written.write(bytes, from, length);
        }
    }

    @Test
    void writesNothingAnyMoreOfWhatWasForgotten() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                WriteBehind out = new WriteBehind(file, "write-behind")) {
            for (int again = 0; again < 20; again++) {
                out.write(bytes(5 * CHUNK + 1));
                out.reset();
                file.setLength(0);
                file.seek(0);
                out.write('a');
                out.flush();
                assertThat(path).hasBinaryContent(new byte[] {'a'});
                file.setLength(0);
                file.seek(0);
            }
        }
    }

    @Test
    void writesEverythingAlsoWhenItsCallerIsInterrupted() throws IOException {
        byte[] bytes = bytes(40 * CHUNK);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
                WriteBehind out = new WriteBehind(file, "write-behind")) {
            Thread.currentThread().interrupt();
            out.write(bytes);
            out.flush();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(path).hasBinaryContent(bytes);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
