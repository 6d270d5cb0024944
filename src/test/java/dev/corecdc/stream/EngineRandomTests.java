package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.corecdc.testing.simulation.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Many lives of a stream in virtual time, with faults of all kinds. The code is that of the engine as it is; its threads, locks and clocks are those of
 * the simulation, so that a seed gives a life wholly.
 *
 * <p>The system property {@code engine.runs} says how many there are, {@code engine.seed} with which seed they begin.
 */
class EngineRandomTests {

    private static final long FIRST = Long.getLong("engine.seed", 1);
    private static final int RUNS = Integer.getInteger("engine.runs", 300);

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
    void losesNothingReordersNothingAndAccountsForEverything() {
        Duration time = Duration.ZERO;
        long steps = 0;
        for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
            Simulation.Course course = Simulation.play(seed, RandomLife.class);
            time = time.plus(course.time());
            steps += course.steps();
        }
        System.out.printf("%d runs from seed %d, %d steps, %s of virtual time%n", RUNS, FIRST, steps, time);
    }

    @Test
    void theSameSeedIsTheSameLife() {
        assertThat(Simulation.play(FIRST, RandomLife.class)).isEqualTo(Simulation.play(FIRST, RandomLife.class));
    }
}
