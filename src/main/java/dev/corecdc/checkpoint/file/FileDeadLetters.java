package dev.corecdc.checkpoint.file;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.disk.DiskProblem;
import dev.corecdc.disk.Folders;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each dead letter in a file {@code <directory>/<processor>/<target>/<number>.json}, names as {@link FileName} says. A file is replaced whole and
 * synced, as checkpoints are.
 */
final class FileDeadLetters implements DeadLetterStore {

    private static final Pattern FILE = Pattern.compile("(\\d{1,19})\\.json");

    private final Path directory;

    /** The directory is made when the first letter comes. */
    FileDeadLetters(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
        Path folder = folder(processor, target);
        List<Long> numbers;
        try (Stream<Path> files = Files.list(folder)) {
            numbers = files.map(file -> FILE.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw unreadable(folder, DiskProblem.of(e), e);
        }
        for (long number : numbers) {
            DeadLetter letter = find(processor, target, number);
            if (letter != null) {
                reader.accept(letter);
            }
        }
    }

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        Path file = file(processor, target, number);
        DeadLetter letter;
        try {
            letter = DeadLetterJson.read(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(file, DiskProblem.of(e), e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
        if (letter.number() != number
                || !letter.processor().equals(processor)
                || !letter.target().equals(target)) {
            throw unreadable(file, "it is of another place", null);
        }
        return letter;
    }

    @Override
    public synchronized void put(DeadLetter letter) {
        Path file = file(letter.processor(), letter.target(), letter.number());
        Path folder = folder(letter.processor(), letter.target());
        Path successor = folder.resolve(file.getFileName() + ".tmp");
        try {
            Folders.create(folder);
            // Not a FileChannel, which an interrupt of the thread would close before everything is written.
            try (FileOutputStream out = new FileOutputStream(successor.toFile())) {
                out.write((DeadLetterJson.of(letter) + "\n").getBytes(StandardCharsets.US_ASCII));
                out.getFD().sync();
            }
            Files.move(successor, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.sync(folder);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    @Override
    public synchronized void remove(String processor, String target, long number) {
        Path file = file(processor, target, number);
        try {
            if (Files.deleteIfExists(file)) {
                Folders.sync(folder(processor, target));
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private Path file(String processor, String target, long number) {
        return folder(processor, target).resolve(number + ".json");
    }

    private Path folder(String processor, String target) {
        return directory.resolve(FileName.of(processor)).resolve(FileName.of(target));
    }

    private static CheckpointException unreadable(Path file, String why, @Nullable Exception cause) {
        return new CheckpointException(
                "The dead letters in %s cannot be read: %s.".formatted(file, why),
                "Put back a good copy of it. Or remove it, if that change may be missing.",
                cause);
    }

    private static CheckpointException unwritable(Path file, IOException cause) {
        return new CheckpointException(
                "The dead letter %s cannot be written: %s.".formatted(file, DiskProblem.of(cause)),
                "Make room on the disk, or let the service write there.",
                cause);
    }
}
