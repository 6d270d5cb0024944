package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.target.RetryLaterException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reaches the targets of a stream, and how one target bears on another. */
@Timeout(60)
class StreamDeliveryTests {

    private static final Duration A_WHILE = Duration.ofMillis(250);

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final CollectingTarget a = new CollectingTarget();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder = TestStreams.builder();
    private TestStreams streams = builder.build();

    private void start(LaneDefinition... lanes) {
        streams = builder.stream("shop", processor, lanes).start();
    }

    @AfterEach
    void stop() {
        a.heal();
        b.heal();
        streams.close();
    }

    @Test
    void deliversEveryChangeInOrderToEveryTarget() {
        CollectingTarget c = new CollectingTarget.WritingDdl();
        processor.batchesOf(7).append(100);
        start(lane("a", a), lane("b", b), lane("c", c));
        for (int i = 0; i < 20; i++) {
            processor.append(13).appendExcluded(2).appendDdl("ALTER " + i).append(12);
        }

        a.awaitRecords(600);
        b.awaitRecords(600);
        c.awaitRecords(600);

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
        assertThat(c.events()).extracting(ScriptedProcessor::idOf).isSorted().hasSize(620);
        assertThat(c.ids()).isEqualTo(processor.ids());
    }

    @Test
    void givesTheSameBatchToAllTargets() {
        processor.append(5);
        start(lane("a", a), lane("b", b));

        a.awaitRecords(5);
        b.awaitRecords(5);

        for (int i = 0; i < 5; i++) {
            ChangeEvent one = a.events().get(i);
            assertThat(one).isSameAs(b.events().get(i));
        }
    }

    @Test
    void countsWhatIsReadAndWhatIsExcluded() {
        processor.append(12).appendExcluded(5).appendDdl("ALTER").append(1);
        start(lane("a", a));

        a.awaitRecords(13);

        StreamStatus status = streams.status("shop");
        assertThat(status.read())
                .isEqualTo(
                        Map.of(EventType.INSERT, 13L, EventType.UPDATE, 0L, EventType.DELETE, 0L, EventType.QUERY, 1L));
        assertThat(status.excluded()).isEqualTo(5);
        assertThat(status.position()).isEqualTo(Map.of("offset", 19L));
    }

    @Test
    void triesAFailingTargetAgainForEverAndShowsIt() {
        a.fail();
        processor.append(10);
        start(lane("a", a));

        a.awaitAttempts(20);
        TargetStatus failing = streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        assertThat(failing.reason()).isEqualTo("the target is broken");
        assertThat(failing.counts().delivered()).isZero();
        assertThat(failing.counts().retried())
                .isGreaterThanOrEqualTo(18 * 10)
                .isEqualTo(failing.counts().retried() / 10 * 10);
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);

