package dev.corecdc.management.security;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** What every answer tells a browser, beside Spring Security's defaults, which forbid to frame, store and guess the type. */
final class ResponseHeaders {

    /** Nothing but what the service itself serves, and no script that stands in a page. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static final String PERMISSIONS_POLICY =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";

    private ResponseHeaders() {}

    static void configure(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
        headers.referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER));
        headers.permissionsPolicyHeader(policy -> policy.policy(PERMISSIONS_POLICY));
    }
}
