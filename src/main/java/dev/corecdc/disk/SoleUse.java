package dev.corecdc.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to use a place on disk alone, held by locking a file there, until it is closed or the process ends, however it
 * ends. The lock file stays: deleting it would let two processes lock two files of one name.
 */
public final class SoleUse implements AutoCloseable {

    /**
     * What this process holds. Where closing any channel to a file gives up all the process's locks on it (POSIX), a
     * second attempt from within must be refused without opening the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path lockFile;
    private final FileChannel channel;

    private SoleUse(Path lockFile, FileChannel channel) {
        this.lockFile = lockFile;
        this.channel = channel;
    }

    /**
     * Takes the right that stands behind a lock file, which is made if need be.
     *
     * @param folder the folder of the lock file, which must be there
     * @throws InUseException when another process, or this one, has it
     * @throws IOException when the file cannot be made or locked
     */
    public static SoleUse take(Path folder, String lockFileName) throws IOException {
        Path lockFile = folder.toRealPath().resolve(lockFileName);
        if (!HELD.add(lockFile)) {
            throw new InUseException(lockFile);
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            if (!locked) {
                throw new InUseException(lockFile);
            }
            return new SoleUse(lockFile, channel);
        } catch (OverlappingFileLockException e) {
            throw new InUseException(lockFile);
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(lockFile);
            }
        }
    }

    /** Gives the right back. Called again, it does nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD.remove(lockFile);
        }
    }
}
