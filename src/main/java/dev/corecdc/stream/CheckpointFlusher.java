package dev.corecdc.stream;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves checkpoints at intervals, each by itself, so that one that hangs holds up no other. */
final class CheckpointFlusher {

    private static final Logger log = LoggerFactory.getLogger(CheckpointFlusher.class);

    private final List<LaneCheckpoint> checkpoints;
    private final Set<LaneCheckpoint> underway = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("cdc-clock"));
    private final ExecutorService savers = Executors.newCachedThreadPool(DaemonThreads.named("cdc-checkpoints"));

    CheckpointFlusher(List<LaneCheckpoint> checkpoints, Duration interval) {
        this.checkpoints = List.copyOf(checkpoints);
        long nanos = interval.toNanos();
        var unused = clock.scheduleWithFixedDelay(this::flush, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void flush() {
        for (LaneCheckpoint checkpoint : checkpoints) {
            if (checkpoint.hasMoved() && underway.add(checkpoint)) {
                try {
                    savers.execute(() -> flush(checkpoint));
                } catch (RuntimeException | Error e) {
                    // Thrown further, it would end the clock.
                    underway.remove(checkpoint);
                    log.error("a checkpoint could not be saved; it is tried again", e);
                }
            }
        }
    }

    private void flush(LaneCheckpoint checkpoint) {
        try {
            checkpoint.tryFlush();
        } finally {
            underway.remove(checkpoint);
        }
    }

    /** Saves all checkpoints that have moved a last time, and waits for that at most {@code timeout}. */
    void stop(Duration timeout) throws InterruptedException {
        clock.shutdown();
        boolean ended = clock.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        for (LaneCheckpoint checkpoint : checkpoints) {
            if (checkpoint.hasMoved()) {
                savers.execute(checkpoint::tryFlush);
            }
        }
        savers.shutdown();
        ended &= savers.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            log.warn("checkpoints could not be saved in time; what they cover will be delivered again");
        }
    }
}
