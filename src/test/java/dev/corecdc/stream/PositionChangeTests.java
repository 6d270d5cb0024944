package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.PositionChange.Effect;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CapturedLog;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A target that is put to another place of the log by hand. */
@Timeout(60)
class PositionChangeTests {

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

    /** With so many records, which both targets have. */
    private void start(int records) {
        start();
        processor.append(records);
        a.awaitRecords(records);
        b.awaitRecords(records);
        await().until(() -> offset("a") == records);
    }

    @AfterEach
    void stop() {
        List.of(a, b).forEach(CollectingTarget::heal);
        store.heal();
        processor.letOpen();
        streams.close();
    }

    private void pause(String target) {
        streams.control().pauseTarget("shop", target);
        streams.awaitTargetState("shop", target, TargetState.PAUSED);
    }

    private void resume(String target) {
        streams.control().resumeTarget("shop", target);
    }

    private PositionChange put(Object wanted) {
        return streams.control().positions().change("shop", "a", wanted, "me");
    }

    private PositionChange tryOut(Object wanted) {
        return streams.control().positions().tryOut("shop", "a", wanted);
    }

    private long offset(String target) {
        Map<String, Object> position =
                streams.control().positions().show("shop", target).position();
        return position == null ? -1 : ScriptedProcessor.offsetOf(position);
    }

