package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;

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

    private final StreamDefinition definition;
    private final List<Lane> lanes;
    private final DeliveryLease lease;
    private final StreamSettings settings;
    private final StreamProgress progress;
    private final StreamOrders orders;
    private final StreamPlaces places;
    private final StreamLoop loop;
    private final Thread thread;

    /** Whether the thread waits for the source to be opened. Guarded by this. */
    private boolean opening;

    // What follows is the run's thread's own.

    /** Whether the source could once be read. */
    private boolean worked;

    /** The pauses since the last batch; null when there was none. */
    private @Nullable BackOffExecution pauses;

    /**
     * Makes a run that is not started.
     *
     * @param first what it begins with: RUNNING or PAUSED
     * @param pausedTargets the names of targets that are to rest from the start
     * @throws CheckpointException when the checkpoints cannot be read
     */
    StreamRun(
            StreamDefinition definition,
            List<Lane> lanes,
            CheckpointStore store,
            StreamSettings settings,
            StreamProgress progress,
            ProcessorState first,
            Set<String> pausedTargets) {
        this.definition = definition;
        this.lanes = lanes;
        this.lease = DeliveryLease.of(store);
        this.settings = settings;
        this.progress = progress;
        this.orders = new StreamOrders(first);
        this.places = new StreamPlaces(definition, store, lanes);
        this.worked = places.load();
        lanes.stream().filter(lane -> pausedTargets.contains(lane.name())).forEach(Lane::pause);
        this.loop = new StreamLoop(lanes, new Detaching(lanes, settings.detachAfter()), this::offered);
        this.thread = new Thread(LogContext.around(definition.name(), null, this::run), "cdc-" + definition.name());
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
        cutOpeningShort();
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
        cutOpeningShort();
    }

    private synchronized void cutOpeningShort() {
        if (opening) {
            thread.interrupt();
        }
    }

    /** Waits until the run has ended, at most until {@code deadline} of {@link System#nanoTime}. Past it all that can be is cut short. */
    void awaitEnd(long deadline) throws InterruptedException {
        thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        if (thread.isAlive()) {
            log.warn("{} does not end", definition.name());
            lanes.forEach(Lane::end);
            thread.interrupt();
        }
    }

    List<TargetStatus> targets() {
        boolean connected = progress.state() == ProcessorState.RUNNING;
        return lanes.stream().map(lane -> lane.status(connected, loop.inHand())).toList();
    }

    private void run() {
        if (!awaitTurn()) {
            return;
        }
        try {
            progress.enter(ProcessorState.STARTING, null);
            while (!orders.isStopping()) {
                goOn(orders.number());
            }
            drain();
        } catch (InterruptedException e) {
            log.warn("{} was cut short", definition.name());
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
                log.debug("{}: interrupted", definition.name());
            }
        } while (!orders.isStopping());
        return false;
    }

    /** Goes on until another order comes. */
    private void goOn(long order) {
        try {
            step(order);
        } catch (InterruptedException e) {
            log.debug("{}: interrupted", definition.name());
        } catch (RuntimeException | Error e) {
            // Only an order ends a run, not even what goes wrong while a failure is told.
            log.debug("{}: could not be told", definition.name(), e);
        }
    }

    private void step(long order) throws InterruptedException {
        try {
            if (orders.requested() == ProcessorState.PAUSED) {
                rest(order);
            } else {
                stream(order);
            }
        } catch (PositionLostException e) {
            if (definition.onHistoryLost() == OnHistoryLost.FAIL) {
                fail(e.getMessage(), order);
            } else {
                places.lost(e.getMessage());
                reconnect(e.getMessage(), order);
            }
        } catch (SourceException e) {
            if (e.kind() == Kind.UNAVAILABLE || (e.kind() == Kind.REFUSED && worked)) {
                reconnect(e.getMessage(), order);
            } else {
                fail(e.getMessage(), order);
            }
        } catch (CheckpointException e) {
            if (lease.isLost()) {
                fail(e.getMessage(), order);
            } else {
                reconnect(e.getMessage(), order);
            }
        } catch (InterruptedException e) {
            if (!orders.isNewSince(order)) {
                fail("its thread was interrupted", order);
            }
        } catch (RuntimeException | Error e) {
            if (orders.isNewSince(order)) {
                log.error("{}: the stream broke, and goes on as it was told meanwhile", definition.name(), e);
            }
            fail(() -> progress.broke(e), order);
        }
    }

    private void rest(long order) throws InterruptedException {
        lanes.forEach(Lane::hold);
        while (!orders.isNewSince(order) && !lanes.stream().allMatch(Lane::isResting)) {
            orders.awaitNewSince(order, WAKE_UP);
        }
        if (!orders.isNewSince(order)) {
            flush();
            progress.enter(ProcessorState.PAUSED, null);
            orders.awaitNewSince(order);
        }
        if (orders.requested() == ProcessorState.RUNNING) {
            progress.enter(ProcessorState.STARTING, null);
        }
    }

    private void stream(long order) throws SourceException, InterruptedException {
        lanes.forEach(Lane::release);
        synchronized (this) {
            opening = !orders.isNewSince(order);
            if (!opening) {
                return;
            }
        }
        try (ChangeReader reader = open();
                CatchUps catchUps = new CatchUps(definition, lanes, settings)) {
            worked = true;
            progress.enter(ProcessorState.RUNNING, null);
            loop.run(reader, catchUps, () -> !orders.isNewSince(order) && !lease.isLost());
        }
        lease.require();
    }

    private ChangeReader open() throws SourceException {
        try {
            // Without it the targets get nothing, and a second reader may disturb the one of the service that has it.
            lease.require();
            Position place = places.place();
            progress.begunAt(place);
            lanes.forEach(lane -> lane.readerBegins(place));
            return definition.processor().open(place);
        } finally {
            synchronized (this) {
                opening = false;
                if (Thread.interrupted()) {
                    log.debug("{}: interrupted while connecting", definition.name());
                }
            }
        }
    }

    private void offered(ChangeBatch batch) {
        places.offered(batch.resumePosition());
        pauses = null;
        progress.offered(batch);
    }

    private void reconnect(@Nullable String why, long order) throws InterruptedException {
        if (!orders.isNewSince(order)) {
            progress.enter(ProcessorState.RECONNECTING, why);
            progress.lost();
            if (pauses == null) {
                pauses = settings.reconnect().start();
            }
            orders.awaitNewSince(order, Duration.ofMillis(pauses.nextBackOff()));
        }
    }

    private void fail(@Nullable String why, long order) throws InterruptedException {
        fail(() -> progress.enter(ProcessorState.FAILED, why), order);
    }

    private void fail(Runnable tell, long order) throws InterruptedException {
        if (!orders.isNewSince(order)) {
            tell.run();
            orders.awaitNewSince(order);
            if (orders.requested() == ProcessorState.RUNNING) {
                progress.enter(ProcessorState.STARTING, null);
            }
        }
    }

    private void drain() throws InterruptedException {
        progress.enter(ProcessorState.STOPPING, null);
        lanes.forEach(Lane::drain);
        awaitLanes(orders.deadline());
        lanes.forEach(Lane::end);
        awaitLanes(orders.deadline() + GRACE_NANOS);
        flush();
    }

    private void awaitLanes(long deadline) throws InterruptedException {
        for (Lane lane : lanes) {
            lane.awaitEnd(deadline);
        }
    }

    private void flush() {
        lanes.forEach(lane -> lane.checkpoint().tryFlush());
    }
}