        a.heal();
        a.awaitRecords(10);
        TargetStatus healed = streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        assertThat(healed.reason()).isNull();
        assertThat(healed.counts().delivered()).isEqualTo(10);
        assertThat(a.ids()).isEqualTo(processor.ids());
    }

    @Test
    void waitsAtLeastAsLongAsATargetAsks() {
        AtomicInteger attempts = new AtomicInteger();
        processor.append(1);
        start(lane("a", records -> {
            attempts.incrementAndGet();
            throw new RetryLaterException("busy", Duration.ofHours(1));
        }));

        assertThat(streams.awaitTargetState("shop", "a", TargetState.RETRYING).reason())
                .isEqualTo("busy");
        await().during(A_WHILE).until(() -> attempts.get() == 1);
    }

    @Test
    void holdsUpOtherTargetsOnlyOnceTheQueueOfAFailingOneIsFullAndNotYetForLong() {
        a.fail();
        holdsUpOnlyAsFarAsTheQueueReaches();
    }

    @Test
    void holdsUpOtherTargetsOnlyOnceTheQueueOfAHangingOneIsFullAndNotYetForLong() {
        a.hang();
        holdsUpOnlyAsFarAsTheQueueReaches();
    }

    private void holdsUpOnlyAsFarAsTheQueueReaches() {
        processor.batchesOf(10).recordsOf(100).append(500);
        builder.queueBytes(5_000).detachAfter(Duration.ofMinutes(1));
        start(lane("a", a), lane("b", b));

        // Four batches of 1000 bytes, each with something on top, leave room for one batch more in the best case.
        b.awaitRecords(40);
        await().during(A_WHILE).until(() -> b.ids().size() <= 50);
        assertThat(streams.status("shop", "a").queuedBytes()).isBetween(4_000L, 5_000L + 1_500L);

        a.heal();
        a.awaitRecords(500);
        b.awaitRecords(500);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
    }

    @Test
    void boundsTheNumberOfEmptyBatchesThatWait() {
        a.hang();
        builder.queueBytes(3_000);
        processor.append(1);
        start(lane("a", a));
        a.awaitCaller();

        for (int i = 0; i < 100; i++) {
            long excluded = i;
            processor.appendExcluded(1);
            await().atMost(A_WHILE.multipliedBy(2))
                    .until(() -> streams.status("shop").excluded() > excluded
                            || streams.status("shop", "a").queuedBytes() >= 3_000);
        }

        assertThat(streams.status("shop", "a").queuedBytes()).isBetween(3_000L, 3_500L);
    }

    @Test
    void takesWhateverATargetThrowsAsAFailedAttempt() {
        start(lane("a", a));
        a.failNext(1, () -> new OutOfMemoryError("scripted"));
        processor.append(1);
        a.awaitRecords(1);
        a.failNext(2, () -> new InterruptedException("scripted"));
        processor.append(1);
        a.awaitRecords(2);
        a.failNext(1, () -> new StackOverflowError("scripted"));
        processor.append(1);
        a.awaitRecords(3);
        a.failNext(1, () -> new Exception((String) null));
        processor.append(1);
        a.awaitRecords(4);

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(streams.awaitTargetState("shop", "a", TargetState.RUNNING).counts())
                .isEqualTo(new TargetStatus.Counts(4, 0, 0, 5));
    }

    @Test
    void isNotDisturbedByATargetThatInterruptsItsThread() {
        start(lane("a", a));
        a.failNext(3, () -> {
            Thread.currentThread().interrupt();
            return new IllegalStateException("interrupted, it says");
        });
        processor.append(1);
        a.awaitRecords(1);
        a.watchedBy(any -> Thread.currentThread().interrupt());
        processor.append(30);
        a.awaitRecords(31);

        assertThat(a.ids()).isEqualTo(processor.ids());
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
    }

    @Test
    void isNotDisturbedByAListenerThatThrows() {
        builder.listener(new StreamListener() {
            @Override
            public void delivered(String stream, String target, int records, Duration took) {
                throw new IllegalStateException("a listener that throws");
            }
        });
        processor.append(25);
        start(lane("a", a));

        a.awaitRecords(25);
        streams.stop();

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(streams.status("shop", "a").counts()).isEqualTo(new TargetStatus.Counts(25, 0, 0, 0));
    }

    @Test
    void countsRecordsThatATargetDoesNotWantAsFiltered() {
        processor.append(20).appendDdl("ALTER").append(5);
        start(new LaneDefinition("a", a, false, false, true), lane("b", b));

        b.awaitRecords(25);
        await().until(() -> streams.status("shop", "a").counts(), new TargetStatus.Counts(0, 26, 0, 0)::equals);

        assertThat(a.attempts()).isZero();
        assertThat(streams.status("shop", "b").counts()).isEqualTo(new TargetStatus.Counts(25, 1, 0, 0));
    }

    @Test
    void deliversOrFiltersWhateverIsOffered() {
        CollectingTarget c = new CollectingTarget.WritingDdl();
        start(
                lane("a", a),
                new LaneDefinition("b", b, true, false, true),
                lane("c", c),
                new LaneDefinition("d", c, false, true, false));
        a.failNext(3);
        c.failNext(3);
        for (int i = 0; i < 10; i++) {
            processor.append(17).appendDdl("ALTER").appendExcluded(1);
        }

        for (String target : List.of("a", "b", "c", "d")) {
            await().until(
                            () -> streams.status("shop", target).counts(),
                            counts -> counts.delivered() + counts.filtered() + counts.dead() == 180);
        }
        assertThat(streams.status("shop", "c").counts().delivered()).isEqualTo(180);
        assertThat(streams.status("shop", "d").counts().delivered()).isEqualTo(170);
    }

    @Test
    void tellsTheAgeOfTheOldestChangeThatWaits() {
        start(lane("a", a));
        streams.awaitState("shop", ProcessorState.RUNNING);
        assertThat(streams.status("shop", "a").lagSeconds()).isZero();

        a.hang();
        processor.append(1, Instant.now().minusSeconds(100));
        a.awaitCaller();
        assertThat(streams.status("shop", "a").lagSeconds()).isBetween(100.0, 130.0);

        a.heal();
        await().until(() -> streams.status("shop", "a").lagSeconds() == 0);
        processor.append(1, Instant.now().plusSeconds(100));
        a.awaitRecords(2);
        assertThat(streams.status("shop", "a").lagSeconds()).isZero();

        streams.pause("shop");
        assertThat(streams.status("shop", "a").lagSeconds()).isNaN();
    }

    @Test
    void tellsTheLagOfATargetThatIsHeldUpByAnother() {
        a.hang();
        processor.batchesOf(10).append(200, Instant.now().minusSeconds(100));
        builder.queueBytes(1_000).detachAfter(Duration.ofMinutes(1));
        start(lane("a", a), lane("b", b));

        b.awaitRecords(10);

        await().until(() -> streams.status("shop", "b").queuedBytes() == 0);
        assertThat(streams.status("shop", "b").lagSeconds()).isBetween(100.0, 130.0);
    }

    @Test
    void tellsNoLagWhileTheSourceIsNotConnected() {
        processor.failOpens(Integer.MAX_VALUE / 1_000_000, Kind.UNAVAILABLE);
        builder.reconnectPause(Duration.ofMinutes(1));
        start(lane("a", a));

        streams.awaitState("shop", ProcessorState.RECONNECTING);
        assertThat(streams.status("shop", "a").lagSeconds()).isNaN();
    }

    @Test
    void failsALaneThatBreaksAndLetsItGoOnWhenResumed() {
        AtomicBoolean poisoned = new AtomicBoolean();
        processor.append(10);
        streams = builder.stream("shop", new PoisonedStart(processor, poisoned), lane("a", a), lane("b", b))
                .start();

        TargetStatus broken = streams.awaitTargetState("shop", "a", TargetState.FAILED);
        assertThat(broken.reason()).contains("cannot be compared");
        assertThat(a.ids()).isEmpty();

        poisoned.set(false);
        streams.control().resume("shop");
        a.awaitRecords(10);
        b.awaitRecords(10);
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
        assertThat(processor.opens()).isEqualTo(1);
    }

    @Test
    void pausesAndStopsWithALaneThatIsBroken() {
        AtomicBoolean poisoned = new AtomicBoolean();
        processor.append(10);
        streams = builder.stream("shop", new PoisonedStart(processor, poisoned), lane("a", a))
                .start();
        streams.awaitTargetState("shop", "a", TargetState.FAILED);

        streams.pause("shop");
        assertThat(streams.status("shop", "a").state()).isEqualTo(TargetState.FAILED);
        streams.stop();
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        assertThat(a.ids()).isEmpty();

        poisoned.set(false);
        streams.start();
        streams.resume("shop");
        a.awaitRecords(10);
        assertThat(a.ids()).isEqualTo(LongStream.range(0, 10).boxed().toList());
    }

    /** Starts at a position that fails, once a reader is open, whatever it is compared with. */
    private record PoisonedStart(ScriptedProcessor processor, AtomicBoolean poisoned) implements Processor {

        @Override
        public Position locate(String startAt) {
            return new Poison(poisoned);
        }

        @Override
        public ChangeReader open(Position from) throws SourceException {
            ChangeReader reader = processor.open(ScriptedProcessor.at(ScriptedProcessor.offsetOf(from.toMap())));
            poisoned.set(true);
            return reader;
        }

        @Override
        public Position parse(Map<String, ?> saved) {
            return processor.parse(saved);
        }
    }

    private record Poison(AtomicBoolean poisoned) implements Position {

        @Override
        public boolean covers(Position other) {
            if (poisoned.get()) {
                throw new IllegalStateException("cannot be compared");
            }
            return ScriptedProcessor.offsetOf(other.toMap()) == 0;
        }

        @Override
        public Map<String, Object> toMap() {
            return Map.of("offset", 0L);
        }
    }
}
