package dev.corecdc.processor;

import org.jspecify.annotations.Nullable;

/** The log no longer holds the position that reading should go on from. The message names the gap. */
public class PositionLostException extends SourceException {

    private static final long serialVersionUID = 1L;

    public PositionLostException(String message, @Nullable Throwable cause) {
        super(Kind.UNREADABLE, message, cause);
    }
}
