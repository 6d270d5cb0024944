package dev.corecdc.stream;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a lane's thread was told to do, and whether it rests. Safe for use by several threads. */
final class LaneOrders {

    private static final Logger log = LoggerFactory.getLogger(LaneOrders.class);

    private enum Order {
        RUN,
        /** Finish the attempt in hand, then rest. */
        HOLD,
        /** Deliver what is queued, then end. */
        DRAIN,
        /** Finish the attempt in hand, then end. */
        END
    }

    private final LaneProgress progress;
    private Order order = Order.RUN;
    private boolean paused;

    /** Why the lane, or its reader, cannot go on; null when it can. */
    private @Nullable Throwable broken;

    private boolean resting;

    /** Whether the lane's thread has got so far that it may deliver; what was shown before that is then over. */
    private boolean begun;

    LaneOrders(LaneProgress progress) {
        this.progress = progress;
    }

    /** Told by others: rest after the attempt in hand. */
    void hold() {
        give(Order.HOLD);
    }

    /** Told by others: go on after a rest. */
    void release() {
        give(Order.RUN);
    }

    /** Told by others: end when everything queued is delivered, or at once when resting. */
    synchronized void drain() {
        give(order == Order.RUN && !paused ? Order.DRAIN : Order.END);
    }

    /** Told by others: end. */
    void end() {
        give(Order.END);
    }

    private synchronized void give(Order next) {
        if (order != Order.END) {
            order = next;
            notifyAll();
        }
    }

    /** Told by others: rest after the attempt in hand, whatever the others do, until {@link #resume}. A lane that broke is forgiven. */
    synchronized void pause() {
        paused = true;
        broken = null;
        notifyAll();
    }

    /** Told by others: go on after {@link #pause}, and try again after {@link #breakDown}. */
    synchronized void resume() {
        paused = false;
        recover();
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** Told by others: try again after {@link #breakDown}. */
    synchronized void recover() {
        broken = null;
        notifyAll();
    }

    /** The lane, or its reader, cannot go on. */
    void breakDown(Throwable why) {
        synchronized (this) {
            broken = why;
            notifyAll();
        }
        try {
            progress.broke(why);
        } catch (RuntimeException | Error e) {
            // The state is told before the log; a lane must not end because a log has no memory left.
            log.debug("{}/{}: could not be logged", progress.processor(), progress.name(), e);
        }
    }

    /** Whether the lane neither rests nor ends nor is broken. */
    synchronized boolean isWorking() {
        return order == Order.RUN && !paused && broken == null;
    }

    /** Waits until the lane {@link #isWorking works}, at most {@code timeout}; whether it does. */
    synchronized boolean awaitWork(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toMillis(); left > 0 && !isWorking(); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return isWorking();
    }

    /** Whether the lane's thread waits to be released, recovered or ended. */
    synchronized boolean isResting() {
        return resting;
    }

    /** Waits as long as the lane is to rest, or is broken; false when it is to end, if need be because it has nothing to deliver. */
    synchronized boolean awaitGo(BooleanSupplier hasNothing) throws InterruptedException {
        while (order == Order.HOLD || (order == Order.RUN && (paused || broken != null))) {
            resting = true;
            if (broken == null) {
                progress.enter(TargetState.PAUSED, null);
            } else {
                // An attempt that was under way when the reader broke may have ended well, and have said so.
                progress.broke(broken);
            }
            wait();
        }
        if ((resting || (!begun && order == Order.RUN)) && broken == null) {
            progress.enter(TargetState.RUNNING, null);
        }
        resting = false;
        begun = true;
        return broken == null && (order == Order.RUN || (order == Order.DRAIN && !hasNothing.getAsBoolean()));
    }

    /** Waits between two attempts; whether there may be another. */
    synchronized boolean awaitRetry(long millis) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis; left > 0 && mayTry(); left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return mayTry();
    }

    /** Whether an attempt may begin. */
    synchronized boolean mayTry() {
        return isWorking() || (order == Order.DRAIN && broken == null);
    }

    synchronized boolean isEnding() {
        return order == Order.END;
    }
}
