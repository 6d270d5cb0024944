package dev.corecdc.stream;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.event.Position;
import dev.corecdc.processor.Processor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A processor with its targets: how it is steered and looked at. Each start begins another {@link StreamRun}.
 *
 * <p>Safe for use by several threads.
 */
final class Stream {

    /** How long a run that rests is waited for. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

    private final StreamDefinition definition;
    private final Supplier<List<Lane>> lanes;
    private final List<Lane> idleLanes;
    private final CheckpointStore store;
    private final StreamSettings settings;
    private final StreamProgress progress;
    private final HistoryWatch history;

    /** Held while a wish is kept and followed, so that what is kept is what is done. A stop does not wait for it. */
    private final Object steering = new Object();

    private boolean enabled;
    private @Nullable StreamRun run;

    /** @param lanes makes the lanes of a run */
    Stream(
            StreamDefinition definition,
            Supplier<List<Lane>> lanes,
            CheckpointStore store,
            StreamSettings settings,
            HistoryWatch history) {
        this.definition = definition;
        this.lanes = lanes;
        this.idleLanes = lanes.get();
        this.store = store;
        this.settings = settings;
        this.progress = new StreamProgress(definition.name());
        this.history = history;
    }

    String name() {
        return definition.name();
    }

    Processor processor() {
        return definition.processor();
    }

    boolean autoStartup() {
        return definition.autoStartup();
    }

    /** Allows it to be started, until {@link #requestStop}. */
    synchronized void enable() {
        enabled = true;
    }

    /**
     * Begins to stream, or to rest when it was paused before. Without effect when it has begun.
     *
     * @throws CheckpointException when the checkpoints cannot be read
     * @throws IllegalTransitionException when it is not {@link #enable enabled}
     */
    void start() {
        synchronized (steering) {
            StreamRun last = run();
            if (last != null && last.isGoingOn()) {
                return;
            }
            StreamRun next = new StreamRun(
                    definition,
                    lanes.get(),
                    store,
                    settings,
                    progress,
                    store.loadPaused(name()) ? ProcessorState.PAUSED : ProcessorState.RUNNING);
            store.loadPausedTargets(name()).forEach(next::pauseTarget);
            begin(next);
        }
    }

    private synchronized void begin(StreamRun next) {
        if (!enabled) {
            throw impossible("start");
        }
        next.start();
        run = next;
    }

    /**
     * Asks for a rest that outlives a restart.
     *
     * @throws IllegalTransitionException when the stream is not there to rest
     */
    void pause() {
        synchronized (steering) {
            StreamRun current = run();
            if (current == null || !current.isGoingOn()) {
                throw impossible("pause");
            }
            store.savePaused(name(), true);
            if (!current.pause()) {
                throw impossible("pause");
            }
        }
    }

    /**
     * Asks to go on, from a rest or a failure, or to begin.
     *
     * @throws IllegalTransitionException when the stream is about to stop
     */
    void resume() {
        synchronized (steering) {
            StreamRun current = enabledRun();
            store.savePaused(name(), false);
            if (current == null) {
                start();
            } else if (!current.resume()) {
                throw impossible("resume");
            }
        }
    }

    /**
     * Asks one target for a rest that outlives a restart, and a rest of the stream.
     *
     * @throws UnknownTargetException when the stream has none of that name
     * @throws IllegalTransitionException when the stream is not there
     */
    void pauseTarget(String target) {
        synchronized (steering) {
            StreamRun current = runFor(target, "pause");
            store.savePaused(name(), target, true);
            if (!current.pauseTarget(target)) {
                throw impossible("pause the target '" + target + "'");
            }
        }
    }

    /**
     * Asks one target to go on, from a rest or a failure.
     *
     * @throws UnknownTargetException when the stream has none of that name
     * @throws IllegalTransitionException when the stream is not there
     */
    void resumeTarget(String target) {
        synchronized (steering) {
            StreamRun current = runFor(target, "resume");
            store.savePaused(name(), target, false);
            if (!current.resumeTarget(target)) {
                throw impossible("resume the target '" + target + "'");
            }
        }
    }

