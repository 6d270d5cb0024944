package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CapturedLog;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes that fall behind, read for themselves and join the others again. */
@Timeout(60)
class StreamDetachTests {

    private final ScriptedProcessor processor =
            new ScriptedProcessor().batchesOf(10).recordsOf(100);
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final CollectingTarget c = new CollectingTarget();
    private final TestStreams.Builder builder =
            TestStreams.builder().store(store).queueBytes(5_000);
    private TestStreams streams = TestStreams.builder().build();

    private void start(LaneDefinition... lanes) {
        streams = builder.stream("shop", processor, lanes).start();
    }

    @AfterEach
    void stop() {
        List.of(a, b, c).forEach(CollectingTarget::heal);
        processor.heal();
        processor.letOpen();
        streams.close();
    }

    private void awaitState(String target, TargetState state) {
        streams.awaitTargetState("shop", target, state);
    }

    private void assertConserved() {
        assertThat(streams.status("shop").targets())
                .allSatisfy(target -> assertThat(target.conservation().unaccounted())
                        .as("%s: %s", target.name(), target.conservation())
                        .isZero());
    }

    @Test
    void detachesALaneThatHangsSoThatTheOthersGoOn() {
        a.hang();
        start(lane("a", a), lane("b", b));

        processor.append(500);

        b.awaitRecords(500);
        awaitState("a", TargetState.BEHIND);
        assertThat(streams.status("shop", "a").queuedBytes()).isLessThanOrEqualTo(5_000 + 1_256);
        assertThat(processor.opens()).isEqualTo(1);
        assertConserved();
    }

    @Test
    void letsALaneThatWasDetachedReadForItselfAndJoinAgain() {
        a.hang();
        start(lane("a", a), lane("b", b));
        processor.append(500);
        b.awaitRecords(500);
        awaitState("a", TargetState.BEHIND);

        a.heal();

        a.awaitRecords(500);
        awaitState("a", TargetState.RUNNING);
        await().until(() -> processor.openReaders() == 1);
        processor.append(30);
        a.awaitRecords(530);
        b.awaitRecords(530);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
        assertThat(processor.opens()).isEqualTo(2);
        assertConserved();
    }

