package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.StreamFixture;
import dev.corecdc.management.actuator.ProcessorHealth.TargetHealth;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class CdcHealthIndicatorTests {

    private static final Duration NOW = Duration.ZERO;
    private static final Duration AFTER_A_MINUTE = Duration.ofSeconds(61);

    private final StreamFixture fixture = StreamFixture.unheard();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void isUpBeforeTheStreamsStart() {
        assertThat(health(AFTER_A_MINUTE).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isUpWhileRunningHoweverQuietTheSourceIs() {
        fixture.start().awaitState("shop", ProcessorState.RUNNING);

        assertThat(health(Duration.ofDays(100)).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isUpWhilePaused() {
        fixture.start().awaitState("shop", ProcessorState.RUNNING);
        fixture.control().pause("shop");
        fixture.awaitState("shop", ProcessorState.PAUSED);

        assertThat(health(AFTER_A_MINUTE).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isUpWhenStoppedOnPurposeWhateverTheTargetsDidBefore() {
        fixture.console.failNext(Integer.MAX_VALUE, () -> new IOException("no"));
        fixture.start().insert(1);
        fixture.awaitTarget("console", TargetState.RETRYING);
        fixture.streams.stop();
        fixture.awaitState("shop", ProcessorState.STOPPED);

        assertThat(health(AFTER_A_MINUTE).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isUpWhileStartingAndDownWhenThatLastsTooLong() {
        fixture.source.hang();
        fixture.start().awaitState("shop", ProcessorState.STARTING);

        assertThat(health(NOW).getStatus()).isEqualTo(Status.UP);
        assertThat(health(AFTER_A_MINUTE).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void isDownAtOnceWhenAProcessorHasFailed() {
        fixture.source.breakWith(Kind.UNREADABLE, "log_bin is OFF");
        fixture.start().awaitState("shop", ProcessorState.FAILED);

        Health health = health(NOW);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(detail(health).reason()).isEqualTo("log_bin is OFF");
    }

    @Test
    void isDownOnlyWhenReconnectingLastsTooLong() {
        fixture.source.breakWith(Kind.UNAVAILABLE, "nobody listens there");
        fixture.start().awaitState("shop", ProcessorState.RECONNECTING);

        assertThat(health(NOW).getStatus()).isEqualTo(Status.UP);
        Health later = health(AFTER_A_MINUTE);
        assertThat(later.getStatus()).isEqualTo(Status.DOWN);
        assertThat(detail(later).state()).isEqualTo(ProcessorState.RECONNECTING);
        assertThat(detail(later).reason()).isEqualTo("nobody listens there");
        assertThat(detail(later).lag()).isNull();
    }

    @Test
    void isUpAgainWhenTheSourceIsBack() {
        fixture.source.breakWith(Kind.UNAVAILABLE, "nobody listens there");
        fixture.start().awaitState("shop", ProcessorState.RECONNECTING);
        fixture.source.mend();
        fixture.awaitState("shop", ProcessorState.RUNNING);

        assertThat(health(AFTER_A_MINUTE).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void isDownOnlyWhenRetryingLastsTooLong() {
        fixture.warehouse.failNext(Integer.MAX_VALUE, () -> new IOException("disk full"));
        fixture.start().insert(1);
        fixture.awaitTarget("warehouse", TargetState.RETRYING);

        assertThat(health(NOW).getStatus()).isEqualTo(Status.UP);
        Health later = health(AFTER_A_MINUTE);
        assertThat(later.getStatus()).isEqualTo(Status.DOWN);
        assertThat(target(later, "warehouse").state()).isEqualTo(TargetState.RETRYING);
        assertThat(target(later, "warehouse").reason()).isEqualTo("disk full");
        assertThat(target(later, "console").state()).isEqualTo(TargetState.RUNNING);
    }

    @Test
    void isDownAtOnceWhenATargetHasFailed() {
        fixture.start().breakLanes();
        fixture.awaitTarget("warehouse", TargetState.FAILED);

        assertThat(health(NOW).getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void tellsStatePositionAndLagOfEachProcessor() {
        fixture.start().insert(2);
        fixture.awaitSaved(2);

        Health health = health(NOW);

        assertThat(health.getDetails()).containsOnlyKeys("shop", "idle");
        assertThat(detail(health).state()).isEqualTo(ProcessorState.RUNNING);
        assertThat(detail(health).position()).containsEntry("file", "binlog.000012");
        assertThat(detail(health).lag()).isNotNull().isNotNegative();
        assertThat(detail(health).targets()).containsOnlyKeys("console", "warehouse");
    }

    private Health health(Duration later) {
        Clock clock = Clock.offset(Clock.systemUTC(), later);
        return Objects.requireNonNull(
                new CdcHealthIndicator(fixture.control(), Duration.ofSeconds(60), clock).health());
    }

    private static ProcessorHealth detail(Health health) {
        return (ProcessorHealth) Objects.requireNonNull(health.getDetails().get("shop"));
    }

    private static TargetHealth target(Health health, String name) {
        return Objects.requireNonNull(detail(health).targets().get(name));
    }
}
