package dev.corecdc.management.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Says why a request is refused, and what would help. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String BASIC = "Basic realm=\"core-cdc\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"core-cdc\"";

    private final boolean tokens;

    /** @param tokens whether tokens are taken, too */
    Refusals(boolean tokens) {
        this.tokens = tokens;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (failure instanceof TooManyFailedLoginsException tooMany) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tooMany.seconds()));
            send(
                    response,
                    HttpStatus.TOO_MANY_REQUESTS,
                    "Too many logins of this user from this address have failed. Try again in %d s."
                            .formatted(tooMany.seconds()));
        } else if (failure instanceof AuthenticationServiceException) {
            send(response, HttpStatus.SERVICE_UNAVAILABLE, "The login cannot be checked at the moment.");
        } else if (failure instanceof OAuth2AuthenticationException) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BEARER + ", error=\"invalid_token\"");
            send(response, HttpStatus.UNAUTHORIZED, "The token has expired, or is none that is taken here.");
        } else {
            askForLogin(
                    response,
                    failure instanceof BadCredentialsException
                            ? "The user's name or the password is wrong."
                            : "This needs a user's name and password%s.".formatted(tokens ? ", or a token" : ""));
        }
    }

    private void askForLogin(HttpServletResponse response, String why) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, BASIC);
        if (tokens) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BEARER);
        }
        send(response, HttpStatus.UNAUTHORIZED, why);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
            throws IOException {
        send(
                response,
                HttpStatus.FORBIDDEN,
                failure instanceof CsrfException
                        ? "A request from a browser needs the token of the cookie XSRF-TOKEN in a header X-XSRF-TOKEN."
                        : "This user may not do that: to look needs the role viewer or operator, to change the role operator.");
    }

    private static void send(HttpServletResponse response, HttpStatus status, String why) throws IOException {
        response.sendError(status.value(), why);
    }
}
