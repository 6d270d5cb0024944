package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a stream when its source is lost, refuses, cannot be read or has forgotten. */
@Timeout(60)
class StreamSourceTests {

    private static final Duration A_WHILE = Duration.ofMillis(250);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder = TestStreams.builder().store(store);
    private TestStreams streams = builder.build();

    private void start(OnHistoryLost onHistoryLost) {
        streams = builder.stream(new StreamDefinition(
                        "shop", processor, true, "earliest", onHistoryLost, List.of(lane("a", a), lane("b", b))))
                .start();
    }

    private void start() {
        start(OnHistoryLost.FAIL);
    }

    private void saved(String target, long offset) {
        store.save("shop", target, new Checkpoint(Map.of("offset", offset), Instant.now()));
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @AfterEach
    void stop() {
        a.heal();
        b.heal();
        processor.letOpen();
        streams.close();
    }

    private void assertComplete() {
        a.awaitRecords(processor.ids().size());
        b.awaitRecords(processor.ids().size());
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
    }

    @Test
    void goesOnWithoutLossOrRepeatsWhenTheConnectionBreaks() {
        start();
        for (int i = 0; i < 20; i++) {
            processor.breakAfter(i % 4, Kind.UNAVAILABLE);
            processor.append(35).appendExcluded(1);
        }

        assertComplete();
        assertThat(streams.awaitState("shop", ProcessorState.RUNNING).reconnects())
                .isGreaterThanOrEqualTo(15);
        assertThat(processor.openReaders()).isEqualTo(1);
    }

    @Test
    void waitsForASourceThatIsNotThere() {
        processor.failOpens(10_000, Kind.UNAVAILABLE).append(10);
        start();

        StreamStatus waiting = streams.awaitState("shop", ProcessorState.RECONNECTING);
        assertThat(waiting.reason()).isEqualTo("the source is UNAVAILABLE");
        await().until(() -> streams.status("shop").reconnects() > 10);
        assertThat(streams.status("shop").since()).isEqualTo(waiting.since());

        processor.heal();
        assertComplete();
        assertThat(streams.awaitState("shop", ProcessorState.RUNNING).reason()).isNull();
    }

    @Test
    void failsAtOnceWhenItIsRefusedAndNeverWorked() {
        processor.failOpens(1, Kind.REFUSED).append(10);
        start();

        StreamStatus failed = streams.awaitState("shop", ProcessorState.FAILED);
        assertThat(failed.reason()).isEqualTo("the source is REFUSED");
        await().during(A_WHILE).until(() -> streams.status("shop").state() == ProcessorState.FAILED);

        streams.control().resume("shop");
        assertComplete();
    }

    @Test
    void reconnectsWhenItIsRefusedAfterItWorked() {
        processor.append(10);
        start();
        a.awaitRecords(10);
        processor.failOpens(10_000, Kind.REFUSED).breakAfter(0, Kind.UNAVAILABLE);
        await().until(() ->
                "the source is REFUSED".equals(streams.status("shop").reason()));
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RECONNECTING);

        processor.heal();
        processor.append(10);
        assertComplete();
    }

    @Test
    void reconnectsWhenItIsRefusedButWorkedBeforeTheRestart() {
        saved("a", 0);
        saved("b", 0);
        processor.failOpens(3, Kind.REFUSED).append(10);
        start();

        assertComplete();
        assertThat(streams.status("shop").reconnects()).isEqualTo(3);
    }

    @Test
    void failsWhereTheLogCannotBeUnderstood() {
        processor.batchesOf(10).append(50).breakAfter(3, Kind.UNREADABLE);
        start();

        StreamStatus failed = streams.awaitState("shop", ProcessorState.FAILED);
        assertThat(failed.reason()).isEqualTo("the connection broke: UNREADABLE");
        assertThat(failed.position()).isEqualTo(Map.of("offset", 30L));
        await().until(() -> store.offset("shop", "a") == 30);
        assertThat(a.ids()).isEqualTo(ids(0, 30));
        await().during(A_WHILE).until(() -> processor.opens() == 1 && store.offset("shop", "a") == 30);

        streams.control().resume("shop");
        assertComplete();
        assertThat(processor.openedAt()).containsExactly(0L, 30L);
    }

