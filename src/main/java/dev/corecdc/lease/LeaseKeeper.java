package dev.corecdc.lease;

import dev.corecdc.checkpoint.CheckpointException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease as long as it is wanted, often enough that one request may fail. */
public final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Lease lease;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "cdc-lease");
        thread.setDaemon(true);
        return thread;
    });

    /** Whether the last renewal failed. The clock's thread only. */
    private boolean troubled;

    /** Begins to renew it. */
    public LeaseKeeper(Lease lease) {
        this.lease = lease;
        long nanos = lease.entry().ttl().toNanos() / 6;
        var unused = clock.scheduleWithFixedDelay(this::renew, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void renew() {
        if (lease.isLost()) {
            clock.shutdown();
            return;
        }
        try {
            lease.renew();
            if (troubled) {
                log.info("The lease is renewed again");
            }
            troubled = false;
        } catch (CheckpointException e) {
            if (!troubled && !lease.isLost()) {
                log.warn("The lease could not be renewed; it is tried again. {}", e.getMessage());
            }
            troubled = true;
        } catch (RuntimeException | Error e) {
            // Thrown further, it would end the clock.
            log.error("The lease could not be renewed; it is tried again", e);
        }
    }

    /** Renews no more. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
