package dev.corecdc.management.security;

import dev.corecdc.management.security.FailedLogins.Caller;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Lets no more passwords be tried than {@link FailedLogins} allows. */
final class LimitedLogins implements AuthenticationManager {

    private static final Logger log = LoggerFactory.getLogger(LimitedLogins.class);

    private final AuthenticationManager users;
    private final FailedLogins failures;

    LimitedLogins(AuthenticationManager users, FailedLogins failures) {
        this.users = users;
        this.failures = failures;
    }

    @Override
    public Authentication authenticate(Authentication login) {
        Caller caller = Caller.of(address(login), login.getName());
        refuseAfterTooMany(caller);
        try {
            Authentication user = users.authenticate(login);
            // Of many guesses at once, one that was right must not be told from the others.
            refuseAfterTooMany(caller);
            failures.forget(caller);
            return user;
        } catch (TooManyFailedLoginsException | AuthenticationServiceException e) {
            throw e;
        } catch (AuthenticationException e) {
            if (failures.add(caller)) {
                // Not the name: somebody may have typed the password there.
                log.warn(
                        "Too many logins of one user from {} have failed; more are refused for a while",
                        caller.network());
            }
            throw e;
        }
    }

    private void refuseAfterTooMany(Caller caller) {
        Duration wait = failures.lockedFor(caller);
        if (!wait.isZero()) {
            throw new TooManyFailedLoginsException(wait);
        }
    }

    private static String address(Authentication login) {
        return login.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }
}
