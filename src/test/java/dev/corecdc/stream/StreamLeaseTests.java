package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a stream does while its store does not let it deliver. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class StreamLeaseTests {

    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final String WHY = "the lease could not be renewed";
    private static final String TAKEN = "another service has taken over";

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore.Leased store = new ScriptedCheckpointStore.Leased();
    private final CollectingTarget a = new CollectingTarget();
    private final TestStreams.Builder builder = TestStreams.builder().store(store);
    private TestStreams streams = builder.build();

    private void start(LaneDefinition... lanes) {
        streams = builder.stream("shop", processor, lanes).start();
    }

    @AfterEach
    void stop() {
        a.heal();
        streams.close();
    }

    @Test
    void neitherReadsNorDeliversBeforeItMay() {
        store.refuse(WHY);
        processor.append(10);
        start(lane("a", a));

        StreamStatus waiting = streams.awaitState("shop", ProcessorState.RECONNECTING);
        assertThat(waiting.reason()).isEqualTo(WHY);
        await().during(A_WHILE).until(() -> a.attempts() == 0 && processor.opens() == 0);

        store.heal();
        a.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(processor.ids());
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(streams.status("shop", "a").state()).isEqualTo(TargetState.RUNNING);
    }

    @Test
    void deliversNothingWhileItMayNotAndThenGoesOnWhereItWas() {
        start(lane("a", a));
        processor.append(10);
        a.awaitRecords(10);

        store.refuse(WHY);
        TargetStatus waiting = streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        assertThat(waiting.reason()).isEqualTo(WHY);
        processor.append(500);
        await().during(A_WHILE).until(() -> a.ids().size() == 10);
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);

        store.heal();
        a.awaitRecords(510);
        assertThat(a.ids()).isEqualTo(processor.ids());
        TargetStatus running = streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        assertThat(running.reason()).isNull();
        assertThat(running.counts().retried()).isZero();
    }

    @Test
    void showsALeaseThatIsGoneAlsoWithNothingToDeliver() {
        start(lane("a", a));
        streams.awaitState("shop", ProcessorState.RUNNING);

        store.refuse(WHY);
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RETRYING).reason())
                .isEqualTo(WHY);

        store.heal();
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RUNNING).reason())
                .isNull();
        assertThat(a.attempts()).isZero();
    }

    @Test
    void cutsAnAttemptInHandShortAndRepeatsIt(CapturedOutput output) {
        a.hang();
        start(lane("a", a));
        processor.append(10);
        a.awaitCaller();

        store.refuse(WHY);
        await().until(() -> a.callers() == 0);
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RETRYING).reason())
                .isEqualTo(WHY);
        assertThat(output).contains("shop/a is RETRYING: " + WHY).doesNotContain("the target threw");
        a.heal();
        await().during(A_WHILE).until(() -> a.attempts() == 1);
        assertThat(store.offset("shop", "a")).isZero();

        store.heal();
        a.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(processor.ids());
        await().until(() -> store.offset("shop", "a") == 10);
    }

    @Test
    void doesNotCallATargetThatWasFreedTooLate() {
        a.hangStubbornly();
        start(lane("one", a), lane("two", a));
        processor.append(10);
        a.awaitCaller();

        store.refuse(WHY);
        a.heal();
        await().until(() -> a.callers() == 0);
        await().during(A_WHILE).until(() -> a.attempts() == 1);

        store.heal();
        a.awaitRecords(20);
        assertThat(a.attempts()).isEqualTo(2);
    }

    @Test
    void saysOfAStatementThatWasCutShortThatItMayHaveBeenExecuted() {
        CollectingTarget.ExecutingDdl executing = new CollectingTarget.ExecutingDdl();
        start(new LaneDefinition("a", executing, true, true, true));
        processor.appendDdl("CREATE");
        executing.awaitAttempts(1);
        await().until(() -> store.offset("shop", "a") == 1);
        executing.hang();
        processor.appendDdl("ALTER");
        executing.awaitCaller();

        store.refuse(WHY);
        await().until(() -> executing.callers() == 0);
        executing.heal();
        store.heal();

        await().until(() -> executing.statements().size() == 2);
        assertThat(executing.repeated()).containsExactly(true, false, true);
    }

    @Test
    void doesNotOpenAReaderAnewWhileItMayNotDeliver() {
        start(lane("a", a));
        processor.append(10);
        a.awaitRecords(10);

        store.refuse(WHY);
        processor.breakAfter(0, Kind.UNAVAILABLE);
        await().until(() -> WHY.equals(streams.status("shop").reason()));
        await().during(A_WHILE).until(() -> processor.openReaders() == 0);
        assertThat(processor.opens()).isEqualTo(1);

        store.heal();
        processor.append(10);
        a.awaitRecords(20);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void failsWhenTheLeaseIsLostForGood() {
        start(lane("a", a));
        processor.append(10);
        a.awaitRecords(10);

        store.lose(TAKEN);
        assertThat(streams.awaitState("shop", ProcessorState.FAILED).reason()).isEqualTo(TAKEN);
        assertThat(processor.openReaders()).isZero();
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RETRYING).reason())
                .isEqualTo(TAKEN);

        streams.control().resume("shop");
        assertThat(streams.awaitState("shop", ProcessorState.FAILED).reason()).isEqualTo(TAKEN);
        processor.append(10);
        await().during(A_WHILE).until(() -> a.ids().size() == 10 && processor.opens() == 1);
    }

    @Test
    void doesNotWaitForWhatItMayNeverDeliverWhenItStops() {
        builder.stopTimeout(Duration.ofHours(1));
        a.hang();
        start(lane("a", a));
        processor.append(10);
        a.awaitCaller();
        store.lose(TAKEN);
        await().until(() -> a.callers() == 0);

        streams.stop();

        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        assertThat(a.ids()).isEmpty();
    }

    @Test
    void hasAWatchOnlyWhileItStreamsFromAStoreWithALease() {
        assertThat(watches()).isZero();
        start(lane("a", a));
        assertThat(watches()).isEqualTo(1);
        streams.stop();
        await().until(() -> watches() == 0);

        try (TestStreams others = TestStreams.builder().stream("people", new ScriptedProcessor(), lane("a", a))
                .start()) {
            others.awaitState("people", ProcessorState.RUNNING);
            assertThat(watches()).isZero();
        }
    }

    private static long watches() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cdc-lease-watch"))
                .count();
    }

    @Test
    void isLostOnlyForALastingReason() {
        assertThat(store.isLost()).isFalse();
        store.require();

        store.refuse(WHY);
        assertThat(store.isLost()).isFalse();
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(store::require)
                .withMessage(WHY);

        store.lose(TAKEN);
        assertThat(store.isLost()).isTrue();
    }
}
