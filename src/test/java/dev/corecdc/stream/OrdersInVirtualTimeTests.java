package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import dev.corecdc.testing.simulation.Scenario;
import dev.corecdc.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Orders that come at whatever moment. */
class OrdersInVirtualTimeTests {

    /** Until then a thread that got no processor has had one. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.corecdc.stream");
    private final Level level = log.getEffectiveLevel();

    @BeforeEach
    void beQuiet() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speakAgain() {
        log.setLevel(level);
    }

    @Test
    void aStopIsAlwaysHeardAndLeavesNothingBehind() {
        for (long seed = 1; seed <= 1_000; seed++) {
            Simulation.play(seed, StartAndStop.class);
        }
    }

    @Test
    void aTargetIsAlwaysShownAsPausedUntilItIsResumed() {
        for (long seed = 1; seed <= 500; seed++) {
            Simulation.play(seed, PauseATarget.class);
        }
    }

    /** The order comes while the stream does what it was told, or has just been told. */
    static final class StartAndStop implements Scenario {

        private final Random random;
        private final Simulation simulation;

        StartAndStop(Random random, Simulation simulation) {
            this.random = random;
            this.simulation = simulation;
        }

        @Override
        public void play() {
            ScriptedProcessor processor = new ScriptedProcessor();
            try (TestStreams streams = TestStreams.builder().stream(
                            "shop", processor, lane("target", new CollectingTarget()))
                    .start()) {
                simulation.pass(Duration.ofNanos(1 + random.nextInt(50_000)));
                if (random.nextBoolean()) {
                    streams.control().pause("shop");
                }
                streams.stop();
                assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
                assertThat(processor.openReaders()).isZero();
            }
            simulation.pass(LATE);
        }
    }

    /** The lane may just be beginning, delivering, or at rest. */
    static final class PauseATarget implements Scenario {

        private final Random random;
        private final Simulation simulation;

        PauseATarget(Random random, Simulation simulation) {
            this.random = random;
            this.simulation = simulation;
        }

        @Override
        public void play() {
            ScriptedProcessor processor = new ScriptedProcessor().append(random.nextInt(20));
            try (TestStreams streams = TestStreams.builder().stream(
                            "shop", processor, lane("target", new CollectingTarget()))
                    .start()) {
                simulation.pass(Duration.ofNanos(1 + random.nextInt(1_000_000)));
                streams.control().pauseTarget("shop", "target");
                simulation.pass(Duration.ofMinutes(1));
                assertThat(streams.status("shop", "target").state()).isEqualTo(TargetState.PAUSED);

                streams.stop();
                streams.start();
                simulation.pass(Duration.ofNanos(1 + random.nextInt(100_000)));
                streams.control().resumeTarget("shop", "target");
                simulation.pass(Duration.ofMinutes(1));
                assertThat(streams.status("shop", "target").state()).isEqualTo(TargetState.RUNNING);
            }
            simulation.pass(LATE);
        }
    }
}
