package dev.corecdc.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * Keeps checkpoints, one for each processor and target, and which processors and targets are paused.
 *
 * <p>Safe for use by several threads. Only one service at a time may use the same place; an implementation notices a
 * second one. An implementation that may take another for dead that is not, is a {@link DeliveryLease} too.
 */
public interface CheckpointStore {

    /**
     * The checkpoints of a processor by the names of its targets; empty when there is none.
     *
     * @throws CheckpointException when what is kept there cannot be read or understood, which is never taken for none
     */
    Map<String, Checkpoint> load(String processor);

    /**
     * Keeps a checkpoint in place of the one before. When it returns, the checkpoint survives a crash of the machine;
     * when it throws, the one before is still whole.
     *
     * @throws CheckpointException when it could not be kept
     */
    void save(String processor, String target, Checkpoint checkpoint);

    /**
     * Whether the processor was paused when last {@link #savePaused(String, boolean) said}; false at first.
     *
     * @throws CheckpointException when what is kept there cannot be read or understood
     */
    boolean loadPaused(String processor);

    /**
     * Keeps whether the processor is paused, under the terms of {@link #save}.
     *
     * @throws CheckpointException when it could not be kept
     */
    void savePaused(String processor, boolean paused);

    /**
     * The targets of the processor that were paused when last {@link #savePaused(String, String, boolean) said}; none at first.
     *
     * @throws CheckpointException when what is kept there cannot be read or understood
     */
    Set<String> loadPausedTargets(String processor);

    /**
     * Keeps whether one target of the processor is paused, under the terms of {@link #save}. Whether the processor is, is another thing.
     *
     * @throws CheckpointException when it could not be kept
     */
    void savePaused(String processor, String target, boolean paused);
}
