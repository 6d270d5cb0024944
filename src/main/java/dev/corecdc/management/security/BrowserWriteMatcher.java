package dev.corecdc.management.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Requests that change something and come from a browser, and so need a CSRF token.
 *
 * <p>An {@code Authorization} header does not tell a browser from a tool: a browser remembers Basic credentials, and sends
 * them with whatever request a foreign page makes it send. But no page can make it send a POST, PUT, PATCH or DELETE without
 * {@code Origin}, which reads {@code null} where it is hidden. {@code Referer} and {@code Sec-Fetch-Site} are looked for
 * because they, too, say that a browser is there. Command line tools and HTTP libraries send none of the three unless they
 * are told to. They send credentials only where they mean to, and so need no token.
 */
final class BrowserWriteMatcher implements RequestMatcher {

    private static final List<String> SIGNS = List.of(HttpHeaders.ORIGIN, HttpHeaders.REFERER, "Sec-Fetch-Site");

    private final RequestMatcher reading = new ReadMatcher();

    @Override
    public boolean matches(HttpServletRequest request) {
        return !reading.matches(request) && SIGNS.stream().anyMatch(sign -> request.getHeader(sign) != null);
    }
}
