package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.checkpoint.DeliveryLease.Refusal;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane's thread does: takes batch after batch from the queue and sees it through to the target, as the lane is told. */
final class LaneLoop {

    private static final Logger log = LoggerFactory.getLogger(LaneLoop.class);
    private static final Duration WAKE_UP = Duration.ofMillis(200);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final LaneQueue queue;
    private final ParallelHandOver handOver;
    private final Redelivery redelivery;
    private final DeliveryLease lease;
    private final RepeatedBatches repeated;

    /** Whether the lane has shown that the service may not deliver. */
    private boolean refused;

    LaneLoop(
            LaneProgress progress,
            LaneOrders orders,
            LaneQueue queue,
            ParallelHandOver handOver,
            Redelivery redelivery,
            DeliveryLease lease) {
        this.progress = progress;
        this.orders = orders;
        this.queue = queue;
        this.handOver = handOver;
        this.redelivery = redelivery;
        this.lease = lease;
        this.repeated = new RepeatedBatches(progress.checkpoint());
    }

    /** Told by others: the batch, which is to be queued, takes the lane to a place that need not lie further on. */
    void jump(ChangeBatch step) {
        repeated.except(step);
    }

    /** Told by others, before the first batch: where the reader begins that it comes from. */
    void readFrom(Position place) {
        repeated.readFrom(place);
    }

    /** Told by others, while the lane rests: it goes on at another place, where its checkpoint is. What became of the batch in hand. */
    Outcome beginAnew() {
        repeated.beginAnew();
        redelivery.begin();
        return handOver.giveUp();
    }

    /** Goes on until the lane is to end. */
    void run() {
        if (awaitTurn()) {
            try {
                redelivery.begin();
                while (step()) {}
            } finally {
                handOver.close();
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
                log.debug("{}/{}: interrupted", progress.processor(), progress.name());
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
            if (!mayDeliver() || !redelivery.deliver()) {
                return true;
            }
            ChangeBatch batch = next();
            if (batch != null) {
                deliver(batch);
            }
        } catch (InterruptedException e) {
            // Only an order ends a lane.
            log.debug("{}/{}: interrupted", progress.processor(), progress.name());
        } catch (RuntimeException | Error e) {
            orders.breakDown(e);
        }
        return true;
    }

    /** The first batch of the queue, made as large as is asked for; null when there is none for a while. */
    private @Nullable ChangeBatch next() throws InterruptedException {
        LaneSettings settings = handOver.settings();
        ChangeBatch first = queue.peek(WAKE_UP);
        if (first == null || settings.gathered() == 0 || repeated.mayCome() || !handOver.isFree()) {
            return first;
        }
        queue.gather(settings.gathered(), settings.linger(), orders::isWorking);
        return queue.peek(WAKE_UP);
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

    /** Delivers the first batch of the queue, unless the lane is to rest or end, or may not deliver, before. */
    private void deliver(ChangeBatch batch) throws InterruptedException {
        if (repeated.contains(batch)) {
            queue.removeRepeated();
            return;
        }
        if (!goBack()) {
            return;
        }
        Outcome outcome = batch.isEmpty() ? Outcome.NONE : handOver.deliver(batch);
        if (outcome != null) {
            progress.checkpoint().reach(batch.resumePosition());
            progress.enter(TargetState.RUNNING, null);
            progress.settled(outcome);
            queue.remove(outcome);
        }
    }

    /** Takes the checkpoint to the beginning of a batch of which the target had a part; whether it is saved. */
    private boolean goBack() throws InterruptedException {
        Position begin = repeated.beginOfPartlyRepeated();
        if (begin != null) {
            try {
                progress.checkpoint().goBack(begin);
            } catch (CheckpointException e) {
                progress.enter(TargetState.RETRYING, e.getMessage());
                orders.awaitRetry(WAKE_UP.toMillis());
                return false;
            }
        }
        repeated.end();
        return true;
    }
}
