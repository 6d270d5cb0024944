package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.Position;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Up to where a target has everything, and up to where that is saved. Safe for use by several threads. */
final class LaneCheckpoint {

    private static final Logger log = LoggerFactory.getLogger(LaneCheckpoint.class);

    private final CheckpointStore store;
    private final String processor;
    private final String target;
    private final Clock clock = Clock.systemUTC();
    private final Object saving = new Object();

    private volatile @Nullable Position reached;
    private volatile @Nullable Position saved;
    private volatile @Nullable Instant savedAt;
    private volatile @Nullable String error;

    /** When the target was put elsewhere, so that what lies before in the log need not have been delivered, and must not be; null when it was not. */
    private volatile @Nullable Instant putAt;

    /** What the target had before it was last put elsewhere; null when it never was. */
    private volatile @Nullable Position had;

    LaneCheckpoint(CheckpointStore store, String processor, String target) {
        this.store = store;
        this.processor = processor;
        this.target = target;
    }

    /** The name of the processor whose changes are meant. */
    String processor() {
        return processor;
    }

    /** Begins where an earlier run left off. */
    void resume(SavedPlace place, Instant when) {
        reached = place.position();
        saved = place.position();
        savedAt = when;
        putAt = place.putAt();
    }

    /** Begins at a place of no earlier run, unless it was put elsewhere meanwhile, and saves it. */
    void begin(Position position) {
        synchronized (saving) {
            if (reached == null) {
                reached = position;
            }
            flush();
        }
    }

    /**
     * Goes on at another place, which is saved. Nothing may reach the target meanwhile.
     *
     * @throws CheckpointException when it could not be saved; then nothing has changed
     */
    void put(Position place) {
        synchronized (saving) {
            Instant now = clock.instant();
            save(place, now);
            Position before = had;
            had = before != null && reached != null && before.covers(reached) ? before : reached;
            reached = place;
            putAt = now;
        }
    }

    /**
     * Whether the lane was {@link #put}, in this run or an earlier one. What lies before must not come again from a reader that begins there for
     * another lane.
     */
    boolean isByHand() {
        return putAt != null;
    }

    /** When the lane was put; null when it was not. */
    @Nullable
    Instant putAt() {
        return putAt;
    }

    /** Notes that no reader begins before the place any more. */
    void forgetHand() {
        putAt = null;
    }

    /** Whether the target had what lies before a place, before it was put back. */
    boolean hadBefore(Position place) {
        Position before = had;
        return before != null && before.covers(place);
    }

    /** Notes that the target has everything up to {@code position}. */
    void reach(Position position) {
        reached = position;
    }

    /**
     * Notes that what lies behind {@code position} comes again, and saves that.
     *
     * @throws CheckpointException when it could not be saved; then nothing has changed
     */
    void goBack(Position position) {
        synchronized (saving) {
            save(position, putAt);
            reached = position;
        }
    }

    /**
     * Saves what has been reached, if that has moved.
     *
     * @throws CheckpointException when it could not be saved
     */
    void flush() {
        synchronized (saving) {
            Position position = reached;
            if (position != null && position != saved) {
                save(position, putAt);
            }
        }
    }

    private void save(Position position, @Nullable Instant put) {
        Instant now = clock.instant();
        store.save(processor, target, new Checkpoint(new SavedPlace(position, put).toMap(), now));
        saved = position;
        savedAt = now;
        error = null;
    }

    /** Like {@link #flush}, but a failure, of whatever kind, is only logged and shown: the next call tries again. */
    void tryFlush() {
        synchronized (saving) {
            boolean failing = error != null;
            try {
                flush();
                if (failing && error == null) {
                    LogContext.run(
                            processor,
                            target,
                            () -> log.info("{}/{}: the checkpoint is saved again", processor, target));
                }
            } catch (RuntimeException | Error e) {
                error = e.getMessage() == null ? e.toString() : e.getMessage();
                if (!failing) {
                    tell(e);
                }
            }
        }
    }

    private void tell(Throwable e) {
        LogContext.run(
                processor,
                target,
                () -> log.error(
                        "{}/{}: the checkpoint cannot be saved; it is tried again: {}",
                        processor,
                        target,
                        error,
                        e instanceof CheckpointException ? null : e));
    }

    /** Whether something has been reached that is not saved. */
    boolean hasMoved() {
        return reached != saved;
    }

    @Nullable
    Position reached() {
        return reached;
    }

    @Nullable
    Position saved() {
        return saved;
    }

    @Nullable
    Instant savedAt() {
        return savedAt;
    }

    /** Why the checkpoint could not be saved the last time, null when it could. */
    @Nullable
    String error() {
        return error;
    }
}
