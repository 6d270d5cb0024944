package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CapturedLog;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.backoff.FixedBackOff;

/** Targets that are added to a configuration, taken out of it and called otherwise, each by a restart. */
@Timeout(60)
class StreamTargetsTests {

    private static final LaneSettings SETTING_ASIDE =
            new LaneSettings(new FixedBackOff(1, FixedBackOff.UNLIMITED_ATTEMPTS), OnFailure.DEAD_LETTER);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final Letters store = new Letters();
    private final CollectingTarget old = new CollectingTarget();
    private final CollectingTarget added = new CollectingTarget();
    private final CapturedLog log = new CapturedLog();
    private TestStreams streams = TestStreams.builder().build();

    /** May have letters that cannot be read. */
    private static final class Letters extends InMemoryCheckpointStore {

        private volatile boolean broken;

        @Override
        public void forEach(String processor, String target, Consumer<DeadLetter> reader) {
            if (broken) {
                throw new CheckpointException("a letter of " + target + " is damaged", null);
            }
            super.forEach(processor, target, reader);
        }

        long offset(String target) {
            return ScriptedProcessor.offsetOf(
                    Map.copyOf(Objects.requireNonNull(load("shop").get(target)).position()));
        }
    }

    private void restart(String startAt, LaneDefinition... lanes) {
        streams.stop();
        streams = TestStreams.builder().store(store).stream(
                        new StreamDefinition("shop", processor, true, startAt, OnHistoryLost.FAIL, List.of(lanes)))
                .start();
    }

    @AfterEach
    void stop() {
        streams.close();
        log.close();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private String logged() {
        return String.join("\n", log.lines());
    }

    @ParameterizedTest(name = "start-at: {0}")
    @CsvSource({"earliest, 0", "20, 20", "latest, 140"})
    void aTargetThatIsAddedBeginsAtStartAtAndTheOthersGoOn(String startAt, long from) {
        processor.append(30);
        restart("earliest", lane("old", old));
        old.awaitRecords(30);
        streams.stop();
        processor.append(110);

        restart(startAt, lane("old", old), lane("added", added));
        await().until(() -> store.load("shop").containsKey("added"));
        processor.append(10);

        added.awaitRecords((int) (150 - from));
        old.awaitRecords(150);
        assertThat(added.ids()).isEqualTo(ids(from, 150));
        assertThat(old.ids()).isEqualTo(ids(0, 150));
        assertThat(logged()).contains("INFO shop: new targets begin at 'start-at: %s': [added].".formatted(startAt));

        processor.append(5);
        restart("latest", lane("old", old), lane("added", added));
        added.awaitRecords((int) (155 - from));
        assertThat(added.ids()).isEqualTo(ids(from, 155));
    }

    @Test
    void aTargetThatIsRemovedKeepsItsCheckpointAndTheLogSaysSoAtEachStart() {
        processor.append(10);
        restart("earliest", lane("old", old), lane("added", added));
        old.awaitRecords(10);
        added.awaitRecords(10);
        assertThat(logged()).doesNotContain("does not have").doesNotContain("new targets");

        for (int i = 0; i < 2; i++) {
            log.clear();
            restart("earliest", lane("added", added));
            processor.append(10);
            added.awaitRecords(20 + 10 * i);
            assertThat(logged())
                    .contains("WARN shop: there are checkpoints of targets that it does not have: [old].")
                    .contains("delete them by hand")
                    .doesNotContain("new targets");
            assertThat(store.offset("old")).isEqualTo(10);
        }

        restart("earliest", lane("old", old), lane("added", added));
        old.awaitRecords(30);
        assertThat(old.ids()).isEqualTo(ids(0, 30));
        assertThat(added.ids()).isEqualTo(ids(0, 30));
    }

    @Test
    void aTargetThatIsRenamedIsOneRemovedAndOneAdded() {
        processor.append(10);
        restart("earliest", lane("old", old));
        old.awaitRecords(10);

        restart("4", lane("new", added));

        added.awaitRecords(6);
        assertThat(added.ids()).isEqualTo(ids(4, 10));
        assertThat(logged())
                .contains("that it does not have: [old]")
                .contains("new targets begin at 'start-at: 4': [new]. A target that was renamed counts as a new one");
        assertThat(store.offset("old")).isEqualTo(10);
    }

    @Test
    void theDeadLettersOfATargetThatIsRemovedAreToldOfAndComeBackWithIt() {
        setOneAside();

        restart("earliest", lane("added", added));

        added.awaitRecords(10);
        assertThat(logged()).contains("WARN shop: 1 changes that were set aside for old, which it does not have");
        restart("earliest", new LaneDefinition("old", old, false, true, true, SETTING_ASIDE));
        await().until(() -> streams.control().deadLetters().retryAll("shop", "old") == 1);
        old.awaitRecords(10);
    }

    @Test
    void deadLettersOfATargetThatIsRemovedStopNothingWhenTheyCannotBeRead() {
        setOneAside();
        store.broken = true;

        restart("earliest", lane("added", added));

        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(logged()).contains("the dead letters of old, which it does not have, cannot be read");
        store.broken = false;
    }

    private void setOneAside() {
        old.failNext(2, () -> new RejectedRecordException(0, "not this one", null));
        processor.append(10);
        restart("earliest", new LaneDefinition("old", old, false, true, true, SETTING_ASIDE));
        old.awaitRecords(9);
    }
}
