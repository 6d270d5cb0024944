package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue and the thread that serve one target in one run of a stream: how they are steered and looked at.
 *
 * <p>What fills the queue is the stream's reader or one of its own: see {@link LaneIntake}. What empties it is its thread: see {@link
 * LaneLoop}. Safe for use by several threads.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    private final LaneProgress progress;
    private final LaneOrders orders;
    private final LaneQueue queue;
    private final LaneIntake intake;
    private final LaneLoop loop;
    private final Thread thread;
    private boolean started;

    Lane(
            LaneProgress progress,
            Delivery delivery,
            DeadLetters letters,
            DeliveryLease lease,
            StreamSettings settings,
            StreamListener listener) {
        this.progress = progress;
        this.orders = new LaneOrders(progress);
        this.queue = new LaneQueue(settings.queueBytes());
        this.intake = new LaneIntake(queue);
        this.loop = new LaneLoop(
                progress,
                orders,
                queue,
                new ParallelHandOver(
                        progress,
                        orders,
                        delivery.settings(),
                        () -> new HandOver(progress, orders, delivery, letters, lease, listener)),
                new Redelivery(progress, orders, delivery, letters, lease, listener),
                lease);
        this.thread = new Thread(
                LogContext.around(progress.processor(), progress.name(), loop::run),
                "cdc-" + progress.processor() + "-" + progress.name());
        thread.setDaemon(true);
    }

    String name() {
        return progress.name();
    }

    LaneCheckpoint checkpoint() {
        return progress.checkpoint();
    }

    /** Begins to deliver, where its checkpoint is, joined unless it was detached. Without effect when it has begun. */
    synchronized void start() {
        if (!started) {
            intake.begin(Objects.requireNonNull(checkpoint().reached()));
            if (intake.isJoined()) {
                progress.joined();
            }
            thread.start();
            started = true;
        }
    }

    /** Whether it gets what the stream's reader reads. */
    boolean isJoined() {
        return intake.isJoined();
    }

    /** Says where the stream's reader begins. */
    void readerBegins(Position place) {
        intake.readerBegins(place);
        if (intake.isJoined() && queue.isEmpty()) {
            loop.readFrom(place);
        }
    }

    boolean hasRoom() {
        return queue.hasRoom();
    }

    /** Waits for room in the queue, at most {@code timeout}; whether there is. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        return queue.awaitRoom(timeout);
    }

    boolean isDrained() {
        return queue.isDrained();
    }

    /** For how many nanoseconds its queue has been full, and never half empty in between. */
    long fullFor() {
        return queue.fullFor();
    }

    /** Takes what the stream's reader has read, as far as it is for this lane. */
    void offer(ChangeBatch batch) {
        intake.offer(batch);
    }

    /** Takes the lane, behind what is queued, to a place that need not lie further on: the log was lost, and may have begun anew. */
    void jump(Position place) {
        ChangeBatch step = ChangeBatch.empty(place);
        loop.jump(step);
        intake.jump(step);
    }

    /** From now on the lane gets nothing that the stream's reader reads. */
    void detach(String why) {
        intake.detach();
        progress.behind(why);
    }

    /** Tells more of a lane that is detached. */
    void isBehind(String why) {
        if (!intake.isJoined()) {
            progress.behind(why);
        }
    }

    /** Where its own reader has to begin. */
    Position fed() {
        return intake.fed();
    }

    /** Takes what its own reader has read from {@code begin} on; false when it is joined, or was put elsewhere. */
    boolean feed(ChangeBatch batch, Position begin) {
        return intake.feed(batch, begin);
    }

    /** Waits until it can make use of a reader of its own, at most {@code timeout} or a little longer; whether it can. */
    boolean awaitWishToRead(Duration timeout) throws InterruptedException {
        return orders.awaitWork(timeout) && queue.awaitHalfEmpty(timeout);
    }

    /** Whether what is read for it will be delivered. */
    boolean mayRead() {
        return orders.isWorking();
    }

    /** Joins the others if that can be done now; whether it is joined. {@code idle}: its own reader has found nothing more to read. */
    boolean tryToJoin(boolean idle) {
        boolean joined = intake.tryToJoin(idle);
        if (joined) {
            progress.joined();
        }
        return joined;
    }

    void giveUpJoining() {
        intake.giveUpJoining();
    }

    /** Takes a detached lane, behind what is queued, to where the stream's reader is, unless it was put elsewhere than {@code from}. What lies between is not delivered. */
    void skipToHead(@Nullable Position from) {
        intake.jumpToHead(from, loop::jump);
        if (intake.isJoined()) {
            progress.joined();
        }
    }

    /** Lets the lane fail, until it is told to {@link #recover}. */
    void breakDown(Throwable why) {
        orders.breakDown(why);
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

    /**
     * Asks the lane to leave the others and to rest after the attempt in hand, until {@link #resume}. What is queued for it stays; what
     * follows it reads for itself then.
     */
    synchronized void pause() {
        orders.pause();
        intake.pause();
        progress.behind("it was paused, and has yet to read what it missed");
        if (!started) {
            progress.enter(TargetState.PAUSED, null);
        }
    }

    /**
     * Takes the lane, which is paused and rests, to a place where its checkpoint has been {@linkplain LaneCheckpoint#put put}. What is queued is
     * forgotten; what follows the place it reads for itself when it is resumed.
     */
    synchronized void put(Position place) {
        if (started) {
            Outcome done = loop.beginAnew();
            intake.put(place, done);
            progress.settled(done);
        }
    }

    /** Lets a lane that was paused, or broke, go on where it was. Without effect on any other. */
    synchronized void resume() {
        intake.resume();
        orders.resume();
        if (!started) {
            progress.enter(TargetState.RUNNING, null);
        }
    }

    boolean isPaused() {
        return orders.isPaused();
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

    /**
     * What the lane is doing now.
     *
     * @param next what the stream's reader has read and not yet offered; null when there is nothing
     */
    TargetStatus status(boolean connected, @Nullable ChangeBatch next) {
        Instant oldest = queue.oldest();
        Instant after = intake.isJoined() ? missing(next) : intake.oldestMissed();
        return progress.status(
                connected ? age(oldest == null ? after : oldest) : Double.NaN, queue.bytes(), queue.conservation());
    }

    private @Nullable Instant missing(@Nullable ChangeBatch next) {
        Position reached = checkpoint().reached();
        return next == null || (reached != null && reached.covers(next.resumePosition())) ? null : next.oldest();
    }

    private static double age(@Nullable Instant oldest) {
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, Instant.now()).toNanos() / 1e9);
    }
}
