package dev.corecdc.target.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a file, from where it stands, and syncs it, in a thread of its own, while the caller makes the bytes that follow: when these end,
 * there is little left to wait for. What fits into one chunk the caller writes itself.
 *
 * <p>For use by one thread at a time. An interrupt does not end its waiting, and is kept.
 */
final class WriteBehind extends OutputStream {

    static final int CHUNK_BYTES = 256 * 1024;

    /** How many chunks may wait to be written. */
    private static final int WAITING = 8;

    /** After how much the file is synced while more is made, so that the caller's own sync has less to do. */
    private static final long SYNC_BYTES = 1 << 20;

    private final OutputStream out;
    private final Sync sync;
    private final ExecutorService writer;

    /** The chunks that were handed over, in order. None of them is used again. */
    private final Deque<Future<?>> waiting = new ArrayDeque<>();

    private byte[] chunk = new byte[CHUNK_BYTES];
    private int used;

    /** Why something that was to be written is not in the file; null when everything is, or will be. */
    private @Nullable IOException failure;

    /** The writing thread's own. */
    private long unsynced;

    /** Makes sure that what was written survives a crash. */
    interface Sync {
        void sync() throws IOException;
    }

    /**
     * Writes to a file.
     *
     * @param threadName of the thread that writes, which there is as soon as it is of use
     */
    WriteBehind(RandomAccessFile file, String threadName) throws IOException {
        this(new FileOutputStream(file.getFD()), file.getFD()::sync, threadName);
    }

    WriteBehind(OutputStream out, Sync sync, String threadName) {
        this.out = out;
        this.sync = sync;
        this.writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void write(int octet) throws IOException {
        if (used == CHUNK_BYTES) {
            handOver();
        }
        chunk[used++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int done = 0; done < length; ) {
            if (used == CHUNK_BYTES) {
                handOver();
            }
            int count = Math.min(length - done, CHUNK_BYTES - used);
            System.arraycopy(bytes, from + done, chunk, used, count);
            used += count;
            done += count;
        }
    }

    /**
     * Waits until everything since the last {@link #reset} is in the file; it is left to the caller to sync that.
     *
     * @throws IOException when something could not be written, or synced on the way, whether that was told before or not
     */
    @Override
    public void flush() throws IOException {
        awaitWritten(0);
        if (failure != null) {
            throw failure;
        }
        try {
            out.write(chunk, 0, used);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        used = 0;
    }

    /** Forgets what was not flushed, some of which may be in the file; nothing is written any more when it returns. */
    void reset() {
        awaitWritten(0);
        used = 0;
        failure = null;
    }

    /** Lets the thread end; the file is not closed, and nothing is flushed. */
    @Override
    public void close() {
        writer.shutdown();
    }

    private void handOver() throws IOException {
        awaitWritten(WAITING - 1);
        if (failure != null) {
            throw failure;
        }
        byte[] next = new byte[CHUNK_BYTES];
        byte[] full = chunk;
        int length = used;
        waiting.add(writer.submit(() -> {
            writeChunk(full, length);
            return null;
        }));
        chunk = next;
        used = 0;
    }

    private void writeChunk(byte[] full, int length) throws IOException {
        out.write(full, 0, length);
        unsynced += length;
        if (unsynced >= SYNC_BYTES) {
            unsynced = 0;
            sync.sync();
        }
    }

    /** Waits until no more than {@code most} chunks wait. */
    private void awaitWritten(int most) {
        boolean interrupted = false;
        while (waiting.size() > most) {
            try {
                waiting.element().get();
                waiting.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                waiting.remove();
                if (failure == null) {
                    Throwable why = Objects.requireNonNull(e.getCause());
                    failure = new IOException(why.getMessage(), why);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
