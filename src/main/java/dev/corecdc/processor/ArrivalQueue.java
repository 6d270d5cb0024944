package dev.corecdc.processor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands what arrives from the thread that reads a connection to the one that polls a {@link ChangeReader}, bounded in bytes. The second takes
 * all there is at once, so that the two seldom meet; but an event that is larger than the queue counts until the next {@link #poll} behind it.
 *
 * <p>{@link #poll} is for one thread, everything else for any.
 *
 * @param <E> what arrives
 */
public final class ArrivalQueue<E> {

    /** What an event takes beside its own bytes. */
    private static final int OVERHEAD = 100;

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition emptied = lock.newCondition();
    private Deque<E> arriving = new ArrayDeque<>();
    private long bytes;
    private boolean ended;
    private @Nullable Throwable cause;

    /** Taken, and not yet given out; the taking thread's own. */
    private Deque<E> taken = new ArrayDeque<>();

    private volatile long lastSign = System.nanoTime();

    /** @param capacity how many bytes may wait, beside one event */
    public ArrivalQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Waits as long as the queue is full, to be called before memory is taken for an event. False when the queue has ended. */
    public boolean awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes >= capacity && !ended) {
                emptied.await();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    /** Adds an event of {@code size} bytes; waits as long as the queue is full. False when the queue has ended. */
    public boolean put(E event, long size) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!awaitRoom()) {
                return false;
            }
            arriving.add(event);
            bytes += size + OVERHEAD;
            lastSign = System.nanoTime();
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the queue: what is in it can still be taken. The first cause counts. */
    public void end(@Nullable Throwable why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                cause = why;
            }
            filled.signalAll();
            emptied.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next event, null when there is none within {@code nanos}.
     *
     * @throws EndedException when the queue has ended and is empty
     */
    public @Nullable E poll(long nanos) throws InterruptedException, EndedException {
        E next = taken.poll();
        return next != null ? next : takeAll(nanos) ? taken.poll() : null;
    }

    private boolean takeAll(long nanos) throws InterruptedException, EndedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            if (arriving.isEmpty() && bytes > 0) {
                free();
            }
            while (arriving.isEmpty() && !ended && left > 0) {
                left = filled.awaitNanos(left);
            }
            if (arriving.isEmpty()) {
                if (ended) {
                    throw new EndedException(cause);
                }
                return false;
            }
            Deque<E> empty = taken;
            taken = arriving;
            arriving = empty;
            lastSign = System.nanoTime();
            if (bytes < 2 * capacity) {
                free();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken does not count any more. */
    private void free() {
        bytes = 0;
        lastSign = System.nanoTime();
        emptied.signalAll();
    }

    /** How long, in nanoseconds, nothing has come though there was room. */
    public long silence() {
        return System.nanoTime() - lastSign;
    }

    /** The queue has ended. */
    public static final class EndedException extends Exception {

        private static final long serialVersionUID = 1L;

        EndedException(@Nullable Throwable cause) {
            super(cause);
        }
    }
}
