package dev.corecdc.management.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Requests that change something and come from a browser, and so need a CSRF token.
 *
 * <p>A browser sends the Basic credentials it remembers along with any request to this service, also one that a foreign page
 * makes it send; so an {@code Authorization} header proves nothing. But with a request of a page that is not a GET or HEAD,
 * browsers always send {@code Origin} (the literal {@code null} where they hide it), with most requests {@code Referer}, and
 * to https and localhost {@code Sec-Fetch-Site}; a page can leave away none but the second. Command line tools and
 * HTTP libraries send none of them by themselves: they hold no remembered credentials either, and need no token.
 */
final class BrowserWriteMatcher implements RequestMatcher {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final List<String> SIGNS = List.of(HttpHeaders.ORIGIN, HttpHeaders.REFERER, "Sec-Fetch-Site");

    @Override
    public boolean matches(HttpServletRequest request) {
        return !READING.contains(request.getMethod())
                && SIGNS.stream().anyMatch(sign -> request.getHeader(sign) != null);
    }
}
