package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Stopping and starting again, in good order and with something that hangs. */
@Timeout(60)
class StreamStopTests {

    private static final Duration A_WHILE = Duration.ofMillis(250);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final CollectingTarget a = new CollectingTarget.Concurrent();
    private final CollectingTarget b = new CollectingTarget();
    private final TestStreams.Builder builder =
            TestStreams.builder().store(store).flushInterval(NEVER).stopTimeout(Duration.ofMillis(300));
    private TestStreams streams = builder.build();

    private TestStreams.Builder shop() {
        return builder.stream("shop", processor, lane("a", a), lane("b", b));
    }

    @AfterEach
    void stop() {
        a.heal();
        b.heal();
        store.heal();
        processor.letOpen();
        streams.close();
        await("threads to end").until(() -> cdcThreads().isEmpty());
    }

    /** The threads of this test: others may have left application contexts that run. */
    private List<String> cdcThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith("cdc-"))
                .toList();
    }

    private Duration timeToStop() {
        long start = System.nanoTime();
        streams.stop();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private void assertComplete() {
        await().until(() -> a.idsWithoutRepeats().equals(processor.ids()));
        await().until(() -> b.idsWithoutRepeats().equals(processor.ids()));
    }

    @Test
    void deliversWhatIsQueuedAndSavesTheCheckpointsLast() {
        builder.stopTimeout(Duration.ofSeconds(20));
        b.slow(Duration.ofMillis(10));
        processor.append(500);
        streams = shop().start();
        a.awaitRecords(500);
        assertThat(b.ids().size()).isLessThan(500);

        streams.stop();

        assertThat(b.ids()).isEqualTo(ids(0, 500));
        assertThat(store.offset("shop", "a")).isEqualTo(500);
        assertThat(store.offset("shop", "b")).isEqualTo(500);
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        assertThat(processor.openReaders()).isZero();
        await().until(() -> cdcThreads().isEmpty());
    }

    @Test
    void cutsShortATargetThatHangs() {
        streams = shop().start();
        processor.append(10);
        a.awaitRecords(10);
        b.awaitRecords(10);
        b.hang();
        processor.append(10);
        b.awaitCaller();
        a.awaitRecords(20);

        assertThat(timeToStop()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(4));

        assertThat(store.offset("shop", "a")).isEqualTo(20);
        assertThat(store.offset("shop", "b")).isEqualTo(10);
        await().until(() -> cdcThreads().isEmpty());
        b.heal();
        streams.start();
        b.awaitRecords(20);
        assertThat(b.ids()).isEqualTo(ids(0, 20));
        assertThat(a.ids()).isEqualTo(ids(0, 20));
    }

    @Test
    void doesNotWaitLongerForATargetThatFails() {
        b.fail();
        builder.longestRetryPause(NEVER);
        processor.append(10);
        streams = shop().start();
        b.awaitAttempts(3);

        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(4));
        assertThat(store.offset("shop", "b")).isZero();
    }

    @Test
    void losesNothingWhenATargetHangsOnThroughStopAndStart() {
        builder.stopTimeout(Duration.ofMillis(100));
        processor.batchesOf(10).append(50);
        streams = shop().start();
        a.awaitRecords(50);
        b.awaitRecords(50);
        a.hangStubbornly();
        b.hangStubbornly();
        processor.append(50);
        a.awaitCaller();
        b.awaitCaller();

        for (int i = 0; i < 3; i++) {
            assertThat(timeToStop()).isLessThan(Duration.ofSeconds(4));
            assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
            streams.start();
            streams.awaitState("shop", ProcessorState.RUNNING);
        }
        await().during(A_WHILE).until(() -> a.callers() == 1 && b.callers() == 1);
        a.heal();
        b.heal();

        assertComplete();
        assertThat(a.mostCallers()).isEqualTo(1);
        assertThat(b.mostCallers()).isEqualTo(1);
        streams.stop();
        assertThat(store.offset("shop", "a")).isEqualTo(100);
        assertThat(store.offset("shop", "b")).isEqualTo(100);
    }

    @Test
    void doesNotRestWhileAnEarlierCallStillHangs() {
        builder.stopTimeout(Duration.ofMillis(100));
        streams = shop().start();
        b.hangStubbornly();
        processor.append(5);
        b.awaitCaller();
        streams.stop();
        store.savePaused("shop", true);

        streams.start();
        await().during(A_WHILE).until(() -> streams.status("shop").state() != ProcessorState.PAUSED);
        b.heal();

        streams.awaitState("shop", ProcessorState.PAUSED);
        assertThat(b.callers()).isZero();
        streams.resume("shop");
        assertComplete();
    }

    @Test
    void isNotDisturbedByAnEarlierRunThatHangsWhileItConnects() {
        builder.stopTimeout(Duration.ofMillis(100));
        processor.append(30).hangOpen(true);
        streams = shop().start();
        await().until(() -> processor.opens() == 1);
        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(4));
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPING);

        streams.start();
        await().during(A_WHILE).until(() -> processor.openReaders() == 0);
        processor.letOpen();
        a.awaitRecords(30);
        b.awaitRecords(30);
        processor.append(30);
        a.awaitRecords(60);
        b.awaitRecords(60);

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
        assertThat(processor.openReaders()).isEqualTo(1);
        streams.awaitState("shop", ProcessorState.RUNNING);
    }

    @Test
    void stopsAtOnceWhileItConnects() {
        builder.stopTimeout(NEVER);
        processor.hangOpen(false);
        streams = shop().start();
        await().until(() -> processor.opens() == 1);

        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void stopsWhileTheStoreHangs() {
        builder.flushInterval(Duration.ofMillis(10));
        streams = shop().start();
        streams.awaitState("shop", ProcessorState.RUNNING);
        store.hang("a");
        processor.append(10);
        a.awaitRecords(10);
        b.awaitRecords(10);

        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(5));
        assertThat(store.offset("shop", "b")).isEqualTo(10);
    }

    @Test
    void stopsInEachState() {
        streams = shop().start();
        streams.stop();
        streams.start();
        streams.pause("shop");
        streams.stop();
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        streams.start();
        streams.awaitState("shop", ProcessorState.PAUSED);
        streams.resume("shop");
        b.hang();
        processor.append(5);
        b.awaitCaller();
        streams.control().pause("shop");
        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(4));
        assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.STOPPED);
        b.heal();
        streams.start();
        streams.resume("shop");
        assertComplete();
    }

    @Test
    void startsAndStopsAsOftenAsAsked() {
        builder.stopTimeout(Duration.ofSeconds(20));
        streams = shop().start();
        for (int i = 0; i < 50; i++) {
            processor.append(13);
            if (i % 5 == 0) {
                a.awaitRecords(processor.size());
            }
            streams.stop();
            streams.stop();
            assertThat(store.offset("shop", "a")).isEqualTo(a.ids().size());
            assertThat(store.offset("shop", "b")).isEqualTo(b.ids().size());
            streams.start();
            streams.start();
        }
        a.awaitRecords(650);
        b.awaitRecords(650);

        assertThat(a.ids()).isEqualTo(processor.ids());
        assertThat(b.ids()).isEqualTo(processor.ids());
        assertThat(streams.status("shop", "a").counts().delivered()).isEqualTo(650);
    }

    @Test
    void stopsAllStreamsTogether() {
        builder.stopTimeout(Duration.ofSeconds(1));
        TestStreams.Builder many = builder;
        CollectingTarget hanging = new CollectingTarget.Concurrent().hang();
        for (int i = 0; i < 8; i++) {
            many = many.stream("shop-" + i, new ScriptedProcessor().append(1), lane("a", hanging));
        }
        streams = many.start();
        await().until(() -> hanging.callers() == 8);

        assertThat(timeToStop()).isLessThan(Duration.ofSeconds(4));
        hanging.heal();
    }
}
