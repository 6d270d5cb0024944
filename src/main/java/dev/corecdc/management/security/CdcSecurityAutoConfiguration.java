package dev.corecdc.management.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Auto-configuration of who may do what over HTTP: health, info and the meters are for everybody, all else needs HTTP Basic
 * with {@code spring.security.user}. There are no sessions.
 */
@AutoConfiguration(
        before = {ManagementWebSecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class},
        after = WebEndpointAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class})
class CdcSecurityAutoConfiguration {

    private static final String[] ANONYMOUS = {"health", "info", "prometheus"};

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain cdcSecurityFilterChain(HttpSecurity http) {
        http.authorizeHttpRequests(requests -> requests
                // What is told of an error is for whoever made the request; it was checked before.
                .dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(EndpointRequest.to(ANONYMOUS))
                .permitAll()
                .anyRequest()
                .authenticated());
        http.httpBasic(basic -> basic.authenticationEntryPoint(loginNeeded()));
        http.exceptionHandling(
                errors -> errors.authenticationEntryPoint(loginNeeded()).accessDeniedHandler(denied()));
        http.csrf(csrf -> csrf.spa().requireCsrfProtectionMatcher(new BrowserWriteMatcher()));
        http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        http.logout(AbstractHttpConfigurer::disable);
        return http.build();
    }

    private static AuthenticationEntryPoint loginNeeded() {
        return (request, response, failure) -> {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"core-cdc\", charset=\"UTF-8\"");
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED, "This needs a user's name and password.");
        };
    }

    private static AccessDeniedHandler denied() {
        return (request, response, failure) -> response.sendError(
                HttpServletResponse.SC_FORBIDDEN,
                failure instanceof CsrfException
                        ? "A request from a browser needs the token of the cookie XSRF-TOKEN in a header X-XSRF-TOKEN."
                        : "This user may not do that.");
    }
}
