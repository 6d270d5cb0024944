package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults, pauses and restarts in any order. Whatever happens, no target misses a change, and no checkpoint is ahead of its target. The
 * seed is in the name of each run; the system property {@code engine.seed} repeats one.
 */
@Timeout(120)
class StreamRandomTests {

    private static final int STEPS = 150;

    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore.Leased store = new ScriptedCheckpointStore.Leased();
    private final CollectingTarget plain = new CollectingTarget();
    private final CollectingTarget.ExecutingDdl executing = new CollectingTarget.ExecutingDdl();
    private final CollectingTarget writing = new CollectingTarget.WritingDdl();
    private final CollectingTarget concurrent = new CollectingTarget.Concurrent();
    private final Map<String, CollectingTarget> targets =
            Map.of("plain", plain, "executing", executing, "writing", writing, "concurrent", concurrent);
    private final Set<Long> excluded = new HashSet<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private TestStreams streams = TestStreams.builder().build();

    static Stream<Long> seeds() {
        Long fixed = Long.getLong("engine.seed");
        Random random = new Random();
        return fixed != null
                ? Stream.of(fixed)
                : Stream.concat(
                        LongStream.rangeClosed(1, 4).boxed(), random.longs(4).boxed());
    }

    private TestStreams make() {
        return TestStreams.builder()
                .store(store)
                .flushInterval(Duration.ofMillis(2))
                .stopTimeout(Duration.ofMillis(50))
                .queueBytes(3_000)
                .stream(
                        "shop",
                        processor,
                        lane("plain", plain),
                        new LaneDefinition("executing", executing, true, true, true),
                        lane("writing", writing),
                        lane("concurrent", concurrent))
                .build();
    }

    @AfterEach
    void stop() {
        heal();
        streams.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void losesNothing(long seed) {
        Random random = new Random(seed);
        processor.batchesOf(1 + random.nextInt(10));
        store.watchedBy((stream, target, offset) -> checkNotAhead(target, offset));
        streams = make().start();
        for (int i = 0; i < STEPS; i++) {
            doSomething(random);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(4_000)));
        }
        heal();
        streams.start();
        processor.append(1);

        targets.forEach((name, target) -> await("target " + name + ", seed " + seed)
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    streams.control().resume("shop");
                    return target.idsWithoutRepeats().equals(processor.ids());
                }));
        await().until(() -> targets.keySet().stream().allMatch(name -> store.offset("shop", name) == processor.size()));

        Set<Long> statements =
                new HashSet<>(LongStream.range(0, processor.size()).boxed().toList());
        statements.removeAll(processor.ids());
        statements.removeAll(excluded);
        assertThat(positionsOf(executing)).containsAll(statements);
        assertThat(positionsOf(writing)).containsAll(statements);
        targets.forEach(this::checkOrder);
        assertThat(plain.mostCallers()).isEqualTo(1);
        assertThat(concurrent.mostCallers()).isEqualTo(1);
        assertThat(faults).as("seed %d", seed).isEmpty();
    }

    private void doSomething(Random random) {
        CollectingTarget target = List.of(plain, executing, writing, concurrent).get(random.nextInt(4));
        switch (random.nextInt(21)) {
            case 0, 1, 2, 3, 4 -> processor.append(1 + random.nextInt(40));
            case 5 -> processor.appendDdl("ALTER");
            case 6 -> {
                excluded.add((long) processor.size());
                processor.appendExcluded(1);
            }
            case 7 -> processor.breakAfter(random.nextInt(5), Kind.UNAVAILABLE);
            case 8 -> processor.failOpens(1 + random.nextInt(3), Kind.UNAVAILABLE);
            case 9 -> processor.breakAfter(random.nextInt(3), new IllegalStateException("random"));
            case 10, 11 -> target.failNext(1 + random.nextInt(5));
            case 12 -> target.failNext(1, () -> new OutOfMemoryError("random"));
            case 13 -> target.hang();
            case 14 -> target.hangStubbornly();
            case 15 -> store.fail();
            case 16 -> heal();
            case 17 -> steer(random);
            case 18 -> store.refuse("random");
            case 19 -> {
                streams.stop();
                streams.start();
            }
            default -> {
                streams.stop();
                if (targets.values().stream().allMatch(any -> any.callers() == 0)) {
                    // As a new process would, which none of the old threads reaches.
                    streams = make();
                }
                streams.start();
            }
        }
    }

    private void steer(Random random) {
        try {
            if (random.nextBoolean()) {
                streams.control().pause("shop");
            } else {
                streams.control().resume("shop");
            }
        } catch (RuntimeException e) {
            // The store may be broken just now.
        }
        if (random.nextInt(3) > 0) {
            store.heal();
            streams.control().resume("shop");
        }
    }

    private void heal() {
        targets.values().forEach(CollectingTarget::heal);
        store.heal();
        processor.heal();
    }

    private void checkNotAhead(String name, long offset) {
        CollectingTarget target = targets.get(name);
        if (target == null
                || !new HashSet<>(target.ids())
                        .containsAll(processor.ids().stream()
                                .filter(id -> id < offset)
                                .toList())) {
            faults.add("%s was saved at %d, but has not all before".formatted(name, offset));
        }
    }

    /** Repeats may go back, but nothing may be left out on the way on. */
    private void checkOrder(String name, CollectingTarget target) {
        List<Long> expected = processor.ids();
        int next = 0;
        for (long id : target.ids()) {
            int index = expected.indexOf(id);
            assertThat(index).as("%s: %d", name, id).isLessThanOrEqualTo(next);
            next = Math.max(next, index + 1);
        }
    }

    private static List<Long> positionsOf(CollectingTarget target) {
        return target.events().stream().map(ScriptedProcessor::idOf).distinct().toList();
    }
}
