package dev.corecdc.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Has a thread for each task. Of what executors can do, only what the engine asks for. */
final class SimulatedExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    private final List<SimulatedThread> threads = new ArrayList<>();
    private boolean shutDown;

    @Override
    public void execute(Runnable task) {
        if (shutDown) {
            throw new RejectedExecutionException("shut down");
        }
        SimulatedThread thread = new SimulatedThread(task, "executor");
        threads.removeIf(other -> !other.isRunning());
        threads.add(thread);
        thread.start();
    }

    /** The first time too, and until it throws. */
    @Override
    @SuppressWarnings("NullAway") // None asks for the future.
    public @Nullable ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        execute(() -> {
            try {
                Simulation.current().sleep(unit.toNanos(first));
                while (!shutDown) {
                    task.run();
                    Simulation.current().sleep(unit.toNanos(delay));
                }
            } catch (InterruptedException e) {
                // It was shut down.
            }
        });
        return null;
    }

    /** What is scheduled ends; what was only to be executed does not. */
    @Override
    public void shutdown() {
        Simulation.current().point();
        shutDown = true;
        threads.stream().filter(SimulatedThread::isSleeping).forEach(SimulatedThread::interrupt);
    }

    @Override
    public List<Runnable> shutdownNow() {
        Simulation.current().point();
        shutDown = true;
        threads.forEach(SimulatedThread::interrupt);
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown && threads.stream().noneMatch(SimulatedThread::isRunning);
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = Simulation.current().now() + unit.toNanos(timeout);
        for (SimulatedThread thread : List.copyOf(threads)) {
            thread.join(Math.max(1, (deadline - Simulation.current().now()) / 1_000_000));
        }
        return isTerminated();
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> callable) {
        throw new UnsupportedOperationException();
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Runnable runnable, T value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }
}
