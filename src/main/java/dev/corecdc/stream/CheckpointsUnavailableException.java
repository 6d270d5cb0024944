package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;

/** What was asked for was not done, because the checkpoints cannot be read or kept. The message says where and what to do. */
public class CheckpointsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CheckpointsUnavailableException(CheckpointException cause) {
        super(cause.getMessage(), cause);
    }
}
