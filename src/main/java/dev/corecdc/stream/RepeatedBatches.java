package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import org.jspecify.annotations.Nullable;

/** The batches at the beginning of a run that the target of a lane had in an earlier one. Used by the lane's thread, unless told otherwise. */
final class RepeatedBatches {

    private final LaneCheckpoint checkpoint;
    private boolean coming = true;
    private volatile @Nullable ChangeBatch exception;

    RepeatedBatches(LaneCheckpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Told by others: the batch is none of them, wherever it leads to. */
    void except(ChangeBatch batch) {
        exception = batch;
    }

    /** Told by others, while the lane rests: what comes next was read from another place on. */
    void beginAnew() {
        coming = true;
    }

    /** Whether one of them may still come. */
    boolean mayCome() {
        return coming;
    }

    /** Whether the batch, which is next, is one of them. The first that is not is followed by none. */
    boolean contains(ChangeBatch batch) {
        Position reached = checkpoint.reached();
        coming = coming && !batch.equals(exception) && reached != null && reached.covers(batch.resumePosition());
        return coming;
    }
}
