package dev.corecdc.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.DdlTarget;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/** A target that is called by several threads of one lane. */
@Timeout(60)
class StreamParallelTests {

    private static final BackOff QUICKLY = new FixedBackOff(1, FixedBackOff.UNLIMITED_ATTEMPTS);
    private static final BackOff MUCH_LATER =
            new FixedBackOff(TimeUnit.HOURS.toMillis(1), FixedBackOff.UNLIMITED_ATTEMPTS);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final ScriptedProcessor processor = new ScriptedProcessor().batchesOf(40);
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final Several a = new Several();
    private final TestStreams.Builder builder = TestStreams.builder().store(store);
    private TestStreams streams = builder.build();

    /** Takes several calls at a time, and does what it is told to with single changes. */
    private static final class Several extends CollectingTarget implements ConcurrentTarget, DdlTarget {

        private final Set<Long> broken = ConcurrentHashMap.newKeySet();
        private final Set<Long> unwanted = ConcurrentHashMap.newKeySet();
        private final Map<Long, CountDownLatch> hung = new ConcurrentHashMap<>();
        private final Set<String> wrong = new ConcurrentSkipListSet<>();
        private volatile boolean tells = true;

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            for (int i = 0; i < records.size(); i++) {
                long id = ScriptedProcessor.idOf(records.get(i));
                CountDownLatch latch = hung.get(id);
                if (latch != null) {
                    latch.await();
                }
                if (broken.contains(id)) {
                    throw new IllegalStateException("broken at " + id);
                }
                if (unwanted.contains(id)) {
                    throw new RejectedRecordException(tells ? i : -1, "not " + id, null);
                }
            }
            super.save(records);
        }

        /** Hangs at a change until it is told to go on, or interrupted. */
        void hangAt(long id) {
            hung.put(id, new CountDownLatch(1));
        }

        void goOn(long id) {
            requireNonNull(hung.remove(id)).countDown();
        }

        void goOn() {
            hung.values().forEach(CountDownLatch::countDown);
            hung.clear();
        }

