package dev.corecdc.target;

import org.jspecify.annotations.Nullable;

/** A target cannot be used as configured. The message names the target, what is wrong and what to do. */
public class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final @Nullable String action;

    public TargetException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = message;
        this.action = null;
    }

    /**
     * With what is wrong and what to do told apart; the message is both.
     *
     * @param problem names the target and what is wrong with it
     * @param action what to do about it
     */
    public TargetException(String problem, String action, @Nullable Throwable cause) {
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
