package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.BackOffExecution;

/**
 * A running processor with its targets: one thread that does what was last requested, as far as the source lets it.
 *
 * <p>Safe for use by several threads.
 */
final class Stream {

    private static final Logger log = LoggerFactory.getLogger(Stream.class);

    private final StreamDefinition definition;
    private final List<Lane> lanes;
    private final CheckpointStore store;
    private final StreamSettings settings;
    private final StreamProgress progress;
    private final StartPlaces places;
    private final StreamLoop loop;
    private @Nullable Thread thread;

    // What follows is the stream's thread's own, once it runs.

    /** Where the next reader begins; null as long as the lanes have not begun. */
    private @Nullable Position next;

    /** Whether the source could once be read. */
    private boolean worked;

    /** Why the place to go on from is lost, when it is and the stream goes on at the end of the log. */
    private @Nullable String gap;

    private BackOffExecution pauses;

    Stream(StreamDefinition definition, List<Lane> lanes, CheckpointStore store, StreamSettings settings) {
        this.definition = definition;
        this.lanes = List.copyOf(lanes);
        this.store = store;
        this.settings = settings;
        this.progress = new StreamProgress(definition.name());
        this.places = new StartPlaces(definition, store, this.lanes);
        this.loop = new StreamLoop(this.lanes, this::offered);
        this.pauses = settings.reconnect().start();
    }

    String name() {
        return definition.name();
    }

    boolean autoStartup() {
        return definition.autoStartup();
    }

    /**
     * Begins to stream, or to rest when it was paused before. Without effect when it has begun.
     *
     * @throws CheckpointException when the checkpoints cannot be read
     */
    synchronized void start() {
        if (thread != null) {
            return;
        }
        worked = places.load();
        next = null;
        gap = null;
        progress.request(store.loadPaused(name()) ? ProcessorState.PAUSED : ProcessorState.RUNNING);
        progress.enter(ProcessorState.STARTING, null);
        Thread starting = new Thread(this::run, "cdc-" + name());
        starting.setDaemon(true);
        starting.start();
        thread = starting;
    }

    /**
     * Asks for a rest that outlives a restart.
     *
     * @throws IllegalTransitionException when the stream is not there to rest
     */
    synchronized void pause() {
        if (thread == null || progress.requested() == ProcessorState.STOPPED) {
            throw new IllegalTransitionException(name(), progress.state(), "pause");
        }
        store.savePaused(name(), true);
        progress.request(ProcessorState.PAUSED);
    }

    /**
     * Asks to go on, from a rest or a failure, or to begin.
     *
     * @throws IllegalTransitionException when the stream is about to stop
     */
    synchronized void resume() {
        if (thread != null && progress.requested() == ProcessorState.STOPPED) {
            throw new IllegalTransitionException(name(), progress.state(), "resume");
        }
        store.savePaused(name(), false);
        if (thread == null) {
            start();
        } else {
            progress.request(ProcessorState.RUNNING);
        }
    }

    /** Asks for the end; {@link #awaitStop} waits for it. */
    void requestStop() {
        progress.request(ProcessorState.STOPPED);
    }

    /** Waits until the stream has stopped, at most until {@code deadline} of {@link System#nanoTime}, and saves the checkpoints. */
    void awaitStop(long deadline) throws InterruptedException {
        Thread stopping;
        synchronized (this) {
            stopping = thread;
        }
        if (stopping != null) {
            stopping.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            stopping.interrupt();
            flush();
            synchronized (this) {
                thread = null;
            }
        }
    }

    /** Saves the checkpoints that have moved. */
    void flush() {
        lanes.forEach(lane -> lane.checkpoint().tryFlush());
    }

    StreamStatus status() {
        boolean connected = progress.state() == ProcessorState.RUNNING;
        return progress.status(
                lanes.stream().map(lane -> lane.status(connected)).toList());
    }

    private void run() {
        try {
            while (progress.requested() != ProcessorState.STOPPED) {
                long request = progress.requests();
                if (progress.requested() == ProcessorState.PAUSED) {
                    rest(request);
                } else {
                    stream(request);
                }
            }
            drain();
        } catch (InterruptedException e) {
            log.warn("{} was cut short", name());
        } finally {
            lanes.forEach(Lane::end);
            progress.enter(ProcessorState.STOPPED, null);
        }
    }

    private void rest(long request) throws InterruptedException {
        lanes.forEach(Lane::hold);
        boolean resting = false;
        while (!resting && progress.requests() == request) {
            resting = lanes.stream().allMatch(Lane::isResting)
                    || progress.awaitRequestAfter(request, Duration.ofMillis(20));
        }
        if (progress.requests() == request) {
            flush();
            progress.enter(ProcessorState.PAUSED, null);
            progress.awaitRequestAfter(request);
        }
        if (progress.requested() == ProcessorState.RUNNING) {
            progress.enter(ProcessorState.STARTING, null);
            lanes.forEach(Lane::release);
        }
    }

    private void stream(long request) throws InterruptedException {
        try {
            try (ChangeReader reader = definition.processor().open(place())) {
                worked = true;
                progress.enter(ProcessorState.RUNNING, null);
                loop.run(reader, () -> progress.requests() == request);
            }
        } catch (PositionLostException e) {
            if (definition.onHistoryLost() == OnHistoryLost.FAIL) {
                fail(e.getMessage(), request);
            } else {
                gap = e.getMessage();
            }
        } catch (SourceException e) {
            if (e.kind() == Kind.UNAVAILABLE || (e.kind() == Kind.REFUSED && worked)) {
                reconnect(e.getMessage(), request);
            } else {
                fail(e.getMessage(), request);
            }
        } catch (RuntimeException | Error e) {
            log.error("{}: the stream broke", name(), e);
            fail(e.toString(), request);
        }
    }

    /** Where to read on from. */
    private Position place() throws SourceException {
        Position place = next;
        if (place == null) {
            place = places.settle();
        } else if (gap != null) {
            place = definition.processor().locate("latest");
            log.warn(
                    "{}: changes are lost, as 'on-history-lost: latest' asks for. {} Going on at {}",
                    name(),
                    gap,
                    place.toMap());
            ChangeBatch step = ChangeBatch.empty(place);
            lanes.forEach(lane -> lane.add(step));
        }
        gap = null;
        next = place;
        progress.begunAt(place);
        return place;
    }

    private void offered(ChangeBatch batch) {
        next = batch.resumePosition();
        progress.offered(batch);
        pauses = settings.reconnect().start();
    }

    private void reconnect(@Nullable String why, long request) throws InterruptedException {
        progress.enter(ProcessorState.RECONNECTING, why);
        progress.lost();
        progress.awaitRequestAfter(request, Duration.ofMillis(pauses.nextBackOff()));
    }

    private void fail(@Nullable String why, long request) throws InterruptedException {
        progress.enter(ProcessorState.FAILED, why);
        progress.awaitRequestAfter(request);
        if (progress.requested() == ProcessorState.RUNNING) {
            progress.enter(ProcessorState.STARTING, null);
            lanes.forEach(Lane::release);
        }
    }

    private void drain() throws InterruptedException {
        progress.enter(ProcessorState.STOPPING, null);
        lanes.forEach(Lane::drain);
        long deadline = System.nanoTime() + settings.stopTimeout().toNanos();
        for (Lane lane : lanes) {
            lane.awaitEnd(deadline);
        }
        flush();
    }
}
