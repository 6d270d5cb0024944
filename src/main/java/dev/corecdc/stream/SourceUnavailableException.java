package dev.corecdc.stream;

import org.jspecify.annotations.Nullable;

/** The source cannot be asked at the moment. */
public class SourceUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceUnavailableException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
