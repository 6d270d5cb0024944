package dev.corecdc.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Measures one reading, in the process that reads: from its first row to its last, which ends the process. Counted by one
 * thread at a time.
 */
final class Meter {

    private static final String RESULT = "MEASURED";

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long expected;
    private long rows;
    private long startedAt;
    private long cpuAtStart;

    Meter(long expected) {
        this.expected = expected;
    }

    /** Counts rows that have been delivered. */
    void count(long more) {
        if (rows == 0) {
            startedAt = System.nanoTime();
            cpuAtStart = system.getProcessCpuTime();
        }
        rows += more;
        if (rows >= expected) {
            finish();
        }
    }

    private void finish() {
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        double cpu = (system.getProcessCpuTime() - cpuAtStart) / 1e9;
        System.out.printf(Locale.ROOT, "%s %d %.3f %.3f %d%n", RESULT, rows, seconds, cpu, peakMegabytes());
        System.out.flush();
        System.exit(rows == expected ? 0 : 1);
    }

    /** The most that was resident; Linux only, elsewhere 0. */
    static long peakMegabytes() {
        return peakMegabytes(ProcessHandle.current().pid());
    }

    /** The same of another process. */
    static long peakMegabytes(long process) {
        try (Stream<String> status = Files.lines(Path.of("/proc/%d/status".formatted(process)))) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kilobytes -> Long.parseLong(kilobytes) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What a process printed, read back. */
    static Measured parse(String output) {
        return output.lines()
                .filter(line -> line.startsWith(RESULT))
                .map(line -> line.split(" ", -1))
                .map(words -> new Measured(
                        Long.parseLong(words[1]),
                        Double.parseDouble(words[2]),
                        Double.parseDouble(words[3]),
                        Long.parseLong(words[4])))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing was measured:\n" + output));
    }
}
