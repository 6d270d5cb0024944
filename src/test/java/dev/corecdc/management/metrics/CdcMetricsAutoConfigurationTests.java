package dev.corecdc.management.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.StreamFixture;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class CdcMetricsAutoConfigurationTests {

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(MetricsAutoConfiguration.class, CdcMetricsAutoConfiguration.class));

    @Test
    void bindsTheMetersOfStreamsThatAreMadeWithTheTimer() {
        contexts.withBean(SimpleMeterRegistry.class)
                .withUserConfiguration(ListenedStreams.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(DeliveryTimer.class).hasSingleBean(StreamMeters.class);
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .anyMatch(meter -> meter.getId().getName().equals("cdc.up"));
                });
    }

    @Test
    void addsNothingWithoutARegistry() {
        contexts.withUserConfiguration(Streams.class).run(context -> assertThat(context)
                .doesNotHaveBean(StreamListener.class)
                .doesNotHaveBean(StreamMeters.class));
    }

    @Test
    void addsNoMetersWithoutStreams() {
        contexts.withBean(SimpleMeterRegistry.class)
                .run(context -> assertThat(context).doesNotHaveBean(StreamMeters.class));
    }

    @Configuration(proxyBeanMethods = false)
    static class Streams {

        @Bean
        StreamControl streams() {
            return StreamFixture.unheard().control();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ListenedStreams {

        @Bean
        StreamControl streams(StreamListener listener) {
            return new StreamFixture(listener).control();
        }
    }
}
