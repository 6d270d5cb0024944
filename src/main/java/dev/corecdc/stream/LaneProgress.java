package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.event.Position;
import dev.corecdc.target.TargetException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What outlasts the runs of a lane: its checkpoint, its state and what it has counted. Safe for use by several threads.
 */
final class LaneProgress {

    private static final Logger log = LoggerFactory.getLogger(LaneProgress.class);

    private final String processor;
    private final String name;
    private final LaneCheckpoint checkpoint;
    private final ReentrantLock turn = new ReentrantLock();

    private final LongAdder delivered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder retried = new LongAdder();

    private TargetState state = TargetState.RUNNING;
    private Instant since = Instant.now();
    private @Nullable String reason;

    /** Why the lane reads for itself; null when it does not. */
    private @Nullable String behind;

    LaneProgress(String processor, String name, LaneCheckpoint checkpoint) {
        this.processor = processor;
        this.name = name;
        this.checkpoint = checkpoint;
    }

    String processor() {
        return processor;
    }

    String name() {
        return name;
    }

    LaneCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Held by a lane's thread from its start to its end, so that none delivers while one of an earlier run still hangs. */
    ReentrantLock turn() {
        return turn;
    }

    /** Enters a state. */
    void enter(TargetState next, @Nullable String why) {
        enter(next, why, null);
    }

    private void enter(TargetState next, @Nullable String why, @Nullable Throwable unexpected) {
        change(next, why, unexpected).run();
    }

    /** Enters a state, and gives what is to be done about it when no lock is held any more. */
    private synchronized Runnable change(TargetState next, @Nullable String why, @Nullable Throwable unexpected) {
        TargetState shown = next == TargetState.RUNNING && behind != null ? TargetState.BEHIND : next;
        String told = shown == TargetState.BEHIND ? behind : why;
        boolean changed = state != shown;
        state = shown;
        reason = told;
        if (!changed) {
            return LaneProgress::nothing;
        }
        since = Instant.now();
        return () -> LogContext.run(processor, name, () -> tell(shown, told, unexpected));
    }

    private void tell(TargetState shown, @Nullable String told, @Nullable Throwable unexpected) {
        switch (shown) {
            case FAILED -> log.error("{}/{} is FAILED: {}", processor, name, told, unexpected);
            case RETRYING -> log.warn("{}/{} is RETRYING: {}", processor, name, told, unexpected);
            default -> log.info("{}/{} is {}{}", processor, name, shown, told == null ? "" : ": " + told);
        }
    }

    /** Notes that the lane reads for itself, or is about to: BEHIND in place of RUNNING. */
    void behind(String why) {
        setBehind(why);
    }

    /** Notes that the lane gets what all get. */
    void joined() {
        setBehind(null);
    }

    private void setBehind(@Nullable String why) {
        Runnable told = LaneProgress::nothing;
        synchronized (this) {
            behind = why;
            if (state == TargetState.RUNNING || state == TargetState.BEHIND) {
                told = change(TargetState.RUNNING, null, null);
            }
        }
        told.run();
    }

    /** Notes that an attempt failed, to be repeated. */
    void failed(Throwable e) {
        enter(TargetState.RETRYING, describe(e), isExpected(e) ? null : e);
    }

    /** Targets and stores throw these when something is out of order that the message names. */
    private static boolean isExpected(Throwable e) {
        return !(e instanceof RuntimeException || e instanceof Error)
                || e instanceof CheckpointException
                || e instanceof LaneHaltedException
                || e instanceof TargetException
                || e instanceof UncheckedIOException;
    }

    /** Notes that the lane cannot go on. */
    void broke(Throwable e) {
        enter(TargetState.FAILED, describe(e), isExpected(e) ? null : e);
    }

    static String describe(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.toString() : message;
    }

    void settled(Outcome outcome) {
        delivered.add(outcome.delivered());
        filtered.add(outcome.filtered());
        dead.add(outcome.dead());
    }

    void retried(int records) {
        retried.add(records);
    }

    TargetStatus status(double lagSeconds, long queuedBytes, Conservation conservation) {
        Position reached = checkpoint.reached();
        Position saved = checkpoint.saved();
        synchronized (this) {
            return new TargetStatus(
                    name,
                    state,
                    since,
                    reason != null ? reason : checkpoint.error(),
                    reached == null ? null : reached.describe(),
                    saved == null ? null : saved.describe(),
                    checkpoint.savedAt(),
                    lagSeconds,
                    queuedBytes,
                    new TargetStatus.Counts(delivered.sum(), filtered.sum(), dead.sum(), retried.sum()),
                    conservation);
        }
    }

    private static void nothing() {}
}
