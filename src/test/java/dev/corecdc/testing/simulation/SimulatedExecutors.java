package dev.corecdc.testing.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/** Stands for {@link java.util.concurrent.Executors} in simulated code. */
public final class SimulatedExecutors {

    private SimulatedExecutors() {}

    public static ScheduledExecutorService newSingleThreadScheduledExecutor(ThreadFactory ignored) {
        return new SimulatedExecutor();
    }

    public static ExecutorService newCachedThreadPool(ThreadFactory ignored) {
        return new SimulatedExecutor();
    }
}
