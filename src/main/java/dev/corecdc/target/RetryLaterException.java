package dev.corecdc.target;

import java.io.IOException;
import java.time.Duration;

/** A target could not save, and was told how long to wait before the next attempt. The engine waits so long at least. */
public class RetryLaterException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration pause;

    public RetryLaterException(String message, Duration pause) {
        super(message);
        this.pause = pause;
    }

    /** How long to wait. */
    public Duration pause() {
        return pause;
    }
}