        @Override
        public void execute(DdlEvent statement, boolean repeated) {
            if (callers() > 0) {
                wrong.add("another call is under way while a statement is executed");
            }
            long place = statement.origin().position();
            if (!new TreeSet<>(ids())
                    .equals(new TreeSet<>(LongStream.range(0, place)
                            .boxed()
                            .filter(id -> id % 21 != 20)
                            .toList()))) {
                wrong.add("at the statement %d it has %s".formatted(place, ids()));
            }
        }
    }

    private static LaneSettings settings(BackOff retry, OnFailure onFailure) {
        return new LaneSettings(retry, onFailure).inParallel(4);
    }

    private void start(LaneSettings settings) {
        streams = builder.stream("shop", processor, new LaneDefinition("a", a, true, true, true, settings))
                .start();
    }

    private TargetStatus status() {
        return streams.status("shop", "a");
    }

    private void awaitComplete() {
        await().until(() -> new TreeSet<>(a.ids()).equals(new TreeSet<>(processor.ids())));
        await().until(() -> store.offset("shop", "a") == processor.size());
        assertThat(status().conservation().unaccounted()).isZero();
    }

    @AfterEach
    void stop() {
        a.goOn();
        a.heal();
        streams.close();
        await("threads to end").until(() -> Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .noneMatch(thread -> thread.getName().startsWith("cdc-shop-a")));
    }

    @Test
    void isCalledByAsManyThreadsAsAllowed() {
        a.hang();
        processor.append(40);
        start(settings(QUICKLY, OnFailure.HALT));

        await().until(() -> a.callers() == 4);
        a.heal();

        awaitComplete();
        processor.append(2_000);
        awaitComplete();
        assertThat(a.mostCallers()).isEqualTo(4);
        assertThat(a.ids()).doesNotHaveDuplicates();
    }

    @Test
    void gathersWhatWaitsSoThatThereIsSomethingForAll() {
        processor.batchesOf(1).append(1);
        LongStream.range(0, 4).forEach(a::hangAt);
        start(settings(QUICKLY, OnFailure.HALT));
        processor.append(9);
        await().until(() -> status().conservation().inFlight() == 10);

        a.goOn(0);

        // Of those that hang none is in the strand of another.
        await().until(() -> a.ids().containsAll(List.of(0L, 4L, 8L)));
        assertThat(a.ids()).hasSize(3);
        a.goOn();
        awaitComplete();
    }

    @Test
    void handsOverNoMoreAtOnceThanToldInEachCall() {
        List<Integer> sizes = new ArrayList<>();
        a.watchedBy(taken -> {
            synchronized (sizes) {
                sizes.add(taken.size());
            }
        });
        processor.append(400);
        start(new LaneSettings(QUICKLY, OnFailure.HALT, 3, Duration.ZERO).inParallel(4));

        awaitComplete();

        assertThat(sizes).allMatch(size -> size <= 3).contains(3);
    }

    @Test
    void keepsTheOrderOfEachKey() {
        processor.appendOfKeys(3_000, 17);
        a.watchedBy(any -> LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(300_000)));
        start(settings(QUICKLY, OnFailure.HALT));

        awaitComplete();

        Map<Long, List<Long>> ofKeys = new HashMap<>();
        a.ids().forEach(id -> ofKeys.computeIfAbsent(id % 17, any -> new ArrayList<>())
                .add(id));
        assertThat(ofKeys).hasSize(17).allSatisfy((key, ids) -> assertThat(ids).isSorted());
        assertThat(a.ids()).hasSize(3_000).isNotEqualTo(processor.ids());
        assertThat(a.mostCallers()).isEqualTo(4);
    }

    @Test
    void triesAgainOnlyWhatFailed() {
        a.broken.add(5L);
        processor.append(40);
        start(settings(QUICKLY, OnFailure.HALT));

        await().until(() -> a.ids().size() == 30 && status().counts().retried() >= 30);
        assertThat(status().state()).isEqualTo(TargetState.RETRYING);
        assertThat(store.offset("shop", "a")).isZero();

        a.broken.clear();
        awaitComplete();
        assertThat(a.ids()).hasSize(40);
        assertThat(status().counts()).extracting(TargetStatus.Counts::delivered).isEqualTo(40L);
        streams.awaitTargetState("shop", "a", TargetState.RUNNING);
    }

    @Test
    void savesNoPositionBeforeAllOfABatchIsDelivered() {
        a.hangAt(7);
        processor.append(80);
        start(settings(QUICKLY, OnFailure.HALT));
        a.awaitRecords(30);

        builder.stopTimeout(Duration.ofMillis(50));
        streams.stop();

        assertThat(store.offset("shop", "a")).isZero();
        a.goOn();
        streams.start();
        awaitComplete();
    }

    @Test
    void endsAllCallsThatHangWhenItsTimeToStopIsUp() {
        builder.stopTimeout(Duration.ofMillis(100));
        processor.append(40);
        a.hang();
        start(settings(QUICKLY, OnFailure.HALT));
        await().until(() -> a.callers() == 4);

        streams.stop();

        await().until(() -> a.callers() == 0);
        assertThat(a.attempts()).isEqualTo(4);
        assertThat(store.offset("shop", "a")).isZero();
        a.heal();
        streams.start();
        awaitComplete();
        assertThat(a.ids()).hasSize(40);
    }

    @Test
    void deliversNothingWhileACallOfAnEarlierRunHangs() {
        builder.stopTimeout(Duration.ofMillis(100));
        processor.append(40);
        a.hangStubbornly();
        start(settings(QUICKLY, OnFailure.HALT));
        await().until(() -> a.callers() == 4);

        streams.stop();
        streams.start();

        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        assertThat(a.attempts()).isEqualTo(4);
        a.heal();
        awaitComplete();
    }

    @Test
    void drainsAtAStopInGoodOrder() {
        a.slow(Duration.ofMillis(2));
        processor.append(2_000);
        start(new LaneSettings(QUICKLY, OnFailure.HALT, 10, Duration.ZERO).inParallel(4));
        a.awaitRecords(10);
        await().until(() -> ScriptedProcessor.offsetOf(position()) == 2_000);

        streams.stop();

        assertThat(a.ids()).hasSize(2_000);
        assertThat(store.offset("shop", "a")).isEqualTo(2_000);
    }

    private Map<String, Object> position() {
        Map<String, Object> position = streams.status("shop").position();
        return position == null ? Map.of() : position;
    }

    @Test
    void restsAfterTheCallsInHandAndThenGoesOnWithTheOthers() {
        a.broken.add(5L);
        a.hangAt(6);
        processor.append(40);
        start(settings(QUICKLY, OnFailure.HALT));
        a.awaitRecords(20);

        streams.control().pauseTarget("shop", "a");
        a.goOn();
        streams.awaitTargetState("shop", "a", TargetState.PAUSED);
        assertThat(a.ids()).hasSize(30);

        a.broken.clear();
        streams.control().resumeTarget("shop", "a");
        awaitComplete();
        assertThat(a.ids()).hasSize(40);
    }

    @Test
    void haltsAtARejectedChangeAndTriesOnlyWhatIsLeft() {
        for (boolean tells : List.of(true, false)) {
            a.tells = tells;
            int from = processor.size();
            a.unwanted.add(from + 5L);
            processor.append(40);
            if (from == 0) {
                start(settings(QUICKLY, OnFailure.HALT));
            }

            String reason =
                    streams.awaitTargetState("shop", "a", TargetState.FAILED).reason();
            assertThat(reason).contains("the INSERT of shop.orders at log:" + (from + 5));
            assertThat(a.ids()).doesNotContain(from + 5L, from + 9L);
            assertThat(store.offset("shop", "a")).isEqualTo(from);

            a.unwanted.clear();
            streams.control().resumeTarget("shop", "a");
            awaitComplete();
        }
        assertThat(a.ids()).hasSize(80);
    }

    @Test
    void failsAtOnceWhileAnotherPartIsToBeTriedMuchLater() {
        a.broken.add(6L);
        a.hangAt(5);
        a.unwanted.add(5L);
        processor.append(40);
        start(settings(MUCH_LATER, OnFailure.HALT));
        streams.awaitTargetState("shop", "a", TargetState.RETRYING);
        a.awaitRecords(20);

        a.goOn();

        streams.awaitTargetState("shop", "a", TargetState.FAILED);
        a.unwanted.clear();
        a.broken.clear();
        streams.control().resumeTarget("shop", "a");
        awaitComplete();
        assertThat(a.ids()).hasSize(40);
    }

    @Test
    void setsARejectedChangeAsideAndLetsThoseOfItsKeyWait() {
        TestStreams.Builder keeping = TestStreams.builder().store(new InMemoryCheckpointStore());
        a.unwanted.addAll(List.of(3L, 8L));
        processor.appendOfKeys(300, 10);
        streams = keeping.stream(
                        "shop",
                        processor,
                        new LaneDefinition("a", a, true, true, true, settings(QUICKLY, OnFailure.DEAD_LETTER)))
                .start();

        await().until(() -> status().conservation().waiting() == 58);

        assertThat(status().counts()).isEqualTo(new TargetStatus.Counts(240, 0, 2, 0));
        assertThat(a.ids()).hasSize(240).noneMatch(id -> id % 10 == 3 || id % 10 == 8);
        assertThat(status().conservation().unaccounted()).isZero();

        a.unwanted.clear();
        streams.control().deadLetters().retryAll("shop", "a");
        a.awaitRecords(300);
        assertThat(a.ids().subList(240, 300).stream().filter(id -> id % 10 == 3))
                .isSorted()
                .hasSize(30);
    }

    @Test
    void executesAStatementAloneBetweenWhatIsBeforeAndBehindIt() {
        a.watchedBy(any -> LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(1_000_000)));
        for (int i = 0; i < 20; i++) {
            processor.append(20).appendDdl("ALTER");
        }
        start(settings(QUICKLY, OnFailure.HALT));

        awaitComplete();

        assertThat(a.wrong).isEmpty();
        assertThat(a.mostCallers()).isEqualTo(4);
    }

    @Test
    void deliversInOrderWhereAllChangesAreOfOneKey() {
        processor.appendOfKeys(500, 1);
        start(settings(QUICKLY, OnFailure.HALT));

        awaitComplete();

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(a.mostCallers()).isEqualTo(1);
    }

    @Test
    void isBoundedLikeAnyOther() {
        builder.queueBytes(10_000);
        a.hang();
        processor.append(10_000);
        start(settings(QUICKLY, OnFailure.HALT));
        await().until(() -> a.callers() == 4);

        await().during(Duration.ofMillis(200)).until(() -> status().queuedBytes() <= 10_000 + 40 * 100 + 256);

        a.heal();
        awaitComplete();
    }
}
