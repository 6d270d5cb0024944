package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Many short lives of a stream, several at a time, with faults of all kinds at distances of microseconds. The engine's own threads and
 * clocks run as they do in service; a seed gives the faults and their order, not the moment at which each thread meets them.
 *
 * <p>The system property {@code engine.runs} says how many there are, {@code engine.seed} repeats the one of a seed so often.
 */
class EngineRandomTests {

    private static final int AT_A_TIME = 48;

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
    void losesNothingReordersNothingAndAccountsForEverything() throws Exception {
        int runs = Integer.getInteger("engine.runs", 150);
        Long fixed = Long.getLong("engine.seed");
        Random seeds = new Random();
        ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<Future<Boolean>> lives = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                long seed = fixed == null ? seeds.nextLong() : fixed;
                lives.add(pool.submit(() -> new RandomRun(seed).run()));
            }
            int behind = 0;
            for (Future<Boolean> life : lives) {
                behind += life.get() ? 1 : 0;
            }
            System.out.printf("%d runs, a target was seen BEHIND in %d%n", runs, behind);
            if (fixed == null) {
                assertThat(behind).isGreaterThan(runs / 20);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
