package dev.corecdc.testing;

import org.jspecify.annotations.Nullable;

/** An origin does not have a kind of server on this machine; the message says why. */
public final class ServerNotAvailableException extends Exception {

    private static final long serialVersionUID = 1;

    public ServerNotAvailableException(String message) {
        this(message, null);
    }

    public ServerNotAvailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
