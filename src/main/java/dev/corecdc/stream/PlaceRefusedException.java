package dev.corecdc.stream;

import org.jspecify.annotations.Nullable;

/** The source's log has no such place, or cannot be read on from it. The message says why. */
public class PlaceRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlaceRefusedException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
