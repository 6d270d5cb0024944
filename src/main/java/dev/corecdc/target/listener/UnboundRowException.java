package dev.corecdc.target.listener;

import org.jspecify.annotations.Nullable;

/** A row cannot become what a listener takes. The message says of which table, why, and what to do where that is known. */
final class UnboundRowException extends Exception {

    private static final long serialVersionUID = 1L;

    UnboundRowException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