    @Test
    void joinsWhileTheOthersGoOn() {
        a.hang();
        start(lane("a", a), lane("b", b));
        processor.append(500);
        b.awaitRecords(500);
        awaitState("a", TargetState.BEHIND);

        a.heal();
        await().pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    processor.append(3);
                    return streams.status("shop", "a").state() == TargetState.RUNNING;
                });
        a.awaitRecords(processor.size());
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertConserved();
    }

    @Test
    void detachesALaneThatIsOnlySlow() {
        a.slow(Duration.ofMillis(10));
        start(lane("a", a), lane("b", b));

        processor.append(1_000);

        b.awaitRecords(1_000);
        assertThat(a.ids().size()).isLessThan(1_000);
        a.awaitRecords(1_000);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void waitsForAllWhereAllAreSlow() {
        a.hang();
        b.hang();
        start(lane("a", a), lane("b", b));
        processor.append(500);

        await().during(Duration.ofMillis(200))
                .until(() -> processor.opens() == 1
                        && streams.status("shop").targets().stream()
                                .allMatch(target -> target.state() == TargetState.RUNNING));
    }

    @Test
    void opensWhereTheFurthestLaneIsAndLetsTheOthersCatchUp() {
        processor.append(1_000);
        store.save("shop", "a", checkpoint(100));
        store.save("shop", "b", checkpoint(900));
        store.save("shop", "c", checkpoint(880));

        start(lane("a", a), lane("b", b), lane("c", c));

        a.awaitRecords(900);
        b.awaitRecords(100);
        c.awaitRecords(120);
        assertThat(processor.openedAt()).containsExactlyInAnyOrder(880L, 100L);
        assertThat(a.ids()).isEqualTo(processor.ids().subList(100, 1_000));
        assertThat(b.ids()).isEqualTo(processor.ids().subList(900, 1_000));
        awaitState("a", TargetState.RUNNING);
        assertConserved();
    }

    @Test
    void boundsTheReaders() {
        builder.maxReaders(1);
        processor.append(2_000);
        store.save("shop", "a", checkpoint(100));
        store.save("shop", "b", checkpoint(500));
        store.save("shop", "c", checkpoint(2_000));
        List<CollectingTarget> hanging = List.of(a, b);
        hanging.forEach(CollectingTarget::hang);

        start(lane("a", a), lane("b", b), lane("c", c));

        await().until(() -> a.callers() + b.callers() == 1);
        CollectingTarget first = a.callers() == 1 ? a : b;
        CollectingTarget second = first.equals(a) ? b : a;
        String waiting = first.equals(a) ? "b" : "a";
        await().until(() ->
                String.valueOf(streams.status("shop", waiting).reason()).contains("max-readers"));
        assertThat(processor.openReaders()).isEqualTo(2);
        assertThat(second.attempts()).isZero();
        hanging.forEach(CollectingTarget::heal);
        a.awaitRecords(1_900);
        b.awaitRecords(1_500);
        assertThat(a.ids()).isEqualTo(processor.ids().subList(100, 2_000));
        assertThat(b.ids()).isEqualTo(processor.ids().subList(500, 2_000));
    }

    @Test
    void readsAgainAfterTheLanesOwnReaderBroke() {
        processor.append(1_000);
        store.save("shop", "a", checkpoint(0));
        store.save("shop", "b", checkpoint(1_000));
        processor
                .breakAfter(3, Kind.UNAVAILABLE)
                .breakAfter(4, Kind.UNAVAILABLE)
                .breakAfter(5, Kind.UNAVAILABLE);

        start(lane("a", a), lane("b", b));

        a.awaitRecords(1_000);
        assertThat(a.ids()).isEqualTo(processor.ids());
        awaitState("a", TargetState.RUNNING);
        assertConserved();
    }

    @Test
    void failsOnlyTheLaneWhosePlaceInTheLogIsLost() {
        processor.append(1_000).purgeBefore(500);
        store.save("shop", "a", checkpoint(100));
        store.save("shop", "b", checkpoint(1_000));

        start(lane("a", a), lane("b", b));

        awaitState("a", TargetState.FAILED);
        processor.append(10);
        b.awaitRecords(10);
        assertThat(streams.status("shop", "a").reason()).contains("100 is lost");

        processor.purgeBefore(0);
        streams.control().resume("shop");
        a.awaitRecords(910);
        assertThat(a.ids()).isEqualTo(processor.ids().subList(100, 1_010));
    }

    @Test
    void takesALaneWhosePlaceIsLostToTheOthersWhereThatIsAskedFor() {
        processor.append(1_000).purgeBefore(500);
        store.save("shop", "a", checkpoint(100));
        store.save("shop", "b", checkpoint(1_000));

        streams = builder.stream(new StreamDefinition(
                        "shop", processor, true, "earliest", OnHistoryLost.LATEST, List.of(lane("a", a), lane("b", b))))
                .start();

        awaitState("a", TargetState.RUNNING);
        processor.append(10);
        a.awaitRecords(10);
        b.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(processor.ids().subList(1_000, 1_010));
        await().until(() -> store.offset("shop", "a") == 1_010);
        assertConserved();
    }

    @Test
    void stopsWhileALaneReadsForItself() {
        a.hang();
        start(lane("a", a), lane("b", b));
        processor.append(500);
        b.awaitRecords(500);
        a.heal();
        a.slow(Duration.ofMillis(5));
        await().until(() -> processor.openReaders() == 2);

        streams.stop();

        assertThat(processor.openReaders()).isZero();
        a.heal();
        streams.start();
        await().until(() -> a.idsWithoutRepeats().equals(processor.ids()));
    }

    @Test
    void staysFailedWhenAnAttemptEndsWellAfterItsReaderBroke() {
        builder.queueBytes(10_000);
        a.hang();
        start(lane("a", a), lane("b", b));
        processor.append(500);
        b.awaitRecords(500);
        awaitState("a", TargetState.BEHIND);
        processor.hangOpen(true);
        a.heal();
        a.slow(Duration.ofMillis(200));
        await().pollInterval(Duration.ofMillis(1)).until(() -> processor.opens() == 2);
        a.hang();
        a.awaitCaller();
        int had = a.ids().size();
        processor.purgeBefore(400);
        processor.letOpen();
        awaitState("a", TargetState.FAILED);

        a.heal();

        await().until(() -> a.ids().size() > had);
        await().during(Duration.ofMillis(300))
                .until(() -> streams.status("shop", "a").state() == TargetState.FAILED
                        && String.valueOf(streams.status("shop", "a").reason()).contains("is lost"));
        processor.purgeBefore(0);
        streams.control().resume("shop");
        a.awaitRecords(500);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void skipsNothingForAReaderThatOutlivesTheStop() throws Exception {
        a.hang();
        streams = builder.stream(new StreamDefinition(
                        "shop", processor, true, "earliest", OnHistoryLost.LATEST, List.of(lane("a", a), lane("b", b))))
                .start();
        processor.append(500);
        b.awaitRecords(500);
        awaitState("a", TargetState.BEHIND);
        processor.hangOpen(true);
        a.heal();
        await().until(() -> processor.opens() == 2);
        Thread reader = thread("cdc-shop-a-catch-up");
        streams.stop();

        try (CapturedLog log = new CapturedLog()) {
            processor.purgeBefore(400);
            processor.letOpen();
            reader.join(10_000);
            assertThat(reader.isAlive()).isFalse();
            assertThat(String.join("\n", log.lines())).doesNotContain("changes are lost");
        }
    }

    private static Thread thread(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void restsAndGoesOnWhileALaneIsBehind() {
        a.slow(Duration.ofMillis(5));
        start(lane("a", a), lane("b", b));
        processor.append(1_000);
        b.awaitRecords(1_000);

        streams.pause("shop");
        assertThat(processor.openReaders()).isZero();
        int had = a.ids().size();
        await().during(Duration.ofMillis(60)).until(() -> a.ids().size() == had);
        streams.resume("shop");

        a.awaitRecords(1_000);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    private static Checkpoint checkpoint(long offset) {
        return new Checkpoint(ScriptedProcessor.at(offset).toMap(), Instant.EPOCH);
    }
}
