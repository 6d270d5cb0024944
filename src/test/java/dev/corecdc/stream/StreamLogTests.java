package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.target.TargetException;
import dev.corecdc.testing.CapturedLog;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the engine says in the log, and what it does not. */
@Timeout(60)
class StreamLogTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CapturedLog log = new CapturedLog();
    private final TestStreams streams = TestStreams.builder().store(store).stream("shop", processor, lane("a", a))
            .build();

    @AfterEach
    void stop() {
        a.heal();
        store.heal();
        streams.close();
        log.close();
    }

    @Test
    void saysEachStateOfAProcessorOnceAndWhy() {
        processor.failOpens(3, Kind.UNAVAILABLE);
        streams.start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        streams.pause("shop");
        streams.resume("shop");
        streams.stop();

        assertThat(log.lines())
                .filteredOn(line -> line.contains(" shop is "))
                .containsExactly(
                        "INFO shop is STARTING",
                        "WARN shop is RECONNECTING: the source is UNAVAILABLE",
                        "INFO shop is RUNNING",
                        "INFO shop is PAUSED",
                        "INFO shop is STARTING",
                        "INFO shop is RUNNING",
                        "INFO shop is STOPPING",
                        "INFO shop is STOPPED");
        assertThat(log.linesWithStackTraces()).isEmpty();
    }

    @Test
    void saysEachStateOfATargetOnceAndWhy() {
        a.failNext(3, () -> new IOException("no space left"));
        processor.append(1);
        streams.start();
        a.awaitRecords(1);
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);

        assertThat(log.lines())
                .filteredOn(line -> line.contains(" shop/a is "))
                .containsExactly("WARN shop/a is RETRYING: no space left", "INFO shop/a is RUNNING");
    }

    @Test
    void namesProcessorAndTargetWhoeverWrites() {
        a.watchedBy(records -> LoggerFactory.getLogger("dev.corecdc.test").info("the target says something"));
        processor.failOpens(1, Kind.UNAVAILABLE).append(1);
        streams.start();
        a.awaitRecords(1);
        store.fail();
        processor.append(1);
        awaitLine("cannot be saved");

        assertThat(log.contextOf("shop is STARTING")).isEqualTo(Map.of("processor", "shop"));
        assertThat(log.contextOf("shop is RECONNECTING")).isEqualTo(Map.of("processor", "shop"));
        assertThat(log.contextOf("the target says something")).isEqualTo(Map.of("processor", "shop", "target", "a"));
        assertThat(log.contextOf("cannot be saved")).isEqualTo(Map.of("processor", "shop", "target", "a"));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void showsNoStackTraceOfWhatATargetMayExpect(Supplier<Exception> fault) {
        a.failNext(2, fault);
        processor.append(1);
        streams.start();
        a.awaitRecords(1);

        assertThat(log.lines()).contains("WARN shop/a is RETRYING: not now");
        assertThat(log.linesWithStackTraces()).isEmpty();
    }

    static Stream<Supplier<Exception>> expected() {
        return Stream.of(
                () -> new Exception("not now"),
                () -> new IOException("not now"),
                () -> new UncheckedIOException("not now", new IOException()),
                () -> new TargetException("not now", null),
                () -> new CheckpointException("not now", null));
    }

    @Test
    void showsNoStackTraceOfAStoreThatIsAway() {
        store.fail();
        streams.start();
        streams.awaitState("shop", ProcessorState.RECONNECTING);
        store.heal();
        streams.awaitState("shop", ProcessorState.RUNNING);
        log.clear();
        store.fail();
        processor.append(1);
        awaitLine("cannot be saved");
        store.heal();
        awaitLine("is saved again");

        assertThat(log.lines())
                .containsExactly(
                        "ERROR shop/a: the checkpoint cannot be saved; it is tried again: the store is broken",
                        "INFO shop/a: the checkpoint is saved again");
        assertThat(log.linesWithStackTraces()).isEmpty();
    }

    private void awaitLine(String text) {
        await().atMost(PATIENCE).until(() -> log.lines().toString().contains(text));
    }

    @Test
    void showsTheStackTraceOfWhatNobodyExpectsOnce() {
        a.failNext(3, () -> new IllegalStateException("a bug"));
        processor.append(1).breakAfter(1, new IllegalArgumentException("another bug"));
        streams.start();
        a.awaitRecords(1);
        streams.awaitState("shop", ProcessorState.FAILED);
        await().atMost(PATIENCE).until(() -> log.linesWithStackTraces().size() == 2);

        assertThat(log.linesWithStackTraces())
                .containsExactlyInAnyOrder(
                        "shop/a is RETRYING: a bug", "shop is FAILED: java.lang.IllegalArgumentException: another bug");
    }

    @Test
    void saysNothingWhileAllGoesWell() {
        streams.start();
        processor.batchesOf(1).append(1);
        a.awaitRecords(1);
        streams.awaitState("shop", ProcessorState.RUNNING);
        log.clear();

        processor.append(5_000).appendExcluded(100).appendDdl("ALTER").append(5_000);
        a.awaitRecords(10_001);

        assertThat(log.lines()).isEmpty();
    }
}
