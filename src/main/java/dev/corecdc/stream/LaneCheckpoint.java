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
    void resume(Position position, Instant when) {
        reached = position;
        saved = position;
        savedAt = when;
    }

    /** Begins at a place of no earlier run, and saves it. */
    void begin(Position position) {
        reached = position;
        flush();
    }

    /** Notes that the target has everything up to {@code position}. */
    void reach(Position position) {
        reached = position;
    }

    /**
     * Saves what has been reached, if that has moved.
     *
     * @throws CheckpointException when it could not be saved
     */
    void flush() {
        synchronized (saving) {
            Position position = reached;
            if (position == null || position == saved) {
                return;
            }
            Instant now = clock.instant();
            store.save(processor, target, new Checkpoint(position.toMap(), now));
            saved = position;
            savedAt = now;
            error = null;
        }
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
