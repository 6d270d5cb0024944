package dev.corecdc.target.file;

import static dev.corecdc.target.file.FileTargets.lines;
import static dev.corecdc.target.file.FileTargets.rolling;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetContract;
import dev.corecdc.target.TargetException;
import dev.corecdc.testing.Changes;
import dev.corecdc.testing.NumberFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class FileTargetTests extends TargetContract {

    private final Path folder;
    private final Path path;

    FileTargetTests(@TempDir Path folder) {
        this.folder = folder;
        this.path = folder.resolve("out.ndjson");
    }

    @Override
    protected Target open() {
        return FileTargets.create(folder.resolve("made/if need be/contract.ndjson"));
    }

    @Override
    protected List<Long> delivered() throws IOException {
        try (var lines = Files.lines(folder.resolve("made/if need be/contract.ndjson"))) {
            return lines.map(NumberFormat::numberOf).toList();
        }
    }

    /** Fails once, at the change of a number, after it wrote a part of it. */
    private static class FailingFormat extends NumberFormat {

        private long failAt;

        FailingFormat(long failAt) {
            this.failAt = failAt;
        }

        @Override
        public void write(ChangeEvent event, OutputStream out) throws IOException {
            if (event.origin().position() / 100 == failAt) {
                failAt = -1;
                out.write("INSE".getBytes(StandardCharsets.US_ASCII));
                out.flush(); // as a full buffer does
                throw new IOException("No space left on device");
            }
            super.write(event, out);
        }
    }

    @Test
    void writesALineForEachRecord() throws Exception {
        try (FileTarget target = FileTargets.create(path)) {
            target.save(Changes.inserts(1, 2));
            target.saveDdl(Changes.ddl(3));
            assertThat(path).hasContent("INSERT 1 name 1\nINSERT 2 name 2\nQUERY 3\n");
        }
    }

    @Test
    void takesBackWhatAFailedAttemptHasWritten() throws Exception {
        try (FileTarget target = rolling(path, 1_000_000, new FailingFormat(5))) {
            target.save(Changes.inserts(1, 2));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> target.save(Changes.inserts(3, 6)))
                    .withMessage("cannot write to " + path + ": No space left on device");
            assertThat(path).content().endsWith("\nINSERT 4 name 4\nINSE");
            target.save(Changes.inserts(3, 3));
            assertThat(path).hasContent(lines(1, 3));
        }
    }

    /** Of so many lines that the most of them are written while others are made. */
    @Test
    void takesBackWhatALargeFailedAttemptHasWritten() throws Exception {
        int many = 200_000;
        try (FileTarget target = rolling(path, 1_000_000_000, new FailingFormat(many))) {
            target.save(Changes.inserts(1, 2));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> target.save(Changes.inserts(3, many)));
            assertThat(Files.size(path)).isGreaterThan(1_000_000);
            target.save(Changes.inserts(3, many));
        }
        assertThat(path).hasContent(lines(1, many));
    }

    @Test
    void takesBackWhatAFailedAttemptHasWrittenAlsoWhenThereIsNoOther() throws Exception {
        try (FileTarget target = rolling(path, 1_000_000, new FailingFormat(5))) {
            target.save(Changes.inserts(1, 2));
            assertThatThrownBy(() -> target.save(Changes.inserts(3, 6))).isInstanceOf(IOException.class);
        }
        assertThat(path).hasContent(lines(1, 2));
    }

    @Test
    void cutsATornLineOffWhereverItWasTorn(CapturedOutput output) throws Exception {
        String whole = "INSERT 1 name 1\nINSERT 2 name 2\n";
        String last = "INSERT 3 ü\n";
        byte[] all = (whole + last).getBytes(StandardCharsets.UTF_8);
        for (int length = whole.length(); length < all.length; length++) {
            Files.write(path, Arrays.copyOf(all, length));
            try (FileTarget target = FileTargets.create(path)) {
                assertThat(path).hasContent(whole);
                target.save(List.of(Changes.insert(3, "ü")));
            }
            assertThat(path).hasBinaryContent(all);
        }
        assertThat(output)
                .contains("Cutting an unfinished line of 11 bytes off " + path + "; its change is delivered again");
    }

    @Test
    void cutsATornLineOffThatIsLongerThanAnyBuffer() throws Exception {
        Files.writeString(path, "INSERT 1 name 1\n" + "x".repeat(200_000));
        FileTargets.create(path).close();
        assertThat(path).hasContent("INSERT 1 name 1\n");

        Files.writeString(path, "x".repeat(200_000));
        FileTargets.create(path).close();
        assertThat(path).isEmptyFile();
    }

    @Test
    void goesOnInANewFileWhenSomebodyMovesOrDeletesIt(CapturedOutput output) throws Exception {
        try (FileTarget target = FileTargets.create(path)) {
            target.save(Changes.inserts(1, 2));
            Files.move(path, folder.resolve("moved"));
            target.save(Changes.inserts(3, 4));
            assertThat(folder.resolve("moved")).hasContent(lines(1, 2));
            assertThat(path).hasContent(lines(3, 4));

            Files.delete(path);
            Files.writeString(path, "another\n");
            target.save(Changes.inserts(5, 5));
            assertThat(path).hasContent("another\n" + lines(5, 5));
        }
        assertThat(output).contains(path + " was moved or deleted by somebody else");
    }

    @Test
    void goesOnAtTheEndWhenSomebodyShortensIt(CapturedOutput output) throws Exception {
        try (FileTarget target = FileTargets.create(path)) {
            target.save(Changes.inserts(1, 2));
            try (var channel = Files.newByteChannel(path, StandardOpenOption.WRITE)) {
                channel.truncate(20);
            }
            target.save(Changes.inserts(3, 4));
            assertThat(path).hasContent(lines(1, 1) + lines(3, 4));
        }
        assertThat(output).contains(path + " was shortened by somebody else");
    }

    @Test
    void refusesAFileThatAnotherTargetWrites() throws Exception {
        try (FileTarget first = FileTargets.create(path)) {
            assertThatExceptionOfType(TargetException.class)
                    .isThrownBy(() -> FileTargets.create(folder.resolve("x/../out.ndjson")))
                    .withMessageStartingWith("The target 'out' cannot write to " + path + ": another process")
                    .withMessageContaining("cdc.targets.out.file.path");
            FileTargets.create(folder.resolve("another.ndjson")).close();
            first.save(Changes.inserts(1, 1));
        }
        FileTargets.create(path).close();
        assertThat(path).hasContent(lines(1, 1));
    }

    @Test
    void writesNothingAfterItWasClosed() throws Exception {
        FileTarget target = FileTargets.create(path);
        target.close();
        target.close();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> target.save(Changes.inserts(1, 1)))
                .withMessage(path + " is closed");
        assertThat(path).isEmptyFile();
    }

    @Test
    void refusesAPlaceThatCannotBeWritten() throws Exception {
        assertRefused(folder, "it is a directory");
        assertRefused(Files.writeString(path, "a file").resolve("out.ndjson"), path + " is a file and not a folder");
        FileTargets.create(folder.resolve("another.ndjson")).close();
    }

    private void assertRefused(Path place, String why) {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(() -> FileTargets.create(place))
                .withMessage("The target 'out' cannot write to " + place + ": " + why
                        + ". Give it a file that the service can write and put aside in its folder,"
                        + " with cdc.targets.out.file.path.");
    }
}
