package dev.corecdc.target;

import org.jspecify.annotations.Nullable;

/** A target cannot be used as configured. The message names the target, what is wrong and what to do. */
public class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TargetException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
