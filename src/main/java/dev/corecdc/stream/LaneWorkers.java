package dev.corecdc.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads by which a lane does several things at a time. Used by the lane's thread. */
final class LaneWorkers implements AutoCloseable {

    private final LaneProgress progress;
    private final ExecutorService threads;
    private final Set<Thread> busy = new HashSet<>();

    LaneWorkers(LaneProgress progress) {
        this.progress = progress;
        this.threads = Executors.newCachedThreadPool(
                DaemonThreads.named("cdc-%s-%s-worker".formatted(progress.processor(), progress.name())));
    }

    /** Does all of it, and returns when none of it goes on any more. Interrupts that come meanwhile are passed on to those who work. */
    void doAll(List<Runnable> works) {
        CountDownLatch going = new CountDownLatch(works.size());
        int begun = 0;
        try {
            for (Runnable work : works) {
                threads.execute(LogContext.around(progress.processor(), progress.name(), () -> doOne(work, going)));
                begun++;
            }
        } finally {
            for (int i = begun; i < works.size(); i++) {
                going.countDown();
            }
            await(going);
        }
    }

    private void doOne(Runnable work, CountDownLatch going) {
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
            going.countDown();
        }
    }

    private void await(CountDownLatch going) {
        boolean interrupted = false;
        for (boolean ended = false; !ended; ) {
            try {
                going.await();
                ended = true;
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
