package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.RetryLaterException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Sees a batch through to a target, with as many attempts as it takes, part by part where the target rejects a change. Used by one thread
 * at a time.
 */
final class HandOver {

    private static final Logger log = LoggerFactory.getLogger(HandOver.class);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final Delivery delivery;
    private final RejectedChanges rejected;
    private final DeliveryLease lease;
    private final StreamListener listener;
    private final LaneSettings settings;

    private @Nullable BatchInHand inHand;

    HandOver(
            LaneProgress progress,
            LaneOrders orders,
            Delivery delivery,
            RejectedChanges rejected,
            DeliveryLease lease,
            StreamListener listener) {
        this.progress = progress;
        this.orders = orders;
        this.delivery = delivery;
        this.rejected = rejected;
        this.lease = lease;
        this.listener = listener;
        this.settings = delivery.settings();
    }

    /**
     * Hands over a batch that is not empty. Called again after it was cut short, with the same batch, it goes on where it was.
     *
     * @return what became of its changes; null when the lane is to rest or end, or may not deliver, before all is done
     * @throws LaneHaltedException when only a person can help
     */
    @Nullable
    Outcome deliver(ChangeBatch batch) throws InterruptedException {
        if (inHand == null) {
            inHand = new BatchInHand(batch, delivery.isWhole() ? 0 : settings.batchSize());
        }
        BatchInHand due = inHand;
        while (!due.isDone()) {
            if (!orders.mayTry() || !deliverPart(due)) {
                return null;
            }
        }
        inHand = null;
        return due.outcome();
    }

    /** Forgets the batch that was cut short; what became of those of its changes that are no longer due. */
    Outcome giveUp() {
        BatchInHand due = inHand;
        inHand = null;
        return due == null ? Outcome.NONE : due.outcome();
    }

    private boolean deliverPart(BatchInHand due) throws InterruptedException {
        BackOffExecution pause = settings.retry().start();
        for (Throwable failure = attempt(due); failure != null; failure = attempt(due)) {
            if (mayTry()) {
                progress.failed(failure);
            }
            long millis = pause.nextBackOff();
            if (millis == BackOffExecution.STOP && mayTry()) {
                throw new LaneHaltedException(
                        "the last attempt that 'retry' allows has failed: %s. When that is mended, resume."
                                .formatted(LaneProgress.describe(failure)),
                        failure);
            }
            if (lease.refusal() != null || !orders.awaitRetry(Math.max(millis, asked(failure)))) {
                return false;
            }
            progress.retried(due.part().size());
        }
        return true;
    }

    /** How long the target was asked to wait, in milliseconds. */
    private static long asked(Throwable failure) {
        return failure instanceof RetryLaterException later ? later.pause().toMillis() : 0;
    }

    /** Whether an attempt may begin; what an attempt says that was cut short says nothing of its target. */
    private boolean mayTry() {
        return orders.mayTry() && lease.refusal() == null;
    }

    /** Attempts to hand over the part that is due; why that failed, null when it did not. */
    private @Nullable Throwable attempt(BatchInHand due) {
        try {
            ChangeBatch admitted = rejected.admit(due.part());
            due.admitted(admitted);
            if (!admitted.isEmpty()) {
                handOver(due);
            }
            return null;
        } catch (LaneHaltedException e) {
            throw e;
        } catch (Exception | Error e) {
            return e;
        } finally {
            forgetInterrupt();
        }
    }

    private void handOver(BatchInHand due) throws Exception {
        ChangeBatch part = due.part();
        long start = System.nanoTime();
        try {
            Outcome outcome = delivery.deliver(part, due.isLast(), orders::mayTry);
            due.settled(outcome);
            tell(outcome, Duration.ofNanos(System.nanoTime() - start));
        } catch (RejectedRecordException e) {
            if (!mayTry()) {
                throw e;
            }
            int index = e.index().orElse(-1);
            if (delivery.isWhole() && index >= 0 && index < part.records().size()) {
                rejected.setAside(part.part(index, index + 1), e);
            } else if (part.size() > 1) {
                due.split(e);
            } else {
                rejected.setAside(part, e);
                due.settled(new Outcome(0, 0, 1, 0));
            }
        }
    }

    /** A target that interrupts its own thread, or an attempt that was cut short, must not disturb the waiting that follows. */
    private void forgetInterrupt() {
        if (!orders.isEnding() && Thread.interrupted()) {
            log.debug("{}/{}: the attempt left an interrupt", progress.processor(), progress.name());
        }
    }

    private void tell(Outcome outcome, Duration took) {
        try {
            listener.delivered(progress.processor(), progress.name(), (int) outcome.delivered(), took);
        } catch (RuntimeException | Error e) {
            log.error("{}/{}: a listener threw", progress.processor(), progress.name(), e);
        }
    }
}