    @Test
    void failsWhenTheReaderThrowsWhatItShouldNot() {
        processor.append(50).breakAfter(1, new IllegalStateException("a mistake in a reader"));
        start();
        assertThat(streams.awaitState("shop", ProcessorState.FAILED).reason()).contains("a mistake in a reader");

        processor.breakAfter(1, new StackOverflowError("deep"));
        streams.control().resume("shop");
        await().until(() -> String.valueOf(streams.status("shop").reason()).contains("deep"));
        streams.awaitState("shop", ProcessorState.FAILED);

        processor.breakAfter(1, new InterruptedException("by whom?"));
        streams.control().resume("shop");
        await().until(() -> String.valueOf(streams.status("shop").reason()).contains("interrupted"));
        streams.awaitState("shop", ProcessorState.FAILED);

        streams.control().resume("shop");
        assertComplete();
    }

    @Test
    void failsWhenTheLogHasForgottenWhereItIs() {
        processor.append(20);
        saved("a", 3);
        saved("b", 3);
        processor.purgeBefore(8);
        start();

        StreamStatus failed = streams.awaitState("shop", ProcessorState.FAILED);
        assertThat(failed.reason()).isEqualTo("the log begins at 8, 3 is lost");
        await().during(A_WHILE).until(() -> a.attempts() == 0 && store.offset("shop", "a") == 3);
    }

    @Test
    void goesOnAtTheEndOfTheLogWhenToldSo() {
        processor.append(20);
        saved("a", 3);
        saved("b", 3);
        processor.purgeBefore(8);
        start(OnHistoryLost.LATEST);
        await().until(() -> store.offset("shop", "a") == 20 && store.offset("shop", "b") == 20);
        processor.append(5);

        a.awaitRecords(5);
        b.awaitRecords(5);

        assertThat(a.ids()).isEqualTo(ids(20, 25));
        assertThat(b.ids()).isEqualTo(ids(20, 25));
        assertThat(processor.openedAt()).containsExactly(3L, 20L);
    }

    @Test
    void deliversWhatComesAfterTheLogBeganAnew() {
        processor.append(5);
        saved("a", 50);
        saved("b", 80);
        start(OnHistoryLost.LATEST);
        await().until(() -> store.offset("shop", "a") == 5 && store.offset("shop", "b") == 5);
        processor.append(20);

        a.awaitRecords(20);
        b.awaitRecords(20);

        assertThat(a.ids()).isEqualTo(ids(5, 25));
        assertThat(b.ids()).isEqualTo(ids(5, 25));
    }

    @Test
    void losesNothingThatAnotherTargetCanStillHave() {
        processor.append(20);
        saved("a", 3);
        saved("b", 10);
        processor.purgeBefore(8);
        start(OnHistoryLost.LATEST);

        a.awaitRecords(10);
        b.awaitRecords(10);

        assertThat(a.ids()).isEqualTo(ids(10, 20));
        assertThat(b.ids()).isEqualTo(ids(10, 20));
    }

    @Test
    void deliversWhatItHadReadBeforeThePlaceWasLost() {
        a.hang();
        processor.batchesOf(10).append(30);
        start(OnHistoryLost.LATEST);
        b.awaitRecords(30);
        processor.failOpens(10_000, Kind.UNAVAILABLE).breakAfter(0, Kind.UNAVAILABLE);
        streams.awaitState("shop", ProcessorState.RECONNECTING);
        processor.append(10).purgeBefore(35).heal();
        streams.awaitState("shop", ProcessorState.RUNNING);
        await().until(() -> store.offset("shop", "b") == 40);
        assertThat(store.offset("shop", "a")).isZero();

        a.heal();
        await().until(() -> store.offset("shop", "a") == 40);
        assertThat(a.ids()).isEqualTo(ids(0, 30));
    }

    @Test
    void doesNotHastenFromOneLostPlaceToTheNext() {
        processor.append(20);
        saved("a", 3);
        saved("b", 3);
        processor.purgeBefore(30);
        builder.reconnectPause(Duration.ofMillis(20));
        start(OnHistoryLost.LATEST);

        await().during(A_WHILE).until(() -> processor.opens() < 30);
        assertThat(streams.status("shop").state()).isNotEqualTo(ProcessorState.FAILED);
        processor.append(15);
        streams.awaitState("shop", ProcessorState.RUNNING);
        processor.append(5);
        await().until(() -> a.ids().containsAll(ids(35, 40)) && b.ids().containsAll(ids(35, 40)));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void canAlwaysBeStopped(Kind kind) {
        processor.failOpens(10_000, kind);
        builder.reconnectPause(Duration.ofHours(1));
        start();
        await().until(() -> streams.status("shop").reason() != null);

        streams.stop();

        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
    }
}
