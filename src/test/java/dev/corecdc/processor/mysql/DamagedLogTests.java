package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Damages recorded logs by chance: each ends in values or in a typed exception, never in anything else, soon, and with
 * little memory, and what stands before and behind the damage is as it was. For ten seconds; {@code -Dfuzz.seconds} makes it more,
 * {@code -Dfuzz.seed} begins with another seed.
 */
class DamagedLogTests {

    private static final long SLOWEST_SECONDS = 30;

    private static final List<RecordedLog> LOGS = logs();

    private volatile long caseBegan = System.nanoTime();
    private volatile @Nullable DamagedLog current;
    private volatile long currentSeed;
    private volatile @Nullable Throwable failure;
    private int cases;

    private static List<RecordedLog> logs() {
        List<RecordedLog> logs = new ArrayList<>(Stream.of(
                        "mysql-log",
                        "mysql-anonymous",
                        "mysql-payload",
                        "mysql-partial",
                        "mysql-xa",
                        "mysql-statement",
                        "mariadb-log",
                        "mariadb-compressed_log",
                        "mariadb-xa",
                        "mariadb-two_phases",
                        "mariadb-statement")
                .map(RecordedLog::ofFile)
                .toList());
        byte[] format = logs.get(0).format();
        for (String topic :
                List.of("numbers", "temporal", "binary", "texts", "labels", "images", "special", "minimal_metadata")) {
            logs.add(RecordedLog.ofEvents("mysql-" + topic, format));
            logs.add(RecordedLog.ofEvents("mariadb-" + topic, format));
        }
        logs.add(RecordedLog.ofEvents("mysql-json", format));
        logs.add(RecordedLog.ofEvents("mariadb-old_temporal", format));
        return logs;
    }

    @Test
    void hasEventsOfEveryKindThatServersWrite() {
        TreeSet<Integer> types = new TreeSet<>();
        LOGS.forEach(log -> {
            types.add(RecordedLog.type(log.format()));
            log.groups().forEach(group -> group.forEach(event -> types.add(RecordedLog.type(event))));
        });

        assertThat(types)
                .containsExactly(
                        2, 4, 5, 13, 14, 15, 16, 19, 23, 24, 25, 29, 30, 31, 32, 33, 34, 35, 38, 39, 40, 42, 160, 161,
                        162, 163, 165, 166, 167, 168);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void damageIsNoticedOrGivesValuesAndTouchesNothingElse() throws InterruptedException {
        long seconds = Long.getLong("fuzz.seconds", 10);
        long seed = Long.getLong("fuzz.seed", 1);
        System.out.printf("Damaging logs for %d s from -Dfuzz.seed=%d on%n", seconds, seed);
        Thread worker = new Thread(() -> damage(seed, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)), "fuzz");
        worker.setDaemon(true);
        worker.start();
        do {
            worker.join(100);
            if (worker.isAlive() && System.nanoTime() - caseBegan > TimeUnit.SECONDS.toNanos(SLOWEST_SECONDS)) {
                IllegalStateException hanging = new IllegalStateException("still at it");
                hanging.setStackTrace(worker.getStackTrace());
                fail(current() + " takes too long", hanging);
            }
        } while (worker.isAlive());
        if (failure != null) {
            fail(current(), failure);
        }
        System.out.printf("%d damaged logs were read%n", cases);
        assertThat(cases).isGreaterThan(10);
    }

    private String current() {
        return "-Dfuzz.seed=%d: %s".formatted(currentSeed, current);
    }

    private void damage(long firstSeed, long deadline) {
        for (long seed = firstSeed; System.nanoTime() < deadline; seed++) {
            DamagedLog log = DamagedLog.of(LOGS, seed);
            current = log;
            currentSeed = seed;
            caseBegan = System.nanoTime();
            try {
                log.check();
            } catch (Throwable e) { // an OutOfMemoryError is what is looked for
                failure = e;
                return;
            }
            cases++;
        }
    }
}
