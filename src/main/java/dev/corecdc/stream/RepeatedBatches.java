package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import org.jspecify.annotations.Nullable;

/** The batches at the beginning of a run that the target of a lane had in an earlier one. Used by the lane's thread, unless told otherwise. */
final class RepeatedBatches {

    private final LaneCheckpoint checkpoint;
    private volatile boolean coming = true;
    private volatile @Nullable ChangeBatch exception;

    /** Where the batch that comes next begins; null when that is not known, or does not matter any more. */
    private volatile @Nullable Position begin;

    RepeatedBatches(LaneCheckpoint checkpoint) {
        this.checkpoint = checkpoint;
    }

    /** Told by others: the batch is none of them, wherever it leads to. */
    void except(ChangeBatch batch) {
        exception = batch;
    }

    /** Told by others, before the first batch: where the reader begins that it comes from. */
    void readFrom(Position place) {
        if (coming) {
            begin = place;
        }
    }

    /** Told by others, while the lane rests: what comes next was read from another place on. */
    void beginAnew() {
        begin = null;
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
        if (coming) {
            begin = batch.resumePosition();
        }
        return coming;
    }

    /**
     * Where the batch begins, which is none of them, when the target had a part of it; null when it had nothing of it. That part comes again: a
     * target that has some of it has earlier values than before, and has to get the rest, too.
     */
    @Nullable
    Position beginOfPartlyRepeated() {
        Position place = begin;
        Position reached = checkpoint.reached();
        return place == null || reached == null || place.covers(reached) ? null : place;
    }

    /** From now on no batch begins before the checkpoint. */
    void end() {
        begin = null;
    }
}
