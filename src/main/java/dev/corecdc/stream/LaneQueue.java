package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait for a target, bounded in bytes. One thread adds, one thread takes.
 *
 * <p>The first batch stays in the queue, and counts, until it is {@link #remove removed}.
 */
final class LaneQueue {

    /** What a batch takes beside its changes; bounds the number of empty ones. */
    private static final long OVERHEAD = 256;

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ChangeBatch> batches = new ArrayDeque<>();
    private long bytes;

    /** A queue that takes one batch more as long as it holds less than {@code capacity} bytes. */
    LaneQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Waits until there is room, at most {@code timeout}; whether there is. Only the adding thread calls it. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (bytes >= capacity && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return bytes < capacity;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a batch, also past the bound: {@link #awaitRoom} goes before. */
    void add(ChangeBatch batch) {
        lock.lock();
        try {
            batches.add(batch);
            bytes += batch.bytes() + OVERHEAD;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The first batch, which stays; null when none came within {@code timeout}. */
    @Nullable
    ChangeBatch peek(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (batches.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return batches.peek();
        } finally {
            lock.unlock();
        }
    }

    /** When the oldest change in the queue was committed; null when it holds no change. */
    @Nullable
    Instant oldest() {
        lock.lock();
        try {
            for (ChangeBatch batch : batches) {
                if (!batch.isEmpty()) {
                    return batch.oldest();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Removes the first batch. */
    void remove() {
        lock.lock();
        try {
            bytes -= batches.remove().bytes() + OVERHEAD;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return batches.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
