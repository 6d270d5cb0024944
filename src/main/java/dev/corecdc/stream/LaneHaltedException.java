package dev.corecdc.stream;

import org.jspecify.annotations.Nullable;

/** A lane cannot go on until a person has done something. The message says what. */
final class LaneHaltedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaneHaltedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
