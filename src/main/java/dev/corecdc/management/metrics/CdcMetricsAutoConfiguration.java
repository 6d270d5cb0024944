package dev.corecdc.management.metrics;

import dev.corecdc.stream.StreamControl;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the meters. The timer is a listener that the streams are made with, so it must not wait for them;
 * the other meters look at the streams.
 */
@AutoConfiguration(
        after = CompositeMeterRegistryAutoConfiguration.class,
        afterName = "dev.corecdc.config.CdcAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
class CdcMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DeliveryTimer cdcDeliveryTimer(MeterRegistry registry) {
        return new DeliveryTimer(registry);
    }

    @Bean
    @ConditionalOnBean(StreamControl.class)
    @ConditionalOnMissingBean
    StreamMeters cdcStreamMeters(StreamControl streams) {
        return new StreamMeters(streams);
    }
}
