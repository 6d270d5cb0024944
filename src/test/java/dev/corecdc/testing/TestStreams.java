package dev.corecdc.testing;

import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.processor.Processor;
import dev.corecdc.stream.LaneDefinition;
import dev.corecdc.stream.LaneSettings;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.stream.StreamListener;
import dev.corecdc.stream.StreamRunner;
import dev.corecdc.stream.StreamSettings;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetState;
import dev.corecdc.stream.TargetStatus;
import dev.corecdc.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/**
 * The engine with pauses short enough for tests, without Spring. Stopped when closed.
 *
 * <pre>{@code
 * try (TestStreams streams = TestStreams.builder().stream("shop", processor, lane("a", target)).start()) {
 *     processor.append(10);
 *     target.awaitRecords(10);
 * }
 * }</pre>
 */
public final class TestStreams implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StreamControl control;
    private final StreamRunner runner;

    private TestStreams(Builder builder) {
        StreamSettings settings = new StreamSettings(
                builder.queueBytes,
                builder.detachAfter,
                builder.maxReaders,
                builder.flushInterval,
                builder.stopTimeout,
                builder.reconnect,
                Duration.ZERO);
        control = new StreamControl(builder.definitions(), builder.store, settings, builder.listener);
        runner = new StreamRunner(control, settings);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A target that gets records, and DDL statements as records if it writes such. */
    public static LaneDefinition lane(String name, Target target) {
        return new LaneDefinition(name, target, false, true, true);
    }

    public StreamControl control() {
        return control;
    }

    public StreamRunner runner() {
        return runner;
    }

    public TestStreams start() {
        runner.start();
        return this;
    }

    public void stop() {
        runner.stop();
    }

    public StreamStatus status(String stream) {
        return control.status(stream);
    }

    public TargetStatus status(String stream, String target) {
        return status(stream).targets().stream()
                .filter(status -> status.name().equals(target))
                .findFirst()
                .orElseThrow();
    }

    public StreamStatus awaitState(String stream, ProcessorState state) {
        return await("'%s' to become %s".formatted(stream, state))
                .atMost(PATIENCE)
                .until(() -> status(stream), status -> status.state() == state);
    }

    public TargetStatus awaitTargetState(String stream, String target, TargetState state) {
        return await("'%s/%s' to become %s".formatted(stream, target, state))
                .atMost(PATIENCE)
                .until(() -> status(stream, target), status -> status.state() == state);
    }

    /** Pauses a stream and waits until it rests. */
    public void pause(String stream) {
        control.pause(stream);
        awaitState(stream, ProcessorState.PAUSED);
    }

    /** Resumes a stream and waits until it reads. */
    public void resume(String stream) {
        control.resume(stream);
        awaitState(stream, ProcessorState.RUNNING);
    }

    @Override
    public void close() {
        stop();
    }

    /** What to run. */
    public static final class Builder {

        private final List<StreamDefinition> streams = new ArrayList<>();
        private CheckpointStore store = new InMemoryCheckpointStore();
        private StreamListener listener = new StreamListener() {};
        private long queueBytes = 1 << 20;
        private Duration detachAfter = Duration.ofMillis(20);
        private int maxReaders = 4;
        private Duration flushInterval = Duration.ofMillis(20);
        private Duration stopTimeout = Duration.ofSeconds(10);
        private Duration longestRetryPause = Duration.ofMillis(40);
        private BackOff reconnect = LaneSettings.doubling(Duration.ofMillis(4), Duration.ofMillis(40), 0);

        private Builder() {}

        /** A stream that starts by itself, at the start of its log, and fails when its place in the log is lost. */
        public Builder stream(String name, Processor processor, LaneDefinition... lanes) {
            return stream(new StreamDefinition(name, processor, true, "earliest", OnHistoryLost.FAIL, List.of(lanes)));
        }

        public Builder stream(StreamDefinition definition) {
            streams.add(definition);
            return this;
        }

        public Builder store(CheckpointStore checkpoints) {
            store = checkpoints;
            return this;
        }

        public Builder listener(StreamListener hearer) {
            listener = hearer;
            return this;
        }

        /** How many bytes wait in each lane; 1 MB unless told. */
        public Builder queueBytes(long bytes) {
            queueBytes = bytes;
            return this;
        }

        /** How long a full queue may hold up other lanes; 20 ms unless told. */
        public Builder detachAfter(Duration time) {
            detachAfter = time;
            return this;
        }

        /** How many lanes of a stream may read for themselves; 4 unless told. */
        public Builder maxReaders(int readers) {
            maxReaders = readers;
            return this;
        }

        /** How often checkpoints are saved; 20 ms unless told. */
        public Builder flushInterval(Duration interval) {
            flushInterval = interval;
            return this;
        }

        /** How long a stop may take to deliver what is queued; 10 s unless told. */
        public Builder stopTimeout(Duration timeout) {
            stopTimeout = timeout;
            return this;
        }

        /** How long a target that fails is left alone at most; 40 ms unless told. */
        public Builder longestRetryPause(Duration pause) {
            longestRetryPause = pause;
            return this;
        }

        /** How long a source that is lost is left alone each time; at most 40 ms unless told. */
        public Builder reconnectPause(Duration pause) {
            reconnect = new FixedBackOff(pause.toMillis());
            return this;
        }

        /** The streams, with short pauses in lanes that were not told others. */
        private List<StreamDefinition> definitions() {
            BackOff retry = LaneSettings.doubling(Duration.ofMillis(4), longestRetryPause, 0);
            return streams.stream()
                    .map(stream -> new StreamDefinition(
                            stream.name(),
                            stream.processor(),
                            stream.autoStartup(),
                            stream.startAt(),
                            stream.onHistoryLost(),
                            stream.lanes().stream()
                                    .map(lane -> withRetry(lane, retry))
                                    .toList()))
                    .toList();
        }

        private static LaneDefinition withRetry(LaneDefinition lane, BackOff retry) {
            LaneSettings settings = lane.settings();
            return settings.equals(LaneSettings.DEFAULT)
                    ? new LaneDefinition(
                            lane.name(),
                            lane.target(),
                            lane.executeDdl(),
                            lane.sendData(),
                            lane.recordDdl(),
                            new LaneSettings(retry, settings.onFailure()),
                            lane.transforms())
                    : lane;
        }

        public TestStreams build() {
            return new TestStreams(this);
        }

        public TestStreams start() {
            return build().start();
        }
    }
}
