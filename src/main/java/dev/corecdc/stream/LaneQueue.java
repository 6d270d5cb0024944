package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait for a target, bounded in bytes, and the account of them.
 *
 * <p>The first batch stays in the queue, and counts, until it is {@link #remove removed}. Batches may be laid aside, to follow those
 * in the queue later on; their bytes count too.
 */
final class LaneQueue {

    /** What a batch takes beside its changes; bounds the number of empty ones. */
    private static final long OVERHEAD = 256;

    /** How long nobody looks whether waiting is still wanted. */
    private static final long GLANCE_NANOS = Duration.ofMillis(100).toNanos();

    private final long capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ChangeBatch> batches = new ArrayDeque<>();
    private final Deque<ChangeBatch> aside = new ArrayDeque<>();
    private long bytes;
    private long offered;
    private Outcome outcome = Outcome.NONE;

    /** When the queue was filled, by {@link System#nanoTime}; null once it was half empty since. */
    private @Nullable Long fullSince;

    /** A queue that takes one batch more as long as it holds less than {@code capacity} bytes. */
    LaneQueue(long capacity) {
        this.capacity = capacity;
    }

    /** Waits until there is room, at most {@code timeout}; whether there is. */
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

    /** Waits until half of it is empty, at most {@code timeout}; whether it is. */
    boolean awaitHalfEmpty(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = timeout.toNanos();
            while (bytes > capacity / 2 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return bytes <= capacity / 2;
        } finally {
            lock.unlock();
        }
    }

    boolean hasRoom() {
        return locked(() -> bytes < capacity);
    }

    /** Whether more than half of it is empty. */
    boolean isHalfEmpty() {
        return locked(() -> bytes <= capacity / 2);
    }

    /** Whether nothing waits, beside a batch in hand. */
    boolean isDrained() {
        return locked(() -> batches.size() <= 1 && bytes < capacity);
    }

    /** For how many nanoseconds it has been full, and never half empty in between; 0 when it is not full. */
    long fullFor() {
        return locked(() -> fullSince == null ? 0 : System.nanoTime() - fullSince);
    }

    /** Adds a batch, also past the bound: {@link #awaitRoom} goes before. */
    void add(ChangeBatch batch) {
        locked(() -> {
            batches.add(batch);
            offered += batch.size();
            count(size(batch));
            return null;
        });
    }

    /** Lays a batch aside; false when there is no room. */
    boolean layAside(ChangeBatch batch) {
        return locked(() -> {
            boolean room = bytes < capacity;
            if (room) {
                aside.add(batch);
                count(size(batch));
            }
            return room;
        });
    }

    private void count(long more) {
        bytes += more;
        if (bytes <= capacity / 2) {
            fullSince = null;
        } else if (fullSince == null && bytes >= capacity) {
            fullSince = System.nanoTime();
        }
        changed.signalAll();
    }

    /** Forgets what was laid aside. */
    void dropAside() {
        locked(() -> {
            aside.forEach(batch -> count(-size(batch)));
            aside.clear();
            return null;
        });
    }

    /** What was laid aside, in order; nothing is left there. It no longer counts. */
    List<ChangeBatch> takeAside() {
        return locked(() -> {
            List<ChangeBatch> taken = List.copyOf(aside);
            dropAside();
            return taken;
        });
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

    /**
     * Makes one batch of the first ones, as far as they hold records and no more than {@code most} together, and until they fill half of the
     * queue, so that there is room for others while they are delivered. Waits for so many at most {@code linger}, and not when the queue is half full or
     * something else comes.
     *
     * @param goOn whether to wait on
     */
    void gather(int most, Duration linger, BooleanSupplier goOn) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = linger.toNanos();
            long end = System.nanoTime() + nanos;
            while (nanos > 0 && canGrow(most) && goOn.getAsBoolean()) {
                changed.awaitNanos(Math.min(nanos, GLANCE_NANOS));
                nanos = end - System.nanoTime();
            }
            List<ChangeBatch> first = new ArrayList<>();
            long records = 0;
            long size = 0;
            for (ChangeBatch batch : batches) {
                records += batch.size();
                if (batch.records().isEmpty() || records > most || size >= capacity / 2) {
                    break;
                }
                size += size(batch);
                first.add(batch);
            }
            if (first.size() > 1) {
                first.forEach(batch -> batches.remove());
                batches.addFirst(ChangeBatch.joined(first));
                count(-(first.size() - 1) * OVERHEAD);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean canGrow(int most) {
        return bytes < capacity / 2
                && batches.stream().noneMatch(batch -> batch.records().isEmpty())
                && batches.stream().mapToLong(ChangeBatch::size).sum() < most;
    }

    /** When the oldest change in the queue was committed; null when it holds no change. */
    @Nullable
    Instant oldest() {
        return locked(() -> batches.stream()
                .filter(batch -> !batch.isEmpty())
                .findFirst()
                .map(ChangeBatch::oldest)
                .orElse(null));
    }

    /** Removes the first batch, whose changes have come to this. */
    void remove(Outcome what) {
        locked(() -> {
            outcome = outcome.plus(what);
            return drop();
        });
    }

    /** Removes the first batch, which the target has had already: it does not count as offered. */
    void removeRepeated() {
        locked(() -> {
            offered -= batches.element().size();
            return drop();
        });
    }

    /** Forgets everything that waits. Of the first batch this much is done; what is not does not count as offered. */
    void forget(Outcome done) {
        locked(() -> {
            offered -= batches.stream().mapToLong(ChangeBatch::size).sum() - done.total();
            outcome = outcome.plus(done);
            while (!batches.isEmpty()) {
                drop();
            }
            dropAside();
            return null;
        });
    }

    private ChangeBatch drop() {
        ChangeBatch first = batches.remove();
        count(-size(first));
        return first;
    }

    boolean isEmpty() {
        return locked(batches::isEmpty);
    }

    long bytes() {
        return locked(() -> bytes);
    }

    /** What became of the changes that were added. What is in the queue is counted anew. */
    Conservation conservation() {
        return locked(() -> new Conservation(
                offered,
                outcome.delivered(),
                outcome.filtered(),
                outcome.dead(),
                outcome.waiting(),
                batches.stream().mapToLong(ChangeBatch::size).sum()));
    }

    private static long size(ChangeBatch batch) {
        return batch.bytes() + OVERHEAD;
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
