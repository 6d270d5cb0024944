package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.DeadLetterStore;
import dev.corecdc.checkpoint.DeliveryLease;
import dev.corecdc.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All streams of the service: how they are looked at and steered. Safe for use by several threads. */
public final class StreamControl {

    /** What streams get, after their time is up, to save their checkpoints. */
    private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final List<LaneCheckpoint> checkpoints = new ArrayList<>();
    private final List<HistoryWatch> histories = new ArrayList<>();
    private final StreamSettings settings;
    private final LeaseWatch watch;
    private final DeadLetterControl deadLetters;

    /** Makes the streams; none is started. */
    public StreamControl(
            List<StreamDefinition> definitions,
            CheckpointStore store,
            StreamSettings settings,
            StreamListener listener) {
        this.settings = settings;
        DeliveryLease lease = DeliveryLease.of(store);
        this.watch = new LeaseWatch(lease);
        DeadLetterStore letterStore = letterStore(store, definitions);
        LetterNumbers numbers = new LetterNumbers();
        List<DeadLetters> allLetters = new ArrayList<>();
        IdentityHashMap<Target, Lock> locks = new IdentityHashMap<>();
        for (StreamDefinition definition : definitions) {
            List<Supplier<Lane>> lanes = new ArrayList<>();
            List<LaneCheckpoint> ofStream = new ArrayList<>();
            for (LaneDefinition target : definition.lanes()) {
                LaneCheckpoint checkpoint = new LaneCheckpoint(store, definition.name(), target.name());
                DeadLetters letters = new DeadLetters(definition, target, letterStore, numbers);
                allLetters.add(letters);
                LaneProgress progress = new LaneProgress(definition.name(), target.name(), checkpoint);
                // Fair: a lane with much to do must not keep another one from the target.
                Lock lock = locks.computeIfAbsent(target.target(), any -> new ReentrantLock(true));
                lanes.add(() -> new Lane(
                        progress, new Delivery(target, checkpoint, lock, watch), letters, lease, settings, listener));
                ofStream.add(checkpoint);
            }
            checkpoints.addAll(ofStream);
            HistoryWatch history = new HistoryWatch(definition, ofStream);
            histories.add(history);
            streams.put(
                    definition.name(),
                    new Stream(
                            definition, () -> lanes.stream().map(Supplier::get).toList(), store, settings, history));
        }
        this.deadLetters = new DeadLetterControl(
                allLetters, (processor, target) -> stream(processor).recover(target));
    }

    /** @throws IllegalArgumentException when dead letters are to be kept and the store cannot */
    private static DeadLetterStore letterStore(CheckpointStore store, List<StreamDefinition> definitions) {
        DeadLetterStore letters = DeadLetterStore.of(store);
        if (letters != null) {
            return letters;
        }
        boolean needed = definitions.stream()
                .flatMap(definition -> definition.lanes().stream())
                .anyMatch(lane -> lane.settings().onFailure() == OnFailure.DEAD_LETTER);
        if (needed) {
            throw new IllegalArgumentException(
                    "'on-failure: dead-letter' needs a checkpoint store that keeps dead letters, and this one does not: "
                            + store.getClass().getName());
        }
        return NoDeadLetters.INSTANCE;
    }

    /** What the targets have rejected. */
    public DeadLetterControl deadLetters() {
        return deadLetters;
    }

    /** Where the targets are, by hand. */
    public PositionControl positions() {
        return new PositionControl(this::stream);
    }

    /** The streams as they are now, in the order of their configuration. */
    public List<StreamStatus> statuses() {
        return streams.values().stream().map(Stream::status).toList();
    }

    /**
     * One stream as it is now.
     *
     * @throws UnknownStreamException when there is none of that name
     */
    public StreamStatus status(String name) {
        return stream(name).status();
    }

    /**
     * Asks a stream to pause, also across restarts. Returns at once; asking again changes nothing.
     *
     * @throws UnknownStreamException when there is none of that name
     * @throws IllegalTransitionException when it is stopped or stopping
     * @throws CheckpointsUnavailableException when the wish cannot be kept; it is then not done either
     */
    public void pause(String name) {
        keep(stream(name)::pause);
    }

    /**
     * Asks a stream to go on that is paused or has failed, or to start. Returns at once; asking again changes nothing.
     *
     * @throws UnknownStreamException when there is none of that name
     * @throws IllegalTransitionException when it is stopping, or the service is
     * @throws CheckpointsUnavailableException when the wish cannot be kept; it is then not done either
     */
    public void resume(String name) {
        keep(stream(name)::resume);
    }

    /**
     * Asks one target to pause, also across restarts and while its stream rests and goes on. The others are not held up. Returns at once;
     * asking again changes nothing.
     *
     * @throws UnknownStreamException when there is no stream of that name
     * @throws UnknownTargetException when the stream has no target of that name
     * @throws IllegalTransitionException when the stream is stopped or stopping
     * @throws CheckpointsUnavailableException when the wish cannot be kept; it is then not done either
     */
    public void pauseTarget(String name, String target) {
        keep(() -> stream(name).pauseTarget(target));
    }

    /**
     * Asks one target to go on that is paused or has failed. Returns at once; asking again changes nothing. While its stream rests, so does
     * the target.
     *
     * @throws UnknownStreamException when there is no stream of that name
     * @throws UnknownTargetException when the stream has no target of that name
     * @throws IllegalTransitionException when the stream is stopped or stopping
     * @throws CheckpointsUnavailableException when the wish cannot be kept; it is then not done either
     */
    public void resumeTarget(String name, String target) {
        keep(() -> stream(name).resumeTarget(target));
    }

    private static void keep(Runnable transition) {
        try {
            transition.run();
        } catch (CheckpointException e) {
            throw new CheckpointsUnavailableException(e);
        }
    }

    private Stream stream(String name) {
        Stream stream = streams.get(name);
        if (stream == null) {
            throw new UnknownStreamException(name, streams.keySet());
        }
        return stream;
    }

    /** All checkpoints there are. */
    List<LaneCheckpoint> checkpoints() {
        return checkpoints;
    }

    /** Starts what starts by itself, and lets the others be started. */
    void start() {
        watch.start();
        streams.values().forEach(Stream::enable);
        streams.values().stream().filter(Stream::autoStartup).forEach(Stream::start);
        histories.forEach(HistoryWatch::start);
    }

    /** Stops all streams together, delivering what is queued as far as the stop timeout allows. None can be resumed then. */
    void stop() throws InterruptedException {
        long deadline = System.nanoTime() + settings.stopTimeout().toNanos();
        histories.forEach(HistoryWatch::stop);
        try {
            streams.values().forEach(stream -> stream.requestStop(deadline));
            for (Stream stream : streams.values()) {
                stream.awaitStop(deadline + GRACE_NANOS);
            }
        } finally {
            watch.stop();
        }
    }
}
