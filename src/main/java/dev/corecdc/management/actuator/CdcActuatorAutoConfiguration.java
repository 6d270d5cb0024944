package dev.corecdc.management.actuator;

import dev.corecdc.stream.StreamControl;
import java.time.Clock;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Auto-configuration for the health component {@code cdc}, the endpoint {@code cdc}, and what other endpoints keep to themselves. */
@AutoConfiguration(afterName = "dev.corecdc.config.CdcAutoConfiguration")
@ConditionalOnBean(StreamControl.class)
@EnableConfigurationProperties(HealthProperties.class)
class CdcActuatorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(SanitizingFunction.class)
    SecretSanitizer cdcSecretSanitizer(ConfigurableEnvironment environment) {
        return new SecretSanitizer(environment);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HealthIndicator.class)
    @ConditionalOnEnabledHealthIndicator("cdc")
    static class HealthConfiguration {

        @Bean
        @ConditionalOnMissingBean(name = "cdcHealthIndicator")
        HealthIndicator cdcHealthIndicator(StreamControl streams, HealthProperties properties) {
            return new CdcHealthIndicator(streams, properties.downAfter(), Clock.systemUTC());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(CdcEndpoint.class)
    static class EndpointConfiguration {

        @Bean
        @ConditionalOnMissingBean
        CdcEndpoint cdcEndpoint(StreamControl streams) {
            return new CdcEndpoint(streams);
        }
    }
}
