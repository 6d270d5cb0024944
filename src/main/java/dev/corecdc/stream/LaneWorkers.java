package dev.corecdc.stream;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads by which a lane does several things at a time. Used by the lane's thread. */
final class LaneWorkers implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final LaneProgress progress;
    private final ThreadPoolExecutor threads;
    private final Set<Thread> busy = new HashSet<>();

    /** @param most how many threads there may be */
    LaneWorkers(LaneProgress progress, int most) {
        this.progress = progress;
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE.toNanos(),
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                DaemonThreads.named("cdc-%s-%s-worker".formatted(progress.processor(), progress.name())));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does all of it, and returns when none of it goes on any more. Interrupts that come meanwhile are passed on to those who work. */
    void doAll(List<Runnable> works) {
        Semaphore done = new Semaphore(0);
        int begun = 0;
        try {
            for (Runnable work : works) {
                threads.execute(LogContext.around(progress.processor(), progress.name(), () -> doOne(work, done)));
                begun++;
            }
        } finally {
            await(done, begun);
        }
    }

    private void doOne(Runnable work, Semaphore done) {
        Thread worker = Thread.currentThread();
        synchronized (busy) {
            busy.add(worker);
        }
        try {
            work.run();
        } finally {
            synchronized (busy) {
                busy.remove(worker);
            }
            done.release();
        }
    }

    private void await(Semaphore done, int begun) {
        boolean interrupted = false;
        for (int ended = 0; ended < begun; ) {
            try {
                done.acquire();
                ended++;
            } catch (InterruptedException e) {
                interrupted = true;
                synchronized (busy) {
                    busy.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the threads end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
