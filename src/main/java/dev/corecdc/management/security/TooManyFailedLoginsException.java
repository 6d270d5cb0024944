package dev.corecdc.management.security;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A login is refused unseen, because too many of this user from this address have failed. */
final class TooManyFailedLoginsException extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    TooManyFailedLoginsException(Duration wait) {
        super("Too many logins have failed.");
        this.seconds = wait.plusNanos(999_999_999).toSeconds();
    }

    /** How long to wait, in whole seconds. */
    long seconds() {
        return seconds;
    }
}
