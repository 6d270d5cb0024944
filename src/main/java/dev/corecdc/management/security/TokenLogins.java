package dev.corecdc.management.security;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/** Takes tokens (JWT) for logins. Whoever issues them may be out of reach: that is no fault of the token, and not ours. */
final class TokenLogins implements AuthenticationManager {

    private static final Logger log = LoggerFactory.getLogger(TokenLogins.class);

    private final JwtAuthenticationProvider tokens;
    private final AtomicBoolean told = new AtomicBoolean();

    /** @param converter what tells names and authorities from claims, before {@link TokenRoles} looks for roles */
    TokenLogins(JwtDecoder decoder, JwtAuthenticationConverter converter) {
        this.tokens = new JwtAuthenticationProvider(decoder);
        tokens.setJwtAuthenticationConverter(new TokenRoles(converter));
    }

    @Override
    public Authentication authenticate(Authentication login) {
        try {
            Authentication user = tokens.authenticate(login);
            told.set(false);
            return user;
        } catch (AuthenticationServiceException | JwtDecoderInitializationException e) {
            if (!told.getAndSet(true)) {
                log.warn("Tokens cannot be checked, and are refused until they can: {}", reason(e));
            }
            throw new AuthenticationServiceException("Tokens cannot be checked at the moment.", e);
        }
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).replaceAll("://[^/@\\s]*@", "://");
    }
}
