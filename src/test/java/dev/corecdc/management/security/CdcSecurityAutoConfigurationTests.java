package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

class CdcSecurityAutoConfigurationTests {

    private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
            SecurityAutoConfiguration.class,
            CdcSecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class);

    private final WebApplicationContextRunner contexts =
            new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS);

    @Test
    void takesThePlaceOfTheDefaults() {
        contexts.run(context ->
                assertThat(context).hasSingleBean(SecurityFilterChain.class).hasBean("cdcSecurityFilterChain"));
    }

    @Test
    void leavesItToTheUsersOwnFilterChain() {
        contexts.withBean(
                        "mine",
                        SecurityFilterChain.class,
                        () -> new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE))
                .run(context -> assertThat(context)
                        .hasSingleBean(SecurityFilterChain.class)
                        .hasBean("mine"));
    }

    @Test
    void addsNothingWithoutAWebServer() {
        new ApplicationContextRunner().withConfiguration(CONFIGURATIONS).run(context -> assertThat(context)
                .doesNotHaveBean(SecurityFilterChain.class));
    }
}
