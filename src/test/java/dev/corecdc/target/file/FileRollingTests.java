package dev.corecdc.target.file;

import static dev.corecdc.target.file.FileTargets.lines;
import static dev.corecdc.target.file.FileTargets.rolling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is put aside when it is full. */
class FileRollingTests {

    private final Path folder;
    private final Path path;

    FileRollingTests(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("out.ndjson");
    }

    @Test
    void putsAFullFileAsideWithoutSplittingABatch() throws Exception {
        int batch = lines(1, 3).length();
        try (FileTarget target = rolling(path, 2L * batch, new NumberFormat())) {
            for (long first = 1; first < 10; first += 3) {
                target.save(Changes.inserts(first, first + 2));
            }
        }
        assertThat(rolled()).containsExactly("out-20261103T101530123Z.ndjson");
        assertThat(folder.resolve("out-20261103T101530123Z.ndjson")).hasContent(lines(1, 6));
        assertThat(path).hasContent(lines(7, 9));
    }

    @Test
    void namesTheFilesPutAsideInTheOrderInWhichTheyWereWritten() throws Exception {
        Files.writeString(folder.resolve("out-20261103T101531000Z.ndjson"), "from before the clock was put back\n");
        Files.writeString(folder.resolve("out-of-order.ndjson"), "not ours");
        Files.writeString(folder.resolve("out-20261103T101532000Z.txt"), "not ours");
        try (FileTarget target = rolling(path, 1, new NumberFormat())) {
            for (int i = 1; i <= 4; i++) {
                target.save(Changes.inserts(i, i));
            }
        }
        assertThat(rolled())
                .containsExactly(
                        "out-20261103T101531000Z.ndjson",
                        "out-20261103T101531001Z.ndjson",
                        "out-20261103T101531002Z.ndjson",
                        "out-20261103T101531003Z.ndjson");
        assertThat(folder.resolve("out-20261103T101531000Z.ndjson")).hasContent("from before the clock was put back\n");
        assertThat(folder.resolve("out-20261103T101531003Z.ndjson")).hasContent(lines(3, 3));
        assertThat(path).hasContent(lines(4, 4));
    }

    @Test
    void writesABatchLargerThanAFileMayBeIntoAFileOfItsOwn() throws Exception {
        try (FileTarget target = rolling(path, 100, new NumberFormat())) {
            target.save(Changes.inserts(1, 1));
            target.save(Changes.inserts(2, 20_000));
            target.save(Changes.inserts(20_001, 20_001));
        }
        assertThat(rolled()).hasSize(2);
        assertThat(folder.resolve(rolled().get(0))).hasContent(lines(1, 1));
        assertThat(folder.resolve(rolled().get(1))).hasContent(lines(2, 20_000));
        assertThat(path).hasContent(lines(20_001, 20_001));
    }

    @Test
    void takesBackWhatFailsWhileAFileIsPutAside() throws Exception {
        // The batch does not fit, and fails when it is written again into the new file.
        RecordFormat format = new NumberFormat() {
            private int times;

            @Override
            public void write(ChangeEvent event, OutputStream out) throws IOException {
                if (event.origin().position() == 400 && ++times == 2) {
                    throw new IOException("No space left on device");
                }
                super.write(event, out);
            }
        };
        try (FileTarget target = rolling(path, 40, format)) {
            target.save(Changes.inserts(1, 2));
            assertThatThrownBy(() -> target.save(Changes.inserts(3, 4))).isInstanceOf(IOException.class);
            target.save(Changes.inserts(3, 4));
        }
        assertThat(rolled()).hasSize(1);
        assertThat(folder.resolve(rolled().get(0))).hasContent(lines(1, 2));
        assertThat(path).hasContent(lines(3, 4));
    }

    private List<String> rolled() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("out-\\d.*\\.ndjson"))
                    .sorted()
                    .toList();
        }
    }
}
