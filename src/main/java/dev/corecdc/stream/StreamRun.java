package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.Position;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a stream, from its start to its end: a thread that does what was last ordered, as far as the source lets it.
 *
 * <p>A run that hangs where it cannot be interrupted outlives its end; the next one waits for it.
 */
final class StreamRun {

    private static final Logger log = LoggerFactory.getLogger(StreamRun.class);
    private static final Duration WAKE_UP = Duration.ofMillis(20);

    /** What lanes get, after their time is up, to take note of it. */
    private static final long GRACE_NANOS = Duration.ofMillis(500).toNanos();

    private final String name;
    private final List<Lane> lanes;
    private final StreamProgress progress;
    private final StreamOrders orders;
    private final StreamWork work;
    private final Thread thread;

    /**
     * Makes a run that is not started.
     *
     * @param first what it begins with: RUNNING or PAUSED
     * @throws CheckpointException when the checkpoints cannot be read
     */
    StreamRun(
            StreamDefinition definition,
            List<Lane> lanes,
            CheckpointStore store,
            StreamSettings settings,
            StreamProgress progress,
            ProcessorState first) {
        this.name = definition.name();
        this.lanes = lanes;
        this.progress = progress;
        this.orders = new StreamOrders(first);
        this.work = new StreamWork(definition, lanes, store, settings, progress, orders);
        this.thread = new Thread(LogContext.around(name, null, this::run), "cdc-" + name);
        thread.setDaemon(true);
    }

    void start() {
        progress.enter(ProcessorState.STARTING, null);
        thread.start();
    }

    /** Whether the run has not been told to stop. */
    boolean isGoingOn() {
        return !orders.isStopping();
    }

    ProcessorState requested() {
        return orders.requested();
    }

    /** Asks for a rest; false when it is too late. */
    boolean pause() {
        boolean heard = orders.request(ProcessorState.PAUSED, false);
        work.cutOpeningShort();
        return heard;
    }

    /** Lets a lane that broke go on. Without effect on any other. */
    void recover(String target) {
        withLane(target, Lane::recover);
    }

    /** Asks one lane for a rest; false when it is too late. */
    boolean pauseTarget(String target) {
        withLane(target, Lane::pause);
        return isGoingOn();
    }

    /** Asks one lane to go on, from a rest or a failure; false when it is too late. */
    boolean resumeTarget(String target) {
        withLane(target, Lane::resume);
        return isGoingOn();
    }

    /** Whether it was asked to rest as a whole, and nothing reaches any target. */
    boolean isAtRest() {
        return orders.requested() == ProcessorState.PAUSED
                && progress.state() == ProcessorState.PAUSED
                && lanes.stream().allMatch(Lane::isResting);
    }

    /** Waits until it {@linkplain #isAtRest() rests as a whole}, at most until {@code deadline} of {@link System#nanoTime}. */
    void awaitRest(long deadline) throws InterruptedException {
        while (!isAtRest() && deadline - System.nanoTime() > 0) {
            orders.awaitNewSince(orders.number(), WAKE_UP);
        }
    }

    /** Whether one target was asked to rest, and nothing reaches it. */
    boolean isAtRest(String target) {
        return lanes.stream().anyMatch(lane -> lane.name().equals(target) && lane.isPaused() && lane.isResting());
    }

    /** Takes one lane, which is {@linkplain #isAtRest(String) at rest}, to where its checkpoint has been put. */
    void put(String target, Position place) {
        withLane(target, lane -> lane.put(place));
    }

    private void withLane(String target, Consumer<Lane> order) {
        lanes.stream().filter(lane -> lane.name().equals(target)).forEach(order);
    }

    /** Asks to go on, from a rest or a failure, the stream's or a lane's; false when it is too late. */
    boolean resume() {
        ProcessorState state = progress.state();
        lanes.forEach(Lane::recover);
        return orders.request(
                ProcessorState.RUNNING, state == ProcessorState.FAILED || state == ProcessorState.RECONNECTING);
    }

    /** Asks for the end, with what is queued delivered until {@code deadline} of {@link System#nanoTime}. */
    void requestStop(long deadline) {
        if (isGoingOn()) {
            progress.enter(ProcessorState.STOPPING, null);
        }
        orders.stop(deadline);
        work.cutOpeningShort();
    }

    /** Waits until the run has ended, at most until {@code deadline} of {@link System#nanoTime}. Past it all that can be is cut short. */
    void awaitEnd(long deadline) throws InterruptedException {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (thread.isAlive()) {
            log.warn("{} does not end", name);
            lanes.forEach(Lane::end);
            thread.interrupt();
        }
    }

    List<TargetStatus> targets() {
        boolean connected = progress.state() == ProcessorState.RUNNING;
        return lanes.stream().map(lane -> lane.status(connected, work.inHand())).toList();
    }

    private void run() {
        if (!awaitTurn()) {
            return;
        }
        try {
            progress.enter(ProcessorState.STARTING, null);
            // Counted before it is looked at, so that a stop in between is one that is new.
            for (long order = orders.number(); !orders.isStopping(); order = orders.number()) {
                work.goOn(order);
            }
            drain();
        } catch (InterruptedException e) {
            log.warn("{} was cut short", name);
        } finally {
            lanes.forEach(Lane::end);
            progress.enter(ProcessorState.STOPPED, null);
            progress.turn().unlock();
        }
    }

    /** Waits until no earlier run is left; false when this one is to end before. */
    private boolean awaitTurn() {
        do {
            try {
                if (progress.turn().tryLock(WAKE_UP.toMillis(), TimeUnit.MILLISECONDS)) {
                    return true;
                }
                progress.enter(ProcessorState.STARTING, "it waits for what still hangs from before the last stop");
            } catch (InterruptedException e) {
                log.debug("{}: interrupted", name);
            }
        } while (!orders.isStopping());
        return false;
    }

    private void drain() throws InterruptedException {
        progress.enter(ProcessorState.STOPPING, null);
        lanes.forEach(Lane::drain);
        awaitLanes(orders.deadline());
        lanes.forEach(Lane::end);
        awaitLanes(orders.deadline() + GRACE_NANOS);
        lanes.forEach(lane -> lane.checkpoint().tryFlush());
    }

    private void awaitLanes(long deadline) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.awaitEnd(deadline);
        }
    }
}
