package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedCheckpointStore.Save;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When positions are saved, and where lanes go on. */
@Timeout(60)
class StreamCheckpointTests {

    private static final Duration A_WHILE = Duration.ofMillis(250);
    private static final Duration NEVER = Duration.ofHours(1);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder = TestStreams.builder().store(store);
    private TestStreams streams = builder.build();

    private void start(LaneDefinition... lanes) {
        streams = builder.stream("shop", processor, lanes).start();
    }

    private void startAtLatest(LaneDefinition... lanes) {
        streams = builder.stream(
                        new StreamDefinition("shop", processor, true, "latest", OnHistoryLost.FAIL, List.of(lanes)))
                .start();
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
        store.heal();
        streams.close();
    }

    @Test
    void savesTheStartPositionBeforeTheFirstDelivery() {
        List<Long> savedAtDelivery = new CopyOnWriteArrayList<>();
        a.watchedBy(any -> savedAtDelivery.add(store.offset("shop", "a")));
        builder.flushInterval(NEVER);
        processor.append(5);
        startAtLatest(lane("a", a), lane("b", b));
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(store.saves()).containsExactlyInAnyOrder(new Save("shop", "a", 5), new Save("shop", "b", 5));

        processor.append(3);
        a.awaitRecords(3);

        assertThat(savedAtDelivery).first().isEqualTo(5L);
        assertThat(a.ids()).isEqualTo(ids(5, 8));
    }

    @Test
    void goesBackToTheBeginningOfABatchOfWhichItsTargetHadAPart() {
        List<Long> savedAtDelivery = new CopyOnWriteArrayList<>();
        b.watchedBy(any -> savedAtDelivery.add(store.offset("shop", "b")));
        builder.flushInterval(NEVER);
        processor.batchesOf(10).append(40);
        saved("a", 5);
        saved("b", 18);
        start(lane("a", a), lane("b", b));

        b.awaitRecords(25);

        assertThat(b.ids()).isEqualTo(ids(15, 40));
        assertThat(savedAtDelivery).startsWith(15L);
        assertThat(store.saves())
                .filteredOn(save -> save.target().equals("a") && save.offset() < 5)
                .isEmpty();
    }

    @Test
    void deliversNothingWhileItCannotGoBack() {
        processor.batchesOf(10).append(40);
        saved("a", 5);
        saved("b", 18);
        store.fail();
        start(lane("a", a), lane("b", b));

        a.awaitRecords(35);
        streams.awaitTargetState("shop", "b", TargetState.RETRYING);
        assertThat(b.ids()).isEmpty();

        store.heal();
        b.awaitRecords(25);
        assertThat(b.ids()).isEqualTo(ids(15, 40));
    }

    @Test
    void neverSavesMoreThanItsTargetHas() {
        List<String> ahead = new CopyOnWriteArrayList<>();
        store.watchedBy((stream, target, offset) -> {
            List<Long> has = (target.equals("a") ? a : b).ids();
            if (!has.containsAll(ids(0, offset))) {
                ahead.add("%s was saved at %d but has %s".formatted(target, offset, has));
            }
        });
        builder.flushInterval(Duration.ofMillis(1));
        processor.batchesOf(3);
        start(lane("a", a), lane("b", b));
        for (int i = 0; i < 40; i++) {
            a.failNext(i % 3);
            processor.append(5);
            b.awaitRecords(i * 5);
        }
        a.awaitRecords(200);
        b.awaitRecords(200);
        await().until(() -> store.offset("shop", "a") == 200 && store.offset("shop", "b") == 200);

        assertThat(ahead).isEmpty();
    }

    @Test
    void savesWhileItRuns() {
        start(lane("a", a));
        for (int i = 1; i <= 5; i++) {
            processor.append(1);
            long offset = i;
            await().until(() -> store.offset("shop", "a") == offset);
        }
        TargetStatus status = streams.status("shop", "a");
        assertThat(status.checkpoint()).isEqualTo(Map.of("offset", 5L)).isEqualTo(status.position());
        assertThat(status.savedAt()).isNotNull();
    }

    @Test
    void savesNothingWhileNothingMoves() {
        start(lane("a", a));
        processor.append(1);
        await().until(() -> store.offset("shop", "a") == 1);

        int saves = store.saves().size();
        await().during(A_WHILE).until(() -> store.saves().size() == saves);
    }

    @Test
    void savesWhenItStops() {
        builder.flushInterval(NEVER);
        start(lane("a", a), lane("b", b));
        processor.append(25);
        a.awaitRecords(25);
        b.awaitRecords(25);
        assertThat(store.offset("shop", "a")).isZero();

        streams.stop();

        assertThat(store.offset("shop", "a")).isEqualTo(25);
        assertThat(store.offset("shop", "b")).isEqualTo(25);
    }

    @Test
    void savesBeforeItRests() {
        builder.flushInterval(NEVER);
        start(lane("a", a));
        processor.append(25);
        a.awaitRecords(25);

        streams.pause("shop");

        assertThat(store.offset("shop", "a")).isEqualTo(25);
    }

    @Test
    void movesCheckpointsPastWhatConcernsNobody() {
        start(lane("a", a));
        processor.append(3).appendExcluded(100);

        await().until(() -> store.offset("shop", "a") == 103);
        assertThat(a.ids()).isEqualTo(ids(0, 3));
    }