    /**
     * Where one target is, by what it has reached or, while the stream has not begun, by what is saved.
     *
     * @throws UnknownTargetException when the stream has none of that name
     * @throws CheckpointException when what is saved cannot be read
     */
    TargetPlace place(String target) {
        LaneCheckpoint checkpoint = checkpoint(target);
        Position reached = checkpoint.reached();
        if (reached != null) {
            return new TargetPlace(reached, checkpoint.saved(), checkpoint.savedAt());
        }
        Checkpoint kept = store.load(name()).get(target);
        if (kept == null) {
            return TargetPlace.NONE;
        }
        Position saved = StreamPlaces.parse(definition, target, kept).position();
        return new TargetPlace(saved, saved, kept.savedAt());
    }

    /**
     * Refuses unless the stream, or one target of it, is paused and nothing reaches the target.
     *
     * @throws UnknownTargetException when the stream has none of that name
     * @throws NotPausedException when it does not rest
     */
    void requireAtRest(String target) {
        checkpoint(target);
        StreamRun current = run();
        if (current == null || !current.isGoingOn() || !(current.isAtRest() || current.isAtRest(target))) {
            throw new NotPausedException(status(), target);
        }
    }

    /**
     * Takes one target, which rests, to another place of the log. What was queued for it is forgotten. The others are not touched.
     *
     * @param saved told as soon as the place is saved
     * @throws UnknownTargetException when the stream has none of that name
     * @throws NotPausedException when it does not rest
     * @throws CheckpointException when the place could not be saved, and nothing has changed; or when, after that, the stream could not be
     *     begun anew: then it is STOPPED, and goes on from the place when it is resumed
     */
    void put(String target, Position place, Runnable saved) {
        synchronized (steering) {
            requireAtRest(target);
            checkpoint(target).put(place);
            saved.run();
            StreamRun current = run();
            if (current != null && current.isAtRest()) {
                beginAnew(current);
            } else if (current != null) {
                current.put(target, place);
            }
        }
    }

    /** A stream that rests as a whole begins anew, so that its reader opens where its targets are now. */
    private void beginAnew(StreamRun resting) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        resting.requestStop(deadline);
        try {
            resting.awaitEnd(deadline);
            StreamRun next = isEnabled() ? started() : null;
            if (next != null) {
                next.awaitRest(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is only shown a little early
        }
    }

    private @Nullable StreamRun started() {
        start();
        return run();
    }

    private synchronized boolean isEnabled() {
        return enabled;
    }

    private LaneCheckpoint checkpoint(String target) {
        return idleLanes.stream()
                .filter(lane -> lane.name().equals(target))
                .findFirst()
                .orElseThrow(() -> new UnknownTargetException(name(), target, targets()))
                .checkpoint();
    }

    private List<String> targets() {
        return definition.lanes().stream().map(LaneDefinition::name).toList();
    }

    private StreamRun runFor(String target, String wanted) {
        checkpoint(target);
        StreamRun current = run();
        if (current == null || !current.isGoingOn()) {
            throw impossible("%s the target '%s'".formatted(wanted, target));
        }
        return current;
    }

    /** Lets a lane that broke go on. Without effect on any other. */
    void recover(String target) {
        StreamRun current = run();
        if (current != null) {
            current.recover(target);
        }
    }

    private synchronized @Nullable StreamRun enabledRun() {
        if (!enabled) {
            throw impossible("resume");
        }
        return run != null && run.isGoingOn() ? run : null;
    }

    private IllegalTransitionException impossible(String wanted) {
        return new IllegalTransitionException(name(), progress.state(), wanted);
    }

    private synchronized @Nullable StreamRun run() {
        return run;
    }

    /**
     * Asks for the end, with what is queued delivered until {@code deadline} of {@link System#nanoTime}. {@link #awaitStop} waits
     * for it.
     */
    synchronized void requestStop(long deadline) {
        enabled = false;
        if (run != null) {
            run.requestStop(deadline);
        }
    }

    /** Waits until the stream has stopped, at most until {@code deadline}. Past it all that can be is cut short. */
    void awaitStop(long deadline) throws InterruptedException {
        StreamRun stopping = run();
        if (stopping != null) {
            stopping.awaitEnd(deadline);
        }
    }

    StreamStatus status() {
        StreamRun current = run();
        return current == null
                ? progress.status(
                        ProcessorState.STOPPED,
                        definition.warnings(),
                        history.margin(),
                        idleLanes.stream().map(lane -> lane.status(false, null)).toList())
                : progress.status(current.requested(), definition.warnings(), history.margin(), current.targets());
    }
}
