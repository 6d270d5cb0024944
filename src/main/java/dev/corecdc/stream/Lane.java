package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.BackOffExecution;

/**
 * The queue and the thread that serve one target of a stream.
 *
 * <p>A batch that the target does not take is tried again, for ever, with growing pauses. {@link #awaitRoom} and {@link
 * #add} are for the stream's thread, everything else for any.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration WAKE_UP = Duration.ofMillis(200);

    /** What the lane's thread is to do. */
    private enum Order {
        RUN,
        /** Finish the attempt in hand, then wait. */
        HOLD,
        /** Deliver what is queued, then end. */
        DRAIN,
        /** Finish the attempt in hand, then end. */
        END
    }

    private final String processor;
    private final String name;
    private final LaneCheckpoint checkpoint;
    private final Delivery delivery;
    private final LaneQueue queue;
    private final BackOff pauses;
    private final StreamListener listener;

    private final LongAdder delivered = new LongAdder();
    private final LongAdder filtered = new LongAdder();
    private final LongAdder retried = new LongAdder();

    private final Object monitor = new Object();
    private Order order = Order.END;
    private boolean holding;
    private TargetState state = TargetState.RUNNING;
    private Instant since = Instant.now();
    private @Nullable String reason;
    private @Nullable Thread thread;

    /** Whether batches may come that the target had in an earlier run. Lane's thread only, once started. */
    private boolean repeats = true;

    Lane(
            String processor,
            String name,
            LaneCheckpoint checkpoint,
            Delivery delivery,
            StreamSettings settings,
            StreamListener listener) {
        this.processor = processor;
        this.name = name;
        this.checkpoint = checkpoint;
        this.delivery = delivery;
        this.queue = new LaneQueue(settings.queueBytes());
        this.pauses = settings.retry();
        this.listener = listener;
    }

    String name() {
        return name;
    }

    LaneCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Starts to deliver, with an empty queue, from what the checkpoint has reached. */
    void start() {
        queue.clear();
        repeats = true;
        delivery.restarted();
        enter(TargetState.RUNNING, null);
        launch();
    }

    private void launch() {
        synchronized (monitor) {
            order = Order.RUN;
            Thread next = new Thread(this::run, "cdc-" + processor + "-" + name);
            next.setDaemon(true);
            next.start();
            thread = next;
        }
    }

    /** Waits for room in the queue, at most {@code timeout}; whether there is. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        return queue.awaitRoom(timeout);
    }

    void add(ChangeBatch batch) {
        queue.add(batch);
    }

    /** Asks the lane to rest after the attempt in hand. */
    void hold() {
        order(Order.HOLD);
    }

    /** Whether the lane rests, and nothing reaches its target. */
    boolean isResting() {
        synchronized (monitor) {
            return holding || state == TargetState.FAILED;
        }
    }

    /** Lets a lane that rests or has failed go on where it was. */
    void release() {
        synchronized (monitor) {
            if (state == TargetState.FAILED) {
                enter(TargetState.RUNNING, null);
                launch();
            } else {
                order(Order.RUN);
            }
        }
    }

    /** Asks the lane to end when everything queued is delivered, or at once when it rests. */
    void drain() {
        synchronized (monitor) {
            order(order == Order.HOLD ? Order.END : Order.DRAIN);
        }
    }

    /** Waits for the end of a lane that was told to {@link #drain}; past {@code deadline} of {@link System#nanoTime} it is cut short. */
    void awaitEnd(long deadline) throws InterruptedException {
        Thread running = thread();
        if (running == null) {
            return;
        }
        running.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (running.isAlive()) {
            log.warn(
                    "{}/{}: {} bytes were not delivered in time; they will be read again",
                    processor,
                    name,
                    queue.bytes());
            end();
        }
    }

    /** Ends the lane at once. */
    void end() {
        order(Order.END);
        Thread running = thread();
        if (running != null) {
            running.interrupt();
        }
    }

    private @Nullable Thread thread() {
        synchronized (monitor) {
            return thread;
        }
    }

    private void order(Order next) {
        synchronized (monitor) {
            order = next;
            monitor.notifyAll();
        }
    }

    private void run() {
        try {
            while (mayDeliver()) {
                ChangeBatch batch = queue.peek(WAKE_UP);
                if (batch != null && deliver(batch)) {
                    queue.remove();
                }
            }
        } catch (InterruptedException e) {
            if (!isEnding()) {
                enter(TargetState.FAILED, "its thread was interrupted");
            }
        } catch (RuntimeException | Error e) {
            log.error("{}/{}: the lane broke", processor, name, e);
            enter(TargetState.FAILED, describe(e));
        }
    }

    /** Waits as long as the lane is to rest; false when it is to end. */
    private boolean mayDeliver() throws InterruptedException {
        synchronized (monitor) {
            if (order == Order.HOLD) {
                holding = true;
                enter(TargetState.PAUSED, null);
                while (order == Order.HOLD) {
                    monitor.wait();
                }
                holding = false;
                enter(TargetState.RUNNING, null);
            }
            return order == Order.RUN || (order == Order.DRAIN && !queue.isEmpty());
        }
    }

    /** Delivers a batch, with as many attempts as it takes; false when the lane was told to rest or end before. */
    private boolean deliver(ChangeBatch batch) throws InterruptedException {
        if (hasAlready(batch)) {
            return true;
        }
        BackOffExecution pause = pauses.start();
        while (!attempt(batch)) {
            if (!waitToRetry(pause.nextBackOff())) {
                return false;
            }
            retried.add(batch.size());
        }
        checkpoint.reach(batch.resumePosition());
        enter(TargetState.RUNNING, null);
        return true;
    }

    private boolean hasAlready(ChangeBatch batch) {
        Position reached = checkpoint.reached();
        repeats = repeats && reached != null && reached.covers(batch.resumePosition());
        return repeats;
    }

    private boolean attempt(ChangeBatch batch) throws InterruptedException {
        if (batch.isEmpty()) {
            return true;
        }
        long start = System.nanoTime();
        try {
            int taken = delivery.deliver(batch);
            delivered.add(taken);
            filtered.add(batch.size() - taken);
            listener.delivered(processor, name, taken, Duration.ofNanos(System.nanoTime() - start));
            return true;
        } catch (Exception | Error e) {
            if (e instanceof InterruptedException interrupt && isEnding()) {
                throw interrupt;
            }
            if (enter(TargetState.RETRYING, describe(e)) && (e instanceof RuntimeException || e instanceof Error)) {
                log.warn("{}/{}: the target threw", processor, name, e);
            }
            return false;
        }
    }

    private boolean isEnding() {
        synchronized (monitor) {
            return order == Order.END;
        }
    }

    private static String describe(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.toString() : message;
    }

    private boolean waitToRetry(long millis) throws InterruptedException {
        synchronized (monitor) {
            long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
            for (long left = millis; left > 0 && mayRetry(); left = (end - System.nanoTime()) / 1_000_000) {
                monitor.wait(left);
            }
            return mayRetry();
        }
    }

    private boolean mayRetry() {
        return order == Order.RUN || order == Order.DRAIN;
    }

    /** Enters a state; whether it is another one than before. */
    private boolean enter(TargetState next, @Nullable String why) {
        synchronized (monitor) {
            boolean changed = state != next;
            state = next;
            reason = why;
            if (!changed) {
                return false;
            }
            since = Instant.now();
        }
        if (why != null) {
            log.warn("{}/{} is {}: {}", processor, name, next, why);
        } else {
            log.info("{}/{} is {}", processor, name, next);
        }
        return true;
    }

    /** What the lane is doing now. */
    TargetStatus status(boolean connected) {
        Position reached = checkpoint.reached();
        Position saved = checkpoint.saved();
        synchronized (monitor) {
            return new TargetStatus(
                    name,
                    state,
                    since,
                    reason != null ? reason : checkpoint.error(),
                    reached == null ? null : reached.toMap(),
                    saved == null ? null : saved.toMap(),
                    checkpoint.savedAt(),
                    connected ? lagSeconds() : Double.NaN,
                    queue.bytes(),
                    new TargetStatus.Counts(delivered.sum(), filtered.sum(), 0, retried.sum()));
        }
    }

    private double lagSeconds() {
        Instant oldest = queue.oldest();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, Instant.now()).toNanos() / 1e9);
    }
}
