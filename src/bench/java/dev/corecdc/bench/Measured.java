package dev.corecdc.bench;

/**
 * One reading of a workload.
 *
 * @param rows how many rows were delivered
 * @param seconds from the first of them to the last
 * @param cpuSeconds what the process took of the processors meanwhile
 * @param megabytes the most that was resident, since the process began
 */
record Measured(long rows, double seconds, double cpuSeconds, long megabytes) {

    double rowsPerSecond() {
        return rows / seconds;
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds / rows * 1_000_000;
    }
}
