package dev.corecdc.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long changes take from the client that writes them until they are delivered, and what the process takes of the processors when
 * there is nothing more; of these it tells then, and ends the process. The first third of the changes is not counted. Told by one
 * thread at a time.
 */
final class Latencies {

    /** The variant of a reader that has them measured. */
    static final String VARIANT = "timing";

    /** Begins the line that says that the first change has come. */
    static final String READING = "READING";

    /** Begins the line with what was measured. */
    static final String RESULT = "LATENCY";

    private static final Duration UNTIL_IDLE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int expected;
    private final long[] micros;
    private int seen;

    Latencies(long expected) {
        this.expected = (int) expected;
        this.micros = new long[this.expected - this.expected / 3];
    }

    /** What the column says that a change is measured by: microseconds since the epoch. */
    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** A change is delivered that was written then. */
    void delivered(long writtenAt) {
        if (seen == 0) {
            System.out.printf("%n%s%n", READING);
        }
        int index = seen++ - expected / 3;
        if (index >= 0) {
            micros[index] = now() - writtenAt;
        }
        if (seen == expected) {
            Thread end = new Thread(this::finish, "bench-end");
            end.start();
        }
    }

    private void finish() {
        Arrays.sort(micros);
        try {
            Thread.sleep(UNTIL_IDLE.toMillis());
            long before = system.getProcessCpuTime();
            Thread.sleep(IDLE.toMillis());
            double idle = 100.0 * (system.getProcessCpuTime() - before) / IDLE.toNanos();
            System.out.printf(
                    Locale.ROOT,
                    "%n%s %.1f %.1f %.1f %.1f %.1f %.2f %d%n",
                    RESULT,
                    millis(0.5),
                    millis(0.9),
                    millis(0.99),
                    millis(0.999),
                    millis(1),
                    idle,
                    Meter.peakMegabytes());
            System.out.flush();
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private double millis(double share) {
        return micros[(int) Math.min(micros.length - 1, Math.floor(share * micros.length))] / 1000.0;
    }
}
