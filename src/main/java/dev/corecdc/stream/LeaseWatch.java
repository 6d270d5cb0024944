package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeliveryLease;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets attempts be made only while the service may deliver, and interrupts those in hand when it may no longer. Safe for use
 * by several threads.
 */
final class LeaseWatch {

    private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);

    /** How long an attempt may go on unnoticed; a small part of what a lease leaves for attempts to end. */
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private final DeliveryLease lease;
    private final Set<Thread> attempting = new HashSet<>();
    private @Nullable ScheduledExecutorService clock;

    LeaseWatch(DeliveryLease lease) {
        this.lease = lease;
    }

    /** Begins to look after the attempts in hand, where there is a lease that may end. Without effect when it has begun. */
    synchronized void start() {
        if (clock == null && !lease.equals(DeliveryLease.UNLIMITED)) {
            clock = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cdc-lease-watch"));
            var unused = clock.scheduleWithFixedDelay(
                    this::interruptRefused, INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Looks no more after the attempts in hand. */
    synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    /**
     * Makes an attempt.
     *
     * @throws CheckpointException when the service may not deliver; nothing was attempted then
     * @throws Exception as the attempt threw, if need be because it was interrupted
     */
    <T> T attempt(Callable<T> attempt) throws Exception {
        begin();
        try {
            return attempt.call();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        lease.require();
        attempting.add(Thread.currentThread());
    }

    private synchronized void end() {
        attempting.remove(Thread.currentThread());
    }

    private synchronized void interruptRefused() {
        try {
            if (!attempting.isEmpty() && lease.refusal() != null) {
                // Each only once: what it does to end in good order must not be disturbed.
                attempting.forEach(Thread::interrupt);
                attempting.clear();
            }
        } catch (RuntimeException | Error e) {
            // Thrown further, it would end the clock.
            log.error("the lease could not be looked after; it is tried again", e);
        }
    }
}