    /** The checkpoint of the target that is put elsewhere. */
    private Map<String, Object> saved() {
        return Objects.requireNonNull(store.load("shop").get("a")).position();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static List<Long> joined(List<Long> first, List<Long> second) {
        return LongStream.concat(
                        first.stream().mapToLong(id -> id), second.stream().mapToLong(id -> id))
                .boxed()
                .toList();
    }

    private void awaitIds(CollectingTarget target, List<Long> ids) {
        await().untilAsserted(() -> assertThat(target.ids()).isEqualTo(ids));
    }

    private void assertConserved() {
        assertThat(streams.status("shop").targets())
                .allSatisfy(target ->
                        assertThat(target.conservation().unaccounted()).isZero());
    }

    @Test
    void goesBackWhileTheOthersGoOn() {
        start(100);
        pause("a");
        processor.append(20);
        b.awaitRecords(120);

        PositionChange change = put("40");

        assertThat(change.effect()).isEqualTo(Effect.REPEATS);
        assertThat(change.from()).isEqualTo(Map.of("offset", 100L));
        assertThat(change.to()).isEqualTo(Map.of("offset", 40L));
        assertThat(change.done()).isTrue();
        assertThat(store.offset("shop", "a")).isEqualTo(40);
        assertThat(a.ids()).hasSize(100);
        assertThat(streams.status("shop", "a").state()).isEqualTo(TargetState.PAUSED);

        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(40, 120)));
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        processor.append(10);
        awaitIds(b, ids(0, 130));
        awaitIds(a, joined(ids(0, 100), ids(40, 130)));
        assertConserved();
    }

    @Test
    void stepsOverWhileTheOthersGoOn() {
        start(100);
        pause("a");
        processor.append(100);
        b.awaitRecords(200);

        assertThat(put(Map.of("offset", 153)).effect()).isEqualTo(Effect.SKIPS);
        resume("a");

        awaitIds(a, joined(ids(0, 100), ids(153, 200)));
        processor.append(10);
        awaitIds(a, joined(ids(0, 100), ids(153, 210)));
        awaitIds(b, ids(0, 210));
        assertConserved();
    }

    /** The batch of the others' reader in which the place lies must not bring what was stepped over. */
    @ParameterizedTest(name = "at {0}")
    @ValueSource(longs = {103, 150, 173, 188, 215, 250})
    void stepsOverWhatTheOthersHaveYetToRead(long place) {
        processor.batchesOf(7);
        start(100);
        pause("a");
        b.hang();
        processor.append(150);
        b.awaitCaller();

        put(String.valueOf(place));
        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(place, 250)));
        processor.append(10);
        awaitIds(a, joined(ids(0, 100), ids(place, 260)));
        b.heal();

        awaitIds(b, ids(0, 260));
        awaitIds(a, joined(ids(0, 100), ids(place, 260)));
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        assertConserved();
    }

    @Test
    void goesBackAsAWholeWhileTheProcessorRests() {
        start(100);
        streams.pause("shop");
        put("40");
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.PAUSED);
        assertThat(put("30").effect()).isEqualTo(Effect.REPEATS);
        streams.control().positions().change("shop", "b", "60", "me");
        streams.resume("shop");

        awaitIds(a, joined(ids(0, 100), ids(30, 100)));
        awaitIds(b, joined(ids(0, 100), ids(60, 100)));
        processor.append(10);
        awaitIds(a, joined(ids(0, 100), ids(30, 110)));
        awaitIds(b, joined(ids(0, 100), ids(60, 110)));
        assertConserved();
    }

    /** What is before the place stands in the same batch as what is behind it, and another target begins before both. */
    @ParameterizedTest(name = "with a restart: {0}")
    @ValueSource(booleans = {false, true})
    void stepsOverWhileTheProcessorRestsAndGivesNothingBeforeThePlace(boolean restart) {
        start(100);
        streams.pause("shop");
        processor.append(30);
        put("113");
        if (restart) {
            streams.stop();
            streams.start();
            streams.awaitState("shop", ProcessorState.PAUSED);
        }
        streams.resume("shop");

        awaitIds(b, ids(0, 130));
        awaitIds(a, joined(ids(0, 100), ids(113, 130)));
        processor.append(10);
        awaitIds(b, ids(0, 140));
        awaitIds(a, joined(ids(0, 100), ids(113, 140)));
        assertConserved();
    }

    /** It has got on by itself, but had not joined the others before the service ended. */
    @Test
    void givesNothingBeforeThePlaceAfterALaterRestartEither() {
        start(100);
        pause("a");
        b.hang();
        processor.append(150);
        b.awaitCaller();
        put("113");
        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(113, 250)));
        await().until(() -> store.offset("shop", "a") == 250);
        // As if the end of what it got were within a batch.
        assertThat(saved()).containsKey("byHand");
        streams.stop();
        store.save(
                "shop", "a", new Checkpoint(Map.of("offset", 115L, "byHand", "2026-11-03T10:15:30Z"), Instant.now()));
        b.heal();
        streams.start();

        awaitIds(b, ids(0, 250));
        awaitIds(a, joined(joined(ids(0, 100), ids(113, 250)), ids(115, 250)));
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        streams.stop();
        streams.start();
        processor.append(10);
        awaitIds(b, ids(0, 260));
        await().until(() -> store.offset("shop", "a") == 260);
        assertThat(saved()).doesNotContainKey("byHand");
    }

    @Test
    void survivesARestartRightAfterIt() {
        start(100);
        pause("a");
        put("40");
        streams.stop();
        streams.start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(offset("a")).isEqualTo(40);

        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(40, 100)));
    }

    @Test
    void dropsWhatWasQueuedAndInHand() {
        start(100);
        b.awaitRecords(100);
        a.fail();
        processor.append(60);
        b.awaitRecords(160);
        await().until(() -> streams.status("shop", "a").queuedBytes() > 2_000);
        pause("a");
        put("150");
        assertThat(streams.status("shop", "a").queuedBytes()).isZero();
        assertThat(streams.status("shop", "a").conservation().inFlight()).isZero();
        assertConserved();
        a.heal();
        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(150, 160)));
        assertConserved();
    }

    @Test
    void stepsOverAChangeThatHasHaltedTheTarget() {
        start(100);
        a.failNext(Integer.MAX_VALUE, () -> new RejectedRecordException(0, "never this one", null));
        processor.append(1);
        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        processor.append(20);
        b.awaitRecords(121);
        pause("a");
        a.heal();
        put("101");
        resume("a");
        awaitIds(a, joined(ids(0, 100), ids(101, 121)));
        assertConserved();
    }

    @Test
    void stepsOverWhatTheProcessorCannotRead() {
        start(100);
        processor.breakAfter(0, Kind.UNREADABLE);
        processor.append(1);
        streams.awaitState("shop", ProcessorState.FAILED);
        streams.pause("shop");
        processor.append(20);
        int opens = processor.opens();
        put("101");
        streams.control().positions().change("shop", "b", "101", "me");
        streams.resume("shop");

        awaitIds(a, joined(ids(0, 100), ids(101, 121)));
        awaitIds(b, joined(ids(0, 100), ids(101, 121)));
        assertThat(processor.openedAt().subList(opens, processor.opens())).containsOnly(101L);
    }

    @Test
    void worksBeforeTheProcessorHasEverBegun() {
        store.savePaused("shop", true);
        processor.append(50);
        streams = builder.stream("shop", processor, lane("a", a), lane("b", b)).start();
        streams.awaitState("shop", ProcessorState.PAUSED);
        assertThat(streams.control().positions().show("shop", "a").position()).isNull();
        assertThat(put("20").effect()).isEqualTo(Effect.UNKNOWN);
        streams.resume("shop");
        awaitIds(a, ids(20, 50));
        awaitIds(b, ids(0, 50));
    }

    @Test
    void worksForATargetOfAProcessorThatCannotConnect() {
        store.savePaused("shop", "a", true);
        processor.append(50).failOpens(5_000, Kind.UNAVAILABLE);
        streams = builder.stream("shop", processor, lane("a", a), lane("b", b)).start();
        streams.awaitState("shop", ProcessorState.RECONNECTING);
        assertThatExceptionOfType(SourceUnavailableException.class).isThrownBy(() -> put("20"));
        assertThatExceptionOfType(SourceUnavailableException.class).isThrownBy(() -> tryOut("20"));
        processor.heal();
        streams.awaitState("shop", ProcessorState.RUNNING);
        put("20");
        resume("a");
        awaitIds(a, ids(20, 50));
    }

    @Test
    void changesNothingWhenItIsOnlyTriedOut() {
        start(100);
        processor.purgeBefore(10);
        int saves = store.saves().size();

        PositionChange back = tryOut("40");
        assertThat(back.effect()).isEqualTo(Effect.REPEATS);
        assertThat(back.done()).isFalse();
        assertThat(back.refusal()).isNull();
        assertThat(tryOut("latest").effect()).isEqualTo(Effect.NONE);
        assertThat(tryOut("5").refusal()).contains("5 is lost");
        assertThat(tryOut("200").effect()).isEqualTo(Effect.SKIPS);
        assertThat(tryOut("200").refusal()).contains("the log ends at 100");

        assertThat(store.saves()).hasSize(saves);
        assertThat(streams.status("shop", "a").state()).isEqualTo(TargetState.RUNNING);
        processor.append(10);
        awaitIds(a, ids(0, 110));
        assertThat(processor.openReaders()).isEqualTo(1);
    }

    @Test
    void isRefusedUnlessTheTargetRests() {
        start(100);
        assertThatExceptionOfType(NotPausedException.class)
                .isThrownBy(() -> put("40"))
                .withMessageContaining("'shop' is RUNNING and its target 'a' RUNNING");
        pause("b");
        assertThatExceptionOfType(NotPausedException.class).isThrownBy(() -> put("40"));
        a.hangStubbornly();
        processor.append(1);
        a.awaitCaller();
        streams.control().pauseTarget("shop", "a");
        assertThatExceptionOfType(NotPausedException.class).isThrownBy(() -> put("40"));
        a.heal();
        streams.awaitTargetState("shop", "a", TargetState.PAUSED);
        put("40");
        streams.stop();
        assertThatExceptionOfType(NotPausedException.class).isThrownBy(() -> put("40"));
    }

    @Test
    void isRefusedForAPlaceThatIsNone() {
        start(100);
        pause("a");
        processor.purgeBefore(10);
        assertThatExceptionOfType(PlaceRefusedException.class)
                .isThrownBy(() -> put("5"))
                .withMessageContaining("5 is lost");
        assertThatIllegalArgumentException().isThrownBy(() -> put("nowhere"));
        assertThatIllegalArgumentException().isThrownBy(() -> put(Map.of("offset", "x")));
        assertThatIllegalArgumentException().isThrownBy(() -> put(5));
        assertThatExceptionOfType(UnknownTargetException.class)
                .isThrownBy(() -> streams.control().positions().change("shop", "c", "4", "me"));
        assertThatExceptionOfType(UnknownStreamException.class)
                .isThrownBy(() -> streams.control().positions().show("zoo", "a"));
        assertThat(offset("a")).isEqualTo(100);
    }

    @ParameterizedTest(name = "the processor rests: {0}")
    @ValueSource(booleans = {false, true})
    void isNotDoneWhenItCannotBeSaved(boolean whole) {
        start(100);
        if (whole) {
            streams.pause("shop");
        } else {
            pause("a");
        }
        store.fail();
        assertThatExceptionOfType(CheckpointsUnavailableException.class).isThrownBy(() -> put("40"));
        store.heal();
        assertThat(offset("a")).isEqualTo(100);
        processor.append(10);
        if (whole) {
            streams.resume("shop");
        } else {
            resume("a");
        }
        awaitIds(a, ids(0, 110));
    }

    @Test
    void isToldInTheLogOnce() {
        start(100);
        pause("a");
        try (CapturedLog log = new CapturedLog()) {
            streams.control().positions().change("shop", "a", "40", "me\nand you");
            tryOut("60");
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("the position was changed"))
                    .singleElement()
                    .asString()
                    .contains(
                            "shop/a: the position was changed by me and you: REPEATS, from {offset=100} to {offset=40}");
        }
    }

    @Test
    void savesAndRestoresAPosition() {
        start(100);
        Map<String, Object> kept =
                streams.control().positions().show("shop", "a").position();
        processor.append(50);
        a.awaitRecords(150);
        pause("a");
        put(Objects.requireNonNull(kept));
        resume("a");
        awaitIds(a, joined(ids(0, 150), ids(100, 150)));
    }

    @Test
    void losesAndRepeatsNothingElseWhenItIsDoneAgainAndAgain() {
        start(100);
        for (int round = 0; round < 30; round++) {
            pause("a");
            processor.append(20);
            long begin = processor.size() - 15L;
            put(String.valueOf(begin));
            int had = a.ids().size();
            resume("a");
            await().until(() -> a.ids().size() >= had + 15);
            assertThat(a.ids().subList(had, a.ids().size())).isEqualTo(ids(begin, processor.size()));
        }
        awaitIds(b, ids(0, processor.size()));
        assertConserved();
    }
}