    @Test
    void doesNotMoveCheckpointsPastWhatIsNotDelivered() {
        a.hang();
        start(lane("a", a), lane("b", b));
        processor.append(3).appendExcluded(100);

        await().until(() -> store.offset("shop", "b") == 103);
        assertThat(store.offset("shop", "a")).isZero();
    }

    @Test
    void goesOnWhereItWasAfterARestart() {
        start(lane("a", a));
        processor.append(15);
        a.awaitRecords(15);
        streams.stop();
        processor.append(10);

        streams = TestStreams.builder().store(store).stream("shop", processor, lane("a", a))
                .start();
        a.awaitRecords(25);

        assertThat(a.ids()).isEqualTo(ids(0, 25));
        assertThat(processor.openedAt()).containsExactly(0L, 15L);
    }

    @Test
    void opensAtTheEarliestLaneAndLetsTheOtherDropWhatItHas() {
        processor.batchesOf(5).append(30);
        saved("a", 5);
        saved("b", 20);
        start(lane("a", a), lane("b", b));

        a.awaitRecords(25);
        b.awaitRecords(10);

        assertThat(processor.openedAt()).containsExactly(5L);
        assertThat(a.ids()).isEqualTo(ids(5, 30));
        assertThat(b.ids()).isEqualTo(ids(20, 30));
        await().until(() -> store.offset("shop", "b") == 30);
        assertThat(store.saves().stream().filter(save -> save.target().equals("b")))
                .extracting(Save::offset)
                .isSorted();
    }

    @Test
    void repeatsABatchThatALaneHasOnlyInPart() {
        processor.batchesOf(10).append(30);
        saved("a", 0);
        saved("b", 17);
        start(lane("a", a), lane("b", b));

        b.awaitRecords(20);

        assertThat(b.ids()).isEqualTo(ids(10, 30));
    }

    @Test
    void startsANewTargetBesideAnOldOne() {
        processor.append(20);
        saved("a", 8);
        startAtLatest(lane("a", a), lane("b", b));

        a.awaitRecords(12);
        processor.append(4);
        b.awaitRecords(4);
        a.awaitRecords(16);

        assertThat(a.ids()).isEqualTo(ids(8, 24));
        assertThat(b.ids()).isEqualTo(ids(20, 24));
        assertThat(store.saves()).contains(new Save("shop", "b", 20));
    }

    @Test
    void goesOnDeliveringWhileCheckpointsCannotBeSaved() {
        start(lane("a", a));
        processor.append(1);
        await().until(() -> store.offset("shop", "a") == 1);

        store.fail();
        processor.append(30);
        a.awaitRecords(31);
        await().until(() ->
                "the store is broken".equals(streams.status("shop", "a").reason()));
        assertThat(store.offset("shop", "a")).isEqualTo(1);

        store.heal();
        await().until(() -> store.offset("shop", "a") == 31);
        await().until(() -> streams.status("shop", "a").reason() == null);
    }

    @Test
    void goesOnSavingAfterAnUnexpectedFailureOfTheStore() {
        start(lane("a", a), lane("b", b));
        streams.awaitState("shop", ProcessorState.RUNNING);
        store.fail(() -> new IllegalStateException("not the kind of failure it should throw"));
        processor.append(10);
        await().until(() -> "not the kind of failure it should throw"
                .equals(streams.status("shop", "b").reason()));

        store.heal();

        await().until(() -> store.offset("shop", "a") == 10 && store.offset("shop", "b") == 10);
    }

    @Test
    void savesTheCheckpointsOfOthersWhileTheSaveOfOneHangs() {
        start(lane("a", a), lane("b", b));
        streams.awaitState("shop", ProcessorState.RUNNING);
        store.hang("a");
        for (int i = 1; i <= 3; i++) {
            processor.append(10);
            long offset = i * 10L;
            await().until(() -> store.offset("shop", "b") == offset);
        }
        a.awaitRecords(30);
        assertThat(store.offset("shop", "a")).isZero();

        store.heal();
        await().until(() -> store.offset("shop", "a") == 30);
    }

    @Test
    void waitsForTheStoreBeforeItBeginsAndKeepsItsStartPosition() {
        processor.append(3);
        store.fail();
        startAtLatest(lane("a", a), lane("b", b));
        await().until(() -> "the store is broken".equals(streams.status("shop").reason()));
        processor.append(4);
        await().during(A_WHILE).until(() -> a.attempts() == 0);

        store.heal();

        a.awaitRecords(4);
        b.awaitRecords(4);
        assertThat(a.ids()).isEqualTo(ids(3, 7));
        assertThat(b.ids()).isEqualTo(ids(3, 7));
        assertThat(store.saves()).first().extracting(Save::offset).isEqualTo(3L);
    }

    @Test
    void doesNotStartOnACheckpointThatItDoesNotUnderstandAndLeavesNothingRunning() {
        ScriptedProcessor people = new ScriptedProcessor();
        store.save("shop", "a", new Checkpoint(Map.of("token", "82F3"), Instant.now()));
        streams = builder.stream("people", people, lane("b", b)).stream("shop", processor, lane("a", a))
                .build();

        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(streams::start)
                .withMessageContaining("'shop'")
                .withMessageContaining("'a'")
                .withMessageContaining("82F3");

        assertThat(streams.runner().isRunning()).isFalse();
        assertThat(streams.status("people").state()).isEqualTo(ProcessorState.STOPPED);
        people.append(1);
        await().during(A_WHILE).until(() -> people.openReaders() == 0 && b.attempts() == 0);
    }
}
