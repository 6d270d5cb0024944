package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.backoff.FixedBackOff;

/** How many changes a target is handed at once. */
@Timeout(60)
class StreamBatchingTests {

    private final ScriptedProcessor processor = new ScriptedProcessor().batchesOf(10);
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();
    private final CollectingTarget a = new CollectingTarget.WritingDdl() {
        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            sizes.add(records.size());
            super.save(records);
        }
    };
    private TestStreams streams = TestStreams.builder().build();

    private void start(int batchSize, Duration linger) {
        streams = TestStreams.builder().stream(
                        "shop", processor, new LaneDefinition("a", a, false, true, true, settings(batchSize, linger)))
                .start();
    }

    private static LaneSettings settings(int batchSize, Duration linger) {
        return new LaneSettings(
                new FixedBackOff(1, FixedBackOff.UNLIMITED_ATTEMPTS), OnFailure.HALT, batchSize, linger);
    }

    @AfterEach
    void stop() {
        a.heal();
        streams.close();
    }

    @Test
    void handsOverWhatIsReadAsItIsUnlessTold() {
        start(0, Duration.ZERO);
        processor.append(30);
        a.awaitRecords(30);
        assertThat(sizes).allMatch(size -> size <= 10);
    }

    @Test
    void cutsLargeBatches() {
        start(4, Duration.ZERO);
        processor.append(10);
        a.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(sizes).allMatch(size -> size <= 4);
    }

    @Test
    void restsBetweenTwoPartsOfABatch() {
        a.hang();
        start(2, Duration.ZERO);
        processor.append(10);
        a.awaitCaller();
        streams.control().pauseTarget("shop", "a");

        a.heal();

        streams.awaitTargetState("shop", "a", TargetState.PAUSED);
        assertThat(a.ids()).hasSize(2);
        streams.control().resumeTarget("shop", "a");
        a.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void waitsForNoMoreWhenItIsToStop() {
        start(100, Duration.ofHours(1));
        processor.append(1); // which may be a repeat, and is not gathered
        a.awaitRecords(1);
        processor.append(1);
        await().until(() -> streams.status("shop", "a").conservation().inFlight() == 1);

        streams.stop();

        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void gathersWhatWaits() {
        a.hang();
        start(25, Duration.ZERO);
        processor.append(10);
        a.awaitCaller();
        processor.append(50);
        await().until(() -> streams.status("shop", "a").conservation().inFlight() == 60);

        a.heal();

        a.awaitRecords(60);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(sizes).containsExactly(10, 20, 20, 10);
    }

    @Test
    void waitsForMoreAsLongAsItIsTold() {
        start(40, Duration.ofSeconds(20));
        for (int i = 0; i < 4; i++) {
            processor.append(10);
            await().until(() -> streams.status("shop").position() != null
                    && ScriptedProcessor.offsetOf(Objects.requireNonNull(
                                    streams.status("shop").position()))
                            == processor.size());
        }
        a.awaitRecords(40);
        assertThat(sizes.get(sizes.size() - 1)).isGreaterThanOrEqualTo(30);
    }

    @Test
    void doesNotWaitWhereAStatementComes() {
        start(1_000, Duration.ofMinutes(1));
        processor.append(5).appendDdl("ALTER").append(5).appendDdl("ALTER");
        await().until(() -> a.events().size() == 12);
    }

    @Test
    void cutsWhatWasGatheredWhereAChangeIsRejected() {
        a.hang();
        start(100, Duration.ZERO);
        processor.append(1);
        a.awaitCaller();
        processor.append(40);
        await().until(() -> streams.status("shop", "a").conservation().inFlight() == 41);
        a.failNext(1, () -> new RejectedRecordException(25, "poison", null));

        a.heal();

        a.awaitRecords(41);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(streams.status("shop", "a").conservation().unaccounted()).isZero();
    }
}
