package dev.corecdc.checkpoint;

/**
 * What is asked of a checkpoint store of any kind.
 *
 * @param service the name of the service; where several keep their checkpoints in one place, each has those of its name
 */
public record CheckpointRequest(String service) {}
