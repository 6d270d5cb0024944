package dev.corecdc.checkpoint.file;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.file.CheckpointJson.NotUnderstoodException;
import dev.corecdc.disk.DiskProblem;
import dev.corecdc.disk.Folders;
import dev.corecdc.disk.InUseException;
import dev.corecdc.disk.SoleUse;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each checkpoint in a file {@code <directory>/<processor>/<target>.json}, and which processors and targets are paused in
 * {@code <directory>/<processor>/_processor.json}, a name that no target has (see {@link FileName}).
 *
 * <p>A file is replaced whole: its successor is written beside it, synced and renamed, and the folder is synced. What a
 * crash leaves of a successor ({@code *.tmp}) is never read and overwritten the next time. The directory is locked
 * while the store is open.
 */
final class FileCheckpointStore implements CheckpointStore, DeadLetterStore, AutoCloseable {

    private static final String LOCK_FILE = ".lock";
    private static final String PROCESSOR_FILE = "_processor.json";
    private static final String SUFFIX = ".json";

    private final Path directory;
    private final SoleUse lock;
    private final FileDeadLetters deadLetters;
    private boolean closed;

    private FileCheckpointStore(Path directory, SoleUse lock, FileDeadLetters deadLetters) {
        this.directory = directory;
        this.lock = lock;
        this.deadLetters = deadLetters;
    }

    /**
     * Opens the store in a directory, which is made if need be.
     *
     * @param deadLetters where dead letters are kept; whoever has the lock on the first directory has that one too
     * @throws CheckpointException when it cannot be written, or another store uses it
     */
    static FileCheckpointStore open(Path directory, Path deadLetters) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Folders.create(absolute);
            if (!Files.isWritable(absolute)) {
                throw new AccessDeniedException(absolute.toString());
            }
            return new FileCheckpointStore(
                    absolute, SoleUse.take(absolute, LOCK_FILE), new FileDeadLetters(deadLetters));
        } catch (InUseException e) {
            throw new CheckpointException(
                    "The checkpoint directory " + absolute + " is in use: " + e.getMessage() + ".",
                    "Stop the other service, or give this one a directory of its own with"
                            + " cdc.checkpoint.file.directory. Two services must never share one.",
                    e);
        } catch (IOException e) {
            throw new CheckpointException(
                    "The checkpoint directory " + absolute + " cannot be used: " + DiskProblem.of(e) + ".",
                    "Give the service a directory that it can write to, with cdc.checkpoint.file.directory.",
                    e);
        }
    }

    @Override
    public synchronized Map<String, Checkpoint> load(String processor) {
        Map<String, Checkpoint> checkpoints = new LinkedHashMap<>();
        Path folder = folder(processor);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FileCheckpointStore::isCheckpoint)) {
            for (Path file : files) {
                Map.Entry<String, Checkpoint> entry = loadCheckpoint(processor, file);
                checkpoints.put(entry.getKey(), entry.getValue());
            }
        } catch (NoSuchFileException e) {
            // The processor has kept nothing yet. A file that goes while it is listed is a fault of its own, below.
            return checkpoints;
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder, processor, new IOException(e));
        } catch (IOException e) {
            throw unreadable(folder, processor, e);
        }
        return checkpoints;
    }

    private static boolean isCheckpoint(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(SUFFIX) && !name.startsWith(".") && !name.equals(PROCESSOR_FILE);
    }

    private static Map.Entry<String, Checkpoint> loadCheckpoint(String processor, Path file) {
        try {
            Map.Entry<String, Checkpoint> entry = CheckpointJson.readCheckpoint(Files.readAllBytes(file), processor);
            if (!file.endsWith(FileName.of(entry.getKey()) + SUFFIX)) {
                throw new NotUnderstoodException("it is of the target '" + entry.getKey() + "'", null);
            }
            return entry;
        } catch (IOException e) {
            throw unreadable(file, processor, e);
        }
    }

    @Override
    public synchronized void save(String processor, String target, Checkpoint checkpoint) {
        replace(processor, FileName.of(target) + SUFFIX, CheckpointJson.ofCheckpoint(processor, target, checkpoint));
    }

    @Override
    public synchronized boolean loadPaused(String processor) {
        return pauses(processor).processor();
    }

    @Override
    public synchronized void savePaused(String processor, boolean paused) {
        save(processor, pauses(processor).with(paused));
    }

    @Override
    public synchronized Set<String> loadPausedTargets(String processor) {
        return pauses(processor).targets();
    }

    @Override
    public synchronized void savePaused(String processor, String target, boolean paused) {
        save(processor, pauses(processor).with(target, paused));
    }

    private void save(String processor, Pauses pauses) {
        replace(processor, PROCESSOR_FILE, CheckpointJson.ofProcessor(processor, pauses));
    }

    private Pauses pauses(String processor) {
        Path file = folder(processor).resolve(PROCESSOR_FILE);
        try {
            return CheckpointJson.readPauses(Files.readAllBytes(file), processor);
        } catch (NoSuchFileException e) {
            return Pauses.NONE;
        } catch (IOException e) {
            throw unreadable(file, processor, e);
        }
    }

    @Override
    public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
        letters().forEach(processor, target, reader);
    }

    @Override
    public @Nullable DeadLetter find(String processor, String target, long number) {
        return letters().find(processor, target, number);
    }

    @Override
    public void put(DeadLetter letter) {
        letters().put(letter);
    }

    @Override
    public void remove(String processor, String target, long number) {
        letters().remove(processor, target, number);
    }

    private synchronized FileDeadLetters letters() {
        requireOpen();
        return deadLetters;
    }

    /** Gives the directory free for another store. What is asked of this one afterwards fails. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        lock.close();
    }

    private void replace(String processor, String fileName, byte[] content) {
        Path folder = folder(processor);
        Path file = folder.resolve(fileName);
        Path successor = folder.resolve(fileName + ".tmp");
        try {
            Folders.create(folder);
            // Not a FileChannel, which an interrupt of the thread would close before everything is written.
            try (FileOutputStream out = new FileOutputStream(successor.toFile())) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(successor, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Folders.sync(folder);
        } catch (IOException e) {
            throw new CheckpointException(
                    "The checkpoint file " + file + " cannot be written: " + DiskProblem.of(e) + ".",
                    "Make room on the disk, or let the service write there.",
                    e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new CheckpointException("The checkpoint store in " + directory + " is closed.", null);
        }
    }

    private Path folder(String processor) {
        requireOpen();
        return directory.resolve(FileName.of(processor));
    }

    private static CheckpointException unreadable(Path file, String processor, IOException cause) {
        return new CheckpointException(
                "The checkpoints in " + file + " cannot be read: " + DiskProblem.of(cause) + ".",
                "Put back a good copy of it. Or delete it, if changes may be missing or come twice: the processor '"
                        + processor + "' then starts as for the first time.",
                cause);
    }
}
