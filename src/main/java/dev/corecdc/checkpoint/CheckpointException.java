package dev.corecdc.checkpoint;

import org.jspecify.annotations.Nullable;

/** Checkpoints cannot be read or kept. The message names the place and what to do. */
public class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
