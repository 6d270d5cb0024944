package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.StreamFixture;
import dev.corecdc.stream.StreamControl;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class CdcActuatorAutoConfigurationTests {

    private final WebApplicationContextRunner contexts = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CdcActuatorAutoConfiguration.class))
            .withPropertyValues("management.endpoints.web.exposure.include=cdc")
            .withBean(StreamControl.class, () -> StreamFixture.unheard().control());

    @Test
    void addsHealthAndEndpointToStreams() {
        contexts.run(context -> {
            assertThat(context).hasSingleBean(CdcEndpoint.class).hasBean("cdcHealthIndicator");
            assertThat(context.getBean(HealthProperties.class).downAfter()).hasSeconds(60);
        });
    }

    @Test
    void addsNothingWithoutStreams() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(CdcActuatorAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HealthIndicator.class)
                        .doesNotHaveBean(CdcEndpoint.class));
    }

    @Test
    void addsNoEndpointThatIsNotExposed() {
        contexts.withPropertyValues("management.endpoints.web.exposure.include=health")
                .run(context -> assertThat(context).doesNotHaveBean(CdcEndpoint.class));
    }

    @Test
    void addsNoHealthThatIsSwitchedOffButStillKnowsItsKeys() {
        contexts.withPropertyValues("management.health.cdc.enabled=false", "cdc.health.down-after=5m")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HealthIndicator.class)
                        .hasSingleBean(HealthProperties.class));
    }

    @Test
    void leavesHealthToTheUsersOwnBean() {
        contexts.withBean(
                        "cdcHealthIndicator",
                        HealthIndicator.class,
                        () -> () -> Health.unknown().build())
                .run(context -> assertThat(context).hasSingleBean(HealthIndicator.class));
    }

    @Test
    void takesTheTimeUntilDownFromTheProperties() {
        contexts.withPropertyValues("cdc.health.down-after=5m").run(context -> assertThat(
                        context.getBean(HealthProperties.class).downAfter())
                .hasMinutes(5));
    }

    @Test
    void stopsOnANegativeTime() {
        contexts.withPropertyValues("cdc.health.down-after=-1s").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("'cdc.health.down-after' must not be negative"));
    }

    @Test
    void stopsOnAnUnknownKey() {
        contexts.withPropertyValues("cdc.health.down-aftr=5m")
                .run(context ->
                        assertThat(context).getFailure().rootCause().hasMessageContaining("cdc.health.down-aftr"));
    }
}
