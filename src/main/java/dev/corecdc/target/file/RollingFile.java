package dev.corecdc.target.file;

import dev.corecdc.disk.DiskProblem;
import dev.corecdc.disk.Folders;
import dev.corecdc.disk.SoleUse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that grows by whole batches and is put aside when it is full. For use by one thread at a time.
 *
 * <p>It holds whole batches only: each is synced before {@link #append} returns, and what a failed attempt has left is
 * cut off before the next. After a crash, what follows the last end of a line is cut off; whole lines of an unfinished
 * batch stay, and come again when it is delivered again. A {@link SoleUse lock} keeps other processes out.
 *
 * <p>It uses a {@link RandomAccessFile} because an interrupt of the thread closes a channel in the midst of writing.
 */
final class RollingFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RollingFile.class);

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private final Path folder;
    private final String name;
    private final long maxSize;
    private final RolledNames rolledNames;

    private @Nullable SoleUse lock;
    private @Nullable OpenFile file;

    /** End of the last whole batch in the file. */
    private long length;

    /** The open file, and the identity by which it is known when somebody moves it. */
    private record OpenFile(
            RandomAccessFile access,
            WriteBehind out,
            @Nullable Object key) {}

    /** Writes the lines of a batch. It may be asked to do so more than once. */
    interface Batch {
        void writeTo(OutputStream out) throws IOException;
    }

    RollingFile(Path path, long maxSize, Clock clock) {
        this.path = path.toAbsolutePath().normalize();
        this.folder = Objects.requireNonNullElse(this.path.getParent(), this.path);
        this.name =
                Objects.requireNonNullElse(this.path.getFileName(), this.path).toString();
        this.maxSize = maxSize;
        this.rolledNames = new RolledNames(name, clock);
    }

    Path path() {
        return path;
    }

    /**
     * Makes the file ready to be appended to.
     *
     * @throws dev.corecdc.disk.InUseException when another process, or another target, writes to it
     * @throws IOException when it cannot be made or written, or its folder cannot
     */
    void open() throws IOException {
        Folders.create(folder);
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        SoleUse taken = SoleUse.take(folder, "." + name + ".lock");
        try {
            openFile();
        } catch (IOException e) {
            taken.close();
            throw e;
        }
        lock = taken;
    }

    /** Adds a batch. When it returns the batch survives a crash; when it throws, nothing was added. */
    void append(Batch batch) throws IOException {
        if (lock == null) {
            throw new IOException(path + " is closed");
        }
        try {
            OpenFile current = prepare();
            long end = write(batch, current);
            if (end > maxSize && length > 0) {
                roll(current);
                current = openFile();
                end = write(batch, current);
            }
            current.access().getFD().sync();
            length = end;
        } catch (IOException e) {
            throw new IOException("cannot write to " + path + ": " + DiskProblem.of(e), e);
        }
    }

    /** Gives the file free, with whole batches only in it. Called again, it does nothing. */
    @Override
    public void close() throws IOException {
        SoleUse held = lock;
        lock = null;
        try {
            closeFile();
        } finally {
            if (held != null) {
                held.close();
            }
        }
    }

    private static long write(Batch batch, OpenFile file) throws IOException {
        try {
            batch.writeTo(file.out());
            file.out().flush();
        } finally {
            file.out().reset();
        }
        return file.access().getFilePointer();
    }

    /** The file with its end at the end of the last whole batch, whatever has happened to it since. */
    private OpenFile prepare() throws IOException {
        OpenFile current = file;
        if (current == null) {
            return openFile();
        }
        if (current.access().length() < length) {
            length = endOfLastLine(current.access());
            log.warn("{} was shortened by somebody else; going on after its last whole line", path);
        }
        current.access().setLength(length);
        current.access().seek(length);
        if (isStillThere(current)) {
            return current;
        }
        log.warn("{} was moved or deleted by somebody else; going on in a new file of this name", path);
        closeFile();
        return openFile();
    }

    private boolean isStillThere(OpenFile current) throws IOException {
        try {
            return Objects.equals(keyOf(path), current.key());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private OpenFile openFile() throws IOException {
        Folders.create(folder);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new IOException("it is " + (Files.isDirectory(path) ? "a directory" : "not a plain file"));
        }
        RandomAccessFile access = new RandomAccessFile(path.toFile(), "rw");
        try {
            cutTornLine(access);
            access.seek(length);
            Folders.sync(folder);
            OpenFile opened = new OpenFile(access, new WriteBehind(access, "cdc-write-" + name), keyOf(path));
            file = opened;
            return opened;
        } catch (IOException e) {
            access.close();
            throw e;
        }
    }

    private void cutTornLine(RandomAccessFile access) throws IOException {
        length = endOfLastLine(access);
        long torn = access.length() - length;
        if (torn > 0) {
            log.warn("Cutting an unfinished line of {} bytes off {}; its change is delivered again", torn, path);
            access.setLength(length);
            access.getFD().sync();
        }
    }

    /** Where the last end of a line is followed by nothing or by a part of a line. */
    private static long endOfLastLine(RandomAccessFile access) throws IOException {
        byte[] chunk = new byte[BUFFER_BYTES];
        long end = access.length();
        while (end > 0) {
            int size = (int) Math.min(chunk.length, end);
            access.seek(end - size);
            access.readFully(chunk, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (chunk[i] == '\n') {
                    return end - size + i + 1;
                }
            }
            end -= size;
        }
        return 0;
    }

    private void roll(OpenFile full) throws IOException {
        full.access().setLength(length);
        full.access().getFD().sync();
        closeFile();
        Path aside = rolledNames.next(folder);
        Files.move(path, aside);
        Folders.sync(folder);
        log.info("{} is full and was put aside as {}", path, aside.getFileName());
    }

    private void closeFile() throws IOException {
        OpenFile current = file;
        file = null;
        if (current == null) {
            return;
        }
        current.out().close();
        try (RandomAccessFile access = current.access()) {
            if (access.length() > length) {
                access.setLength(length);
            }
        }
    }

    private static @Nullable Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }
}
