package dev.corecdc.target.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a file, from where it stands, and syncs it, in a thread of its own, while the caller makes the bytes that follow: when these end,
 * there is little left to wait for. What fits into one chunk the caller writes itself. For use by one thread at a time, whose waiting is not
 * interrupted.
 */
final class WriteBehind extends OutputStream {

    static final int CHUNK_BYTES = 256 * 1024;

    /** How many chunks may wait to be written. */
    private static final int WAITING = 8;

    private static final long SYNC_BYTES = 1 << 20;
    private static final long IDLE_SECONDS = 10;

    private final OutputStream out;
    private final Sync sync;
    private final ThreadPoolExecutor writer;

    /** The chunks that were handed over, in order; each is given back when it is written. */
    private final Deque<Future<byte[]>> waiting = new ArrayDeque<>();

    private final Deque<byte[]> spare = new ArrayDeque<>();
    private byte[] chunk = new byte[CHUNK_BYTES];
    private int used;

    /** The writing thread's own. */
    private long unsynced;

    /** Makes sure that what was written survives a crash. */
    interface Sync {
        void sync() throws IOException;
    }

    /**
     * Writes to a file.
     *
     * @param threadName of the thread that writes, which ends when there is nothing to do
     */
    WriteBehind(RandomAccessFile file, String threadName) throws IOException {
        this(new FileOutputStream(file.getFD()), file.getFD()::sync, threadName);
    }

    WriteBehind(OutputStream out, Sync sync, String threadName) {
        this.out = out;
        this.sync = sync;
        this.writer = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> thread(task, threadName));
        writer.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
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
     * Waits until everything is in the file; it is left to the caller to sync that.
     *
     * @throws IOException also when it was something before that could not be written, or synced
     */
    @Override
    public void flush() throws IOException {
        if (waiting.isEmpty()) {
            out.write(chunk, 0, used);
            used = 0;
            return;
        }
        handOver();
        while (!waiting.isEmpty()) {
            takeBack();
        }
    }

    /** Forgets what was not flushed, some of which may be in the file; nothing is written any more when it returns. */
    void reset() {
        used = 0;
        while (!waiting.isEmpty()) {
            try {
                takeBack();
            } catch (IOException e) {
                // the attempt has failed already
            }
        }
    }

    /** Gives the thread free; the file is not closed. */
    @Override
    public void close() {
        reset();
        writer.shutdown();
    }

    private void handOver() throws IOException {
        byte[] full = chunk;
        int length = used;
        waiting.add(writer.submit(() -> write(full, length)));
        used = 0;
        chunk = spare.isEmpty() ? new byte[CHUNK_BYTES] : spare.remove(); // also when the next step fails
        if (waiting.size() == WAITING || waiting.element().isDone()) {
            takeBack();
        }
    }

    private byte[] write(byte[] full, int length) throws IOException {
        out.write(full, 0, length);
        unsynced += length;
        if (unsynced >= SYNC_BYTES) {
            unsynced = 0;
            sync.sync();
        }
        return full;
    }

    private void takeBack() throws IOException {
        Future<byte[]> first = waiting.remove();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    spare.add(first.get());
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            Throwable why = Objects.requireNonNull(e.getCause());
            throw new IOException(why.getMessage(), why);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
