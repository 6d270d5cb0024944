package dev.corecdc.stream;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.target.Target;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** All streams of the service: how they are looked at and steered. Safe for use by several threads. */
public final class StreamControl {

    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private final StreamSettings settings;

    /** Makes the streams; none is started. */
    public StreamControl(
            List<StreamDefinition> definitions,
            CheckpointStore store,
            StreamSettings settings,
            StreamListener listener) {
        this.settings = settings;
        IdentityHashMap<Target, Lock> locks = new IdentityHashMap<>();
        for (StreamDefinition definition : definitions) {
            List<Lane> lanes = definition.lanes().stream()
                    .map(target -> {
                        LaneCheckpoint checkpoint = new LaneCheckpoint(store, definition.name(), target.name());
                        Lock lock = locks.computeIfAbsent(target.target(), any -> new ReentrantLock());
                        Delivery delivery = new Delivery(target, checkpoint, lock);
                        return new Lane(definition.name(), target.name(), checkpoint, delivery, settings, listener);
                    })
                    .toList();
            streams.put(definition.name(), new Stream(definition, lanes, store, settings));
        }
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
     * @throws IllegalTransitionException when it is stopping
     * @throws CheckpointsUnavailableException when the wish cannot be kept; it is then not done either
     */
    public void resume(String name) {
        keep(stream(name)::resume);
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

    /** Starts what starts by itself. */
    void start() {
        streams.values().stream().filter(Stream::autoStartup).forEach(Stream::start);
    }

    /** Stops all streams together, delivering what is queued as far as the stop timeout allows. */
    void stop() throws InterruptedException {
        streams.values().forEach(Stream::requestStop);
        long deadline = System.nanoTime()
                + settings.stopTimeout().plus(Duration.ofSeconds(1)).toNanos();
        for (Stream stream : streams.values()) {
            stream.awaitStop(deadline);
        }
    }

    /** Saves all checkpoints that have moved. */
    void flush() {
        streams.values().forEach(Stream::flush);
    }
}
