package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pausing and resuming a stream, in each of its states. */
@Timeout(60)
class StreamPauseTests {

    private static final Duration A_WHILE = Duration.ofMillis(250);
    private static final Duration NEVER = Duration.ofHours(1);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder = TestStreams.builder().store(store);
    private TestStreams streams = builder.build();

    private void start() {
        streams = builder.stream("shop", processor, lane("a", a), lane("b", b)).start();
    }

    @AfterEach
    void stop() {
        a.heal();
        b.heal();
        store.heal();
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
    void deliversNothingWhileItRestsAndEverythingAfterwards() {
        a.slow(Duration.ofMillis(2));
        start();
        for (int round = 0; round < 5; round++) {
            processor.append(100);
            a.awaitRecords(round * 100 + 10);

            streams.pause("shop");
            int attempts = a.attempts();
            processor.append(20);
            await().during(A_WHILE).until(() -> a.attempts() == attempts && a.callers() == 0);
            assertThat(processor.openReaders()).isZero();
            assertThat(streams.status("shop", "a").state()).isEqualTo(TargetState.PAUSED);

            streams.resume("shop");
        }
        assertComplete();
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RUNNING).reason())
                .isNull();
    }

    @Test
    void restsAlsoWhileATargetIsTriedAgain() {
        a.fail();
        builder.longestRetryPause(NEVER);
        start();
        processor.append(30);
        a.awaitAttempts(5);

        streams.pause("shop");
        int attempts = a.attempts();
        await().during(A_WHILE).until(() -> a.attempts() == attempts);

        a.heal();
        streams.resume("shop");
        assertComplete();
    }

    @Test
    void doesNotRestBeforeTheAttemptInHandIsOver() {
        a.hang();
        start();
        processor.append(30);
        a.awaitCaller();

        streams.control().pause("shop");
        await().during(A_WHILE).until(() -> streams.status("shop").state() == ProcessorState.RUNNING);
        assertThat(streams.status("shop").requested()).isEqualTo(ProcessorState.PAUSED);

        a.heal();
        streams.awaitState("shop", ProcessorState.PAUSED);
        assertThat(a.callers()).isZero();
        streams.resume("shop");
        assertComplete();
    }

    @Test
    void goesOnWhenItIsResumedBeforeItRests() {
        a.hang();
        start();
        processor.append(30);
        a.awaitCaller();
        streams.control().pause("shop");
        await().until(() -> processor.openReaders() == 0);

        streams.control().resume("shop");
        await().until(() -> processor.openReaders() == 1);
        b.awaitRecords(30);
        a.heal();

        assertComplete();
    }

    @Test
    void isStillPausedAfterARestart() {
        start();
        processor.append(10);
        a.awaitRecords(10);
        streams.pause("shop");
        streams.stop();
        int opens = processor.opens();
        processor.append(10);

        streams.start();
        streams.awaitState("shop", ProcessorState.PAUSED);
        streams.stop();
        TestStreams other = TestStreams.builder().store(store).stream("shop", processor, lane("a", a), lane("b", b))
                .start();
        streams = other;
        assertThat(streams.awaitState("shop", ProcessorState.PAUSED).requested())
                .isEqualTo(ProcessorState.PAUSED);
        await().during(A_WHILE)
                .until(() -> processor.opens() == opens && a.ids().size() == 10);
        assertThat(streams.status("shop", "a").checkpoint()).isEqualTo(Map.of("offset", 10L));

        streams.resume("shop");
        assertComplete();
    }

    @Test
    void isNoLongerPausedAfterAResumeAndARestart() {
        start();
        streams.pause("shop");
        streams.resume("shop");
        streams.stop();

        streams.start();

        streams.awaitState("shop", ProcessorState.RUNNING);
    }

    @Test
    void changesNothingWhenAskedAgain() {
        start();
        processor.append(5);
        a.awaitRecords(5);
        streams.control().resume("shop");
        streams.control().resume("shop");
        processor.append(5);
        a.awaitRecords(10);
        assertThat(processor.opens()).isEqualTo(1);

        streams.pause("shop");
        StreamStatus paused = streams.status("shop");
        streams.control().pause("shop");
        streams.control().pause("shop");
        await().during(A_WHILE).until(() -> streams.status("shop").since().equals(paused.since()));

        streams.resume("shop");
        assertThat(processor.opens()).isEqualTo(2);
        assertComplete();
    }

    @Test
    void pausesAndResumesAsOftenAsAsked() {
        start();
        for (int i = 0; i < 100; i++) {
            processor.append(7);
            if (i % 3 == 0) {
                streams.control().pause("shop");
            } else {
                streams.control().resume("shop");
            }
        }
        streams.control().resume("shop");

        assertComplete();
        streams.awaitState("shop", ProcessorState.RUNNING);
    }

    @Test
    void pausesWhileItReconnects() {
        builder.reconnectPause(NEVER);
        processor.failOpens(3, Kind.UNAVAILABLE);
        start();
        streams.awaitState("shop", ProcessorState.RECONNECTING);

        streams.pause("shop");
        processor.heal();
        processor.append(10);
        streams.resume("shop");

        assertComplete();
    }

    @Test
    void reconnectsAtOnceWhenResumedWhileItWaitsToReconnect() {
        builder.reconnectPause(NEVER);
        processor.failOpens(1, Kind.UNAVAILABLE).append(10);
        start();
        streams.awaitState("shop", ProcessorState.RECONNECTING);

        streams.control().resume("shop");

        assertComplete();
    }

    @Test
    void pausesAfterAFailureAndTriesAgainWhenResumed() {
        processor.failOpens(1, Kind.UNREADABLE);
        start();
        streams.awaitState("shop", ProcessorState.FAILED);

        streams.pause("shop");
        processor.append(10);
        streams.resume("shop");

        assertComplete();
    }

    @Test
    void triesAgainAfterAFailureWhenResumed() {
        processor.failOpens(2, Kind.UNREADABLE).append(10);
        start();
        streams.awaitState("shop", ProcessorState.FAILED);

        streams.control().resume("shop");
        await().until(() -> processor.opens() + processor.openReaders() > 0
                || streams.status("shop").state() == ProcessorState.FAILED);
        streams.awaitState("shop", ProcessorState.FAILED);
        streams.control().resume("shop");

        assertComplete();
    }

    @Test
    void pausesWhileItConnects() {
        processor.hangOpen(false);
        start();
        await().until(() -> processor.opens() == 1);

        streams.pause("shop");
        processor.letOpen();
        processor.append(10);
        streams.resume("shop");

        assertComplete();
    }

    @Test
    void startsWhatDoesNotStartByItself() {
        processor.append(10);
        streams = builder.stream(new StreamDefinition(
                        "shop", processor, false, "earliest", OnHistoryLost.FAIL, List.of(lane("a", a), lane("b", b))))
                .start();
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> streams.control().pause("shop"))
                .withMessageContaining("'shop' is STOPPED");

        streams.control().resume("shop");

        assertComplete();
    }

    @Test
    void doesNotResumeWhatWasStoppedForGood() {
        start();
        streams.stop();

        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> streams.control().resume("shop"));
        assertThatExceptionOfType(IllegalTransitionException.class)
                .isThrownBy(() -> streams.control().pause("shop"));
        processor.append(1);
        await().during(A_WHILE).until(() -> processor.openReaders() == 0 && a.attempts() == 0);
    }

    @Test
    void doesNotDoWhatCannotBeKept() {
        start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        store.fail();
        assertThatExceptionOfType(CheckpointsUnavailableException.class)
                .isThrownBy(() -> streams.control().pause("shop"));
        processor.append(10);
        assertComplete();
        assertThat(streams.status("shop").requested()).isEqualTo(ProcessorState.RUNNING);

        store.heal();
        streams.pause("shop");
        store.fail();
        assertThatExceptionOfType(CheckpointsUnavailableException.class)
                .isThrownBy(() -> streams.control().resume("shop"));
        assertThat(streams.status("shop").requested()).isEqualTo(ProcessorState.PAUSED);
    }

    @Test
    void namesTheProcessorsThatThereAreWhenAskedForAnother() {
        start();
        assertThatExceptionOfType(UnknownStreamException.class)
                .isThrownBy(() -> streams.control().pause("shopp"))
                .withMessageContaining("shopp")
                .withMessageEndingWith("shop");
    }
}
