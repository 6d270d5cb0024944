package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One target that rests while the others go on. */
@Timeout(60)
class TargetPauseTests {

    private static final Duration A_WHILE = Duration.ofMillis(100);

    private final ScriptedProcessor processor =
            new ScriptedProcessor().batchesOf(10).recordsOf(100);
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder =
            TestStreams.builder().store(store).queueBytes(5_000);
    private TestStreams streams = TestStreams.builder().build();

    private void start() {
        streams = builder.stream("shop", processor, lane("a", a), lane("b", b)).start();
        streams.awaitState("shop", ProcessorState.RUNNING);
    }

    @AfterEach
    void stop() {
        List.of(a, b).forEach(CollectingTarget::heal);
        store.heal();
        streams.close();
    }

    private void pause(String target) {
        streams.control().pauseTarget("shop", target);
        streams.awaitTargetState("shop", target, TargetState.PAUSED);
    }

    private void resume(String target) {
        streams.control().resumeTarget("shop", target);
    }

    private TargetState state(String target) {
        return streams.status("shop", target).state();
    }

    /** Everything once, in order, and nothing unaccounted for. */
    private void assertComplete() {
        for (CollectingTarget target : List.of(a, b)) {
            target.awaitRecords(processor.size());
            assertThat(target.ids()).isEqualTo(processor.ids());
        }
        assertThat(streams.status("shop").targets())
                .allSatisfy(target ->
                        assertThat(target.conservation().unaccounted()).isZero());
    }

    @Test
    void neitherGetsAnythingNorHoldsUpTheOthersNorHasAReader() {
        start();
        processor.append(10);
        a.awaitRecords(10);

        pause("a");
        int attempts = a.attempts();
        processor.append(1_000);

        b.awaitRecords(1_010);
        assertThat(a.attempts()).isEqualTo(attempts);
        assertThat(processor.opens()).isEqualTo(1);
        assertThat(state("a")).isEqualTo(TargetState.PAUSED);
        assertThat(streams.status("shop", "a").queuedBytes()).isLessThan(5_000);
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);
    }

    @Test
    void readsForItselfWhatItMissedAndJoinsAgain() {
        start();
        for (int round = 0; round < 3; round++) {
            pause("a");
            processor.append(1_000);
            b.awaitRecords(processor.size());

            resume("a");
            a.awaitRecords(processor.size());
            streams.awaitTargetState("shop", "a", TargetState.RUNNING);
            await().until(() -> processor.openReaders() == 1);
        }
        processor.append(10);
        assertComplete();
    }

    @Test
    void changesNothingWhenItIsAskedAgain() {
        start();
        resume("a");
        assertThat(state("a")).isEqualTo(TargetState.RUNNING);
        pause("a");
        pause("a");
        processor.append(100);
        b.awaitRecords(100);
        resume("a");
        resume("a");
        assertComplete();
    }

    @Test
    void restsWhileItCatchesUp() {
        a.slow(Duration.ofMillis(5));
        start();
        processor.append(1_000);
        b.awaitRecords(1_000);
        streams.awaitTargetState("shop", "a", TargetState.BEHIND);

        pause("a");
        await().until(() -> processor.openReaders() == 1);
        int had = a.ids().size();
        await().during(A_WHILE).until(() -> a.ids().size() == had);

        a.heal();
        resume("a");
        assertComplete();
    }

    @Test
    void losesNothingWhenItIsPausedAgainAndAgain() {
        start();
        for (int round = 0; round < 100; round++) {
            processor.append(20);
            pause("a");
            processor.append(20);
            resume("a");
        }
        assertComplete();
    }

    @Test
    void restsAlsoWhileItsTargetIsTriedAgain() {
        a.fail();
        builder.longestRetryPause(Duration.ofHours(1));
        start();
        processor.append(30);
        a.awaitAttempts(5);

        pause("a");
        int attempts = a.attempts();
        await().during(A_WHILE).until(() -> a.attempts() == attempts);

        a.heal();
        resume("a");
        assertComplete();
    }

    @Test
    void endsAFailureAndResumingDoesToo() {
        start();
        processor.append(10);
        a.awaitRecords(10);
        b.awaitRecords(10);
        pause("a");
        processor.append(500);
        b.awaitRecords(510);
        processor.purgeBefore(300);
        resume("a");
        streams.awaitTargetState("shop", "a", TargetState.FAILED);

        pause("a");
        resume("a");
        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        assertThat(a.ids()).hasSize(10);

        processor.purgeBefore(0);
        resume("a");
        assertComplete();
    }

    @Test
    void outlivesARestartAndAPauseOfTheProcessor() {
        start();
        processor.append(10);
        a.awaitRecords(10);
        pause("a");

        streams.pause("shop");
        streams.resume("shop");
        processor.append(500);
        b.awaitRecords(510);
        assertThat(state("a")).isEqualTo(TargetState.PAUSED);

        streams.stop();
        streams.start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(state("a")).isEqualTo(TargetState.PAUSED);
        processor.append(10);
        b.awaitRecords(520);
        assertThat(a.ids()).hasSize(10);
        assertThat(processor.openReaders()).isEqualTo(1);

        resume("a");
        assertComplete();
        streams.stop();
        streams.start();
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
    }

    @Test
    void doesNotSayWhereTheOthersBegin() {
        start();
        processor.append(100);
        a.awaitRecords(100);
        b.awaitRecords(100);
        pause("b");
        streams.stop();
        processor.append(1_000);

        streams.start();
        a.awaitRecords(1_100);
        streams.stop();
        streams.control().statuses();
        store.savePaused("shop", "a", true);
        store.savePaused("shop", "b", false);
        int opens = processor.opens();

        streams.start();
        b.awaitRecords(1_100);
        assertThat(processor.openedAt().subList(opens, processor.opens())).containsExactly(100L);
        assertThat(state("a")).isEqualTo(TargetState.PAUSED);
    }

    @Test
    void canBeAllTargets() {
        start();
        pause("a");
        pause("b");
        processor.append(1_000);
        await().during(A_WHILE).until(() -> a.attempts() + b.attempts() == 0);
        streams.stop();
        streams.start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(List.of(state("a"), state("b"))).containsOnly(TargetState.PAUSED);

        resume("a");
        resume("b");
        assertComplete();
    }

    @Test
    void isShownAndEndedAlsoWhileTheProcessorRests() {
        start();
        streams.pause("shop");
        pause("a");
        resume("a");
        await().during(A_WHILE).until(() -> state("a") == TargetState.PAUSED);
        streams.resume("shop");
        processor.append(100);
        assertComplete();
    }

    @Test
    void isNotDoneWhenItCannotBeKept() {
        start();
        store.fail();
        assertThatExceptionOfType(CheckpointsUnavailableException.class)
                .isThrownBy(() -> streams.control().pauseTarget("shop", "a"));
        store.heal();
        processor.append(10);
        assertComplete();
    }
}
