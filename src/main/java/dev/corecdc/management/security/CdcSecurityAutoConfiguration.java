package dev.corecdc.management.security;

import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.SecurityProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationManagerResolver;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.authentication.configuration.AuthenticationConfiguration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;

/**
 * Auto-configuration of who may do what over HTTP: health, info and the meters are for everybody; to look at all else needs the
 * role viewer or operator, to change something the role operator. Users log in by HTTP Basic, and with a token where
 * {@code spring.security.oauth2.resourceserver.jwt} says whose tokens are taken. There are no sessions.
 */
@AutoConfiguration(
        before = {
            ManagementWebSecurityAutoConfiguration.class,
            OAuth2ResourceServerWebSecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class
        },
        after = {OAuth2ResourceServerAutoConfiguration.class, WebEndpointAutoConfiguration.class})
@ConditionalOnClass({SecurityFilterChain.class, HttpSecurity.class})
@EnableConfigurationProperties(AccessProperties.class)
class CdcSecurityAutoConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class WebConfiguration {

        private static final String[] ANONYMOUS = {"health", "info", "prometheus"};

        /** Shows passwords, as they lie in memory. */
        private static final String[] SECRET = {"heapdump"};

        private static final String[] LOOK = {Role.VIEWER.id(), Role.OPERATOR.id()};

        @Bean
        @ConditionalOnMissingBean({
            AuthenticationManager.class,
            AuthenticationManagerResolver.class,
            AuthenticationProvider.class,
            UserDetailsService.class
        })
        AuthenticationProvider cdcUsers(
                SecurityProperties security,
                AccessProperties access,
                ObjectProvider<JwtDecoder> tokens,
                ObjectProvider<PasswordEncoder> encoder) {
            PasswordUsers users = new PasswordUsers(security.getUser(), access, tokens.getIfAvailable() != null);
            DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
            provider.setPasswordEncoder(encoder.getIfAvailable(() -> new ConfiguredPasswords(users.passwords())));
            return provider;
        }

        @Bean
        @ConditionalOnMissingBean
        SecurityFilterChain cdcSecurityFilterChain(
                HttpSecurity http,
                AccessProperties access,
                AuthenticationConfiguration users,
                ObjectProvider<JwtDecoder> tokens,
                ObjectProvider<JwtAuthenticationConverter> tokenConverter) {
            JwtDecoder decoder = tokens.getIfAvailable();
            Refusals refusals = new Refusals(decoder != null);
            http.authorizeHttpRequests(WebConfiguration::rules);
            http.authenticationManager(new LimitedLogins(
                    users.getAuthenticationManager(),
                    new FailedLogins(
                            access.failedLogins().limit(), access.failedLogins().period(), System::nanoTime)));
            http.httpBasic(basic -> basic.authenticationEntryPoint(refusals));
            if (decoder != null) {
                http.addFilterBefore(
                        tokenFilter(decoder, tokenConverter.getIfAvailable(JwtAuthenticationConverter::new), refusals),
                        BasicAuthenticationFilter.class);
            }
            http.exceptionHandling(
                    errors -> errors.authenticationEntryPoint(refusals).accessDeniedHandler(refusals));
            http.csrf(csrf -> csrf.spa().requireCsrfProtectionMatcher(new BrowserWriteMatcher()));
            http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
            http.logout(AbstractHttpConfigurer::disable);
            http.headers(ResponseHeaders::configure);
            return http.build();
        }

        private static void rules(
                AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
            // What is told of an error is for whoever made the request; it was checked before.
            requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
            requests.requestMatchers(EndpointRequest.to(ANONYMOUS)).permitAll();
            requests.requestMatchers(EndpointRequest.toAdditionalPaths(WebServerNamespace.SERVER, "health"))
                    .permitAll();
            requests.requestMatchers(EndpointRequest.to(SECRET)).hasRole(Role.OPERATOR.id());
            requests.requestMatchers(new ReadMatcher()).hasAnyRole(LOOK);
            requests.anyRequest().hasRole(Role.OPERATOR.id());
        }

        private static BearerTokenAuthenticationFilter tokenFilter(
                JwtDecoder decoder, JwtAuthenticationConverter converter, Refusals refusals) {
            BearerTokenAuthenticationFilter filter =
                    new BearerTokenAuthenticationFilter(new TokenLogins(decoder, converter));
            filter.setAuthenticationEntryPoint(refusals);
            filter.setAuthenticationFailureHandler(refusals::commence);
            return filter;
        }
    }
}
