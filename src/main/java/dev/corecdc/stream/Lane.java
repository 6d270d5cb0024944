package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.checkpoint.DeliveryLease.Refusal;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue and the thread that serve one target in one run of a stream.
 *
 * <p>{@link #awaitRoom} and {@link #add} are for the stream's thread, everything else for any.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration WAKE_UP = Duration.ofMillis(200);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final HandOver handOver;
    private final DeliveryLease lease;
    private final LaneQueue queue;
    private final Thread thread;
    private boolean started;

    /** Whether the lane has shown that the service may not deliver. Lane's thread only. */
    private boolean refused;

    /** Whether batches may come that the target had in an earlier run. Lane's thread only. */
    private boolean repeats = true;

    /** The last step that was told to {@link #jump}. */
    private volatile @Nullable ChangeBatch jump;

    Lane(
            LaneProgress progress,
            Delivery delivery,
            RejectedChanges rejected,
            DeliveryLease lease,
            StreamSettings settings,
            StreamListener listener) {
        this.progress = progress;
        this.orders = new LaneOrders(progress);
        this.handOver = new HandOver(progress, orders, delivery, rejected, lease, listener);
        this.lease = lease;
        this.queue = new LaneQueue(settings.queueBytes());
        this.thread = new Thread(
                LogContext.around(progress.processor(), progress.name(), this::run),
                "cdc-" + progress.processor() + "-" + progress.name());
        thread.setDaemon(true);
    }

    String name() {
        return progress.name();
    }

    LaneCheckpoint checkpoint() {
        return progress.checkpoint();
    }

    /** Begins to deliver. Without effect when it has begun. */
    synchronized void start() {
        if (!started) {
            thread.start();
            started = true;
        }
    }

    /** Waits for room in the queue, at most {@code timeout}; whether there is. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        return queue.awaitRoom(timeout);
    }

    void add(ChangeBatch batch) {
        queue.add(batch);
    }

    /** Takes the lane, behind what is queued, to a place that need not lie further on: the log was lost, and may have begun anew. */
    void jump(Position place) {
        ChangeBatch step = ChangeBatch.empty(place);
        jump = step;
        queue.add(step);
    }

    /** Asks the lane to rest after the attempt in hand. */
    void hold() {
        orders.hold();
    }

    /** Whether a lane that was told to rest does so, and nothing reaches its target. */
    boolean isResting() {
        return orders.isResting() || !progress.turn().isLocked();
    }

    /** Lets a lane that rests go on where it was. */
    void release() {
        orders.release();
    }

    /** Lets a lane that broke go on where it was. Without effect on any other. */
    void recover() {
        orders.recover();
    }

    /** Asks the lane to end when everything queued is delivered, or at once when it rests. */
    void drain() {
        orders.drain();
    }

    /** Waits for the end of the lane, at most until {@code deadline} of {@link System#nanoTime}. */
    void awaitEnd(long deadline) throws InterruptedException {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }

    /** Ends the lane at once: an attempt in hand is interrupted. Without effect when it has ended. */
    void end() {
        boolean late = thread.isAlive() && !orders.isEnding();
        orders.end();
        if (late) {
            log.warn(
                    "{}/{}: {} bytes were not delivered in time; they will be read again",
                    progress.processor(),
                    name(),
                    queue.bytes());
        }
        thread.interrupt();
    }

    private void run() {
        if (awaitTurn()) {
            try {
                while (step()) {}
            } finally {
                progress.turn().unlock();
            }
        }
    }

    /** Waits until no thread of an earlier run is left in the target; false when the lane is to end before. */
    private boolean awaitTurn() {
        while (!orders.isEnding()) {
            try {
                if (progress.turn().tryLock(WAKE_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
                progress.enter(TargetState.RETRYING, "a call of the target from before the last stop still hangs");
            } catch (InterruptedException e) {
                log.debug("{}/{}: interrupted", progress.processor(), name());
            }
        }
        return false;
    }

    /** Waits for a batch and delivers it; false when the lane is to end. */
    private boolean step() {
        try {
            if (!orders.awaitGo(this::hasNothingToDeliver)) {
                return false;
            }
            if (!mayDeliver()) {
                return true;
            }
            ChangeBatch batch = queue.peek(WAKE_UP);
            if (batch != null && deliver(batch)) {
                queue.remove();
            }
        } catch (InterruptedException e) {
            // Only an order ends a lane.
            log.debug("{}/{}: interrupted", progress.processor(), name());
        } catch (RuntimeException | Error e) {
            orders.breakDown();
            tell(e);
        }
        return true;
    }

    private void tell(Throwable broken) {
        try {
            progress.broke(broken);
        } catch (RuntimeException | Error e) {
            // The state is told before the log; a lane must not end because a log has no memory left.
            log.debug("{}/{}: could not be logged", progress.processor(), name(), e);
        }
    }

    private boolean hasNothingToDeliver() {
        return queue.isEmpty() || lease.isLost();
    }

    /** Whether the service may deliver; where it may not, a little later. */
    private boolean mayDeliver() throws InterruptedException {
        Refusal refusal = lease.refusal();
        if (refusal != null) {
            refused = true;
            progress.enter(TargetState.RETRYING, refusal.reason());
            orders.awaitRetry(WAKE_UP.toMillis());
            return false;
        }
        if (refused) {
            refused = false;
            progress.enter(TargetState.RUNNING, null);
        }
        return true;
    }

    /** Delivers a batch, with as many attempts as it takes; false when the lane is to rest or end, or may not deliver, before. */
    private boolean deliver(ChangeBatch batch) throws InterruptedException {
        if (hasAlready(batch)) {
            return true;
        }
        if (!batch.isEmpty()) {
            Outcome outcome = handOver.deliver(batch);
            if (outcome == null) {
                return false;
            }
            progress.settled(outcome);
        }
        checkpoint().reach(batch.resumePosition());
        progress.enter(TargetState.RUNNING, null);
        return true;
    }

    private boolean hasAlready(ChangeBatch batch) {
        Position reached = checkpoint().reached();
        repeats = repeats && !batch.equals(jump) && reached != null && reached.covers(batch.resumePosition());
        return repeats;
    }

    /**
     * What the lane is doing now.
     *
     * @param next when the oldest change that is read but not yet queued was committed, null when there is none
     */
    TargetStatus status(boolean connected, @Nullable Instant next) {
        Instant oldest = queue.oldest();
        return progress.status(connected ? age(oldest == null ? next : oldest) : Double.NaN, queue.bytes());
    }

    private static double age(@Nullable Instant oldest) {
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, Instant.now()).toNanos() / 1e9);
    }
}
