package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes into the queue of a lane: from the stream's reader as long as the lane is joined, else from a {@linkplain CatchUp reader of its
 * own}.
 *
 * <p>A lane joins again in two steps. First what the stream's reader reads, from a boundary between two of its batches on, is laid
 * aside. When the lane's own reader has come to a position that covers that boundary, what was laid aside follows in the queue, but for
 * what the own reader has read too. If the queue is full before, the lane stays detached.
 *
 * <p>Safe for use by the two readers' threads and by those that look.
 */
final class LaneIntake {

    private enum Mode {
        JOINED,
        DETACHED,
        /** Detached, with what the stream's reader reads laid aside. */
        JOINING
    }

    private final LaneQueue queue;
    private Mode mode = Mode.JOINED;

    /** Whether the lane must not join: it rests, and would hold up the others. */
    private boolean paused;

    /** Up to where the queue has had everything; null before the lane has begun. */
    private @Nullable Position fed;

    /** The last change in the queue's past. */
    private Overlap.@Nullable Mark last;

    /** Up to where the stream's reader has read; null before it was opened. */
    private @Nullable Position head;

    /** While JOINING, the boundary; while DETACHED, how far to read before joining is worth an attempt. */
    private @Nullable Position mark;

    /** Whether the stream's reader may still come with what the lane's own reader had before it joined. */
    private boolean repeats;

    /** Where the lane began apart from the others, or was put by hand: it must get nothing that lies before. Null when it did not, or that has passed. */
    private @Nullable Position put;

    /** When the oldest change was committed that is known and not queued, as far as that can be told. */
    private @Nullable Instant oldestMissed;

    LaneIntake(LaneQueue queue) {
        this.queue = queue;
    }

    /** Says where the lane begins: before anything is offered or fed. */
    synchronized void begin(Position place) {
        fed = place;
        put = mode == Mode.JOINED ? null : place;
    }

    /** Says where the stream's reader begins. */
    synchronized void readerBegins(Position place) {
        head = place;
        mark = place;
    }

    synchronized boolean isJoined() {
        return mode == Mode.JOINED;
    }

    /** The stream's reader has a batch: queued, laid aside, or left to the lane's own reader. There must be room when the lane is joined. */
    synchronized void offer(ChangeBatch batch) {
        head = batch.resumePosition();
        switch (mode) {
            case JOINED -> follow(batch);
            case JOINING -> {
                if (!queue.layAside(batch)) {
                    stayDetached();
                }
            }
            case DETACHED -> {
                if (oldestMissed == null) {
                    oldestMissed = batch.oldest();
                }
            }
        }
    }

    /**
     * The lane's own reader has a batch. False when the lane is joined, and reads no longer for itself, or was put elsewhere.
     *
     * @param begin where the batch begins
     */
    synchronized boolean feed(ChangeBatch batch, Position begin) {
        if (mode == Mode.JOINED || !begin.equals(fed)) {
            return false;
        }
        if (!queue.hasRoom()) {
            stayDetached();
        }
        if (batch.oldest() != null) {
            oldestMissed = batch.oldest();
        }
        enqueue(batch);
        return true;
    }

    /** Queues a batch of the stream's reader, but for what the lane's own reader has read too. */
    private void follow(ChangeBatch batch) {
        if (repeats && known(fed).covers(batch.resumePosition())) {
            return;
        }
        enqueue(repeats ? Overlap.cut(batch, last) : batch);
        repeats = false;
    }

    private void enqueue(ChangeBatch batch) {
        queue.add(batch);
        fed = batch.resumePosition();
        if (!batch.records().isEmpty()) {
            last = Overlap.Mark.of(batch.records().get(batch.records().size() - 1));
        }
    }

    /** Takes the lane, behind what is queued, to a place that need not lie further on. */
    synchronized void jump(ChangeBatch step) {
        enqueue(step);
        head = step.resumePosition();
        repeats = false;
    }

    /**
     * Takes a detached lane, behind what is queued, to where the stream's reader is, and joins it unless it is paused.
     *
     * @param from where its own reader was; it is not that of a lane that was put elsewhere meanwhile. Null when it is not known
     * @param before told of the step before it is queued
     */
    synchronized void jumpToHead(@Nullable Position from, Consumer<ChangeBatch> before) {
        if (from != null && !from.equals(fed)) {
            return;
        }
        ChangeBatch step = ChangeBatch.empty(known(head));
        before.accept(step);
        stayDetached();
        enqueue(step);
        if (!paused) {
            join();
            repeats = false;
        }
    }

    /**
     * The lane, which is paused, goes on at another place. What is queued is forgotten.
     *
     * @param done what has become of the first batch in the queue
     */
    synchronized void put(Position place, Outcome done) {
        queue.forget(done);
        stayDetached();
        fed = place;
        last = null;
        put = place;
    }

    /** Whether what the stream's reader reads next lies before the place where the lane began, or was put. */
    private boolean isAheadOfHead() {
        return put != null && (head == null || (put.covers(head) && !head.covers(put)));
    }

    /** From now on the lane reads for itself. */
    synchronized void detach() {
        mode = Mode.DETACHED;
        mark = head;
        oldestMissed = null;
    }

    /** The lane leaves the others, and does not join them until {@link #resume}. What is queued stays. */
    synchronized void pause() {
        paused = true;
        if (mode == Mode.JOINED) {
            detach();
        } else {
            giveUpJoining();
        }
    }

    /** The lane may join the others again. */
    synchronized void resume() {
        paused = false;
    }

    /** Waits for room for what the lane's own reader reads, at most {@code timeout}; whether there is. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        return queue.awaitRoom(timeout);
    }

    /**
     * Joins the lane if that can be done now, or begins to.
     *
     * @param idle whether the lane's own reader has found nothing more to read
     * @return whether the lane is joined
     */
    synchronized boolean tryToJoin(boolean idle) {
        if (paused || isAheadOfHead()) {
            return false;
        }
        if (mode == Mode.DETACHED && (idle || reaches(mark)) && queue.isHalfEmpty()) {
            mode = Mode.JOINING;
            mark = head;
        }
        if (mode == Mode.JOINING && reaches(mark) && queue.hasRoom()) {
            join();
        }
        return mode == Mode.JOINED;
    }

    /** Gives up joining, if that has begun. */
    synchronized void giveUpJoining() {
        if (mode == Mode.JOINING) {
            stayDetached();
        }
    }

    private void stayDetached() {
        mode = Mode.DETACHED;
        mark = head;
        queue.dropAside();
    }

    private void join() {
        repeats = true;
        queue.takeAside().forEach(this::follow);
        mode = Mode.JOINED;
        oldestMissed = null;
        put = null;
    }

    private boolean reaches(@Nullable Position place) {
        return place != null && known(fed).covers(place);
    }

    /** Where the lane's own reader has to begin. */
    synchronized Position fed() {
        return known(fed);
    }

    private static Position known(@Nullable Position position) {
        if (position == null) {
            throw new IllegalStateException("the lane has not begun");
        }
        return position;
    }

    /** When the oldest change was committed that is known and not queued, as far as that can be told; null when there is none. */
    synchronized @Nullable Instant oldestMissed() {
        return mode == Mode.JOINED ? null : oldestMissed;
    }
}
