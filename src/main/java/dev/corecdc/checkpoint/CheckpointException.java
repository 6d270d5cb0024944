package dev.corecdc.checkpoint;

import org.jspecify.annotations.Nullable;

/** Checkpoints cannot be read or kept. The message names the place and what to do. */
public class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String action;

    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = message;
        this.action = null;
    }

    /**
     * With what is wrong and what to do told apart; the message is both.
     *
     * @param problem names the place and what is wrong with it
     * @param action what to do about it
     */
    public CheckpointException(String problem, String action, @Nullable Throwable cause) {
        super(problem + " " + action, cause);
        this.problem = problem;
        this.action = action;
    }

    /** What is wrong. */
    public String problem() {
        return problem;
    }

    /** What to do about it, where it is told apart from the problem. */
    public @Nullable String action() {
        return action;
    }
}
