package dev.corecdc.stream;

import static dev.corecdc.testing.TestStreams.lane;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.ScriptedProcessor;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A stream with a few targets, faults of all kinds in an order that a seed gives, and what has to hold all the same. */
final class RandomRun {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long QUEUE = 2_000;

    /** The largest batch, and what the queue counts for it beside its changes. */
    private static final long BATCH = 10 * 100 + 256;

    private final long seed;
    private final Random random;
    private final ScriptedProcessor processor = new ScriptedProcessor();
    private final ScriptedCheckpointStore store = new ScriptedCheckpointStore();
    private final Map<String, Moody> targets = new LinkedHashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private TestStreams streams;
    private int detached;

    RandomRun(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i <= count; i++) {
            targets.put("target-" + i, new Moody());
        }
        processor.batchesOf(1 + random.nextInt(10)).recordsOf(100).append(random.nextInt(100));
        store.watchedBy((stream, target, offset) -> checkNotAhead(target, offset));
        streams = make();
    }

    /** Takes what it is given, unless it is told not to take some of it. */
    private static final class Moody extends CollectingTarget {

        private final Set<Long> poison = ConcurrentHashMap.newKeySet();
        private volatile boolean tells;

        @Override
        public void save(List<ChangeRecord> records) throws Exception {
            for (int i = 0; i < records.size(); i++) {
                if (poison.contains(ScriptedProcessor.idOf(records.get(i)))) {
                    throw new RejectedRecordException(tells ? i : -1, "poison", null);
                }
            }
            super.save(records);
        }

        void poison(long id, boolean telling) {
            tells = telling;
            poison.add(id);
        }

        @Override
        public synchronized void heal() {
            poison.clear();
            slow(Duration.ZERO);
            super.heal();
        }
    }

    private TestStreams make() {
        return TestStreams.builder()
                .store(store)
                .flushInterval(Duration.ofMillis(1))
                .stopTimeout(Duration.ofMillis(random.nextInt(8)))
                .longestRetryPause(Duration.ofMillis(4))
                .reconnectPause(Duration.ofMillis(1))
                .detachAfter(Duration.ofMillis(random.nextInt(3)))
                .maxReaders(1 + random.nextInt(3))
                .queueBytes(QUEUE)
                .stream(
                        "shop",
                        processor,
                        targets.entrySet().stream()
                                .map(target -> lane(target.getKey(), target.getValue()))
                                .toArray(LaneDefinition[]::new))
                .build();
    }

    /** Goes through all of it; whether a target was behind at a time that was looked at. */
    boolean run() {
        try {
            streams.start();
            int steps = 10 + random.nextInt(30);
            for (int i = 0; i < steps; i++) {
                doSomething();
                LockSupport.parkNanos(random.nextInt(400_000));
                look();
            }
            heal();
            streams.start();
            processor.append(1);
            awaitAll();
            look();
        } finally {
            heal();
            streams.close();
        }
        targets.forEach(this::checkOrder);
        assertThat(faults).as("seed %d", seed).isEmpty();
        return detached > 0;
    }

    private void doSomething() {
        List<Moody> all = new ArrayList<>(targets.values());
        Moody target = all.get(random.nextInt(all.size()));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> processor.append(1 + random.nextInt(60));
            case 5 -> {
                processor.appendDdl("ALTER");
                // Two readers that cut their batches at different places.
                processor.batchesOf(1 + random.nextInt(10));
            }
            case 6 -> target.failNext(1 + random.nextInt(4));
            case 7, 8 -> target.hang();
            case 9 -> target.slow(Duration.ofNanos(random.nextInt(2_000_000)));
            case 10 -> target.poison(random.nextInt(processor.size() + 10), random.nextBoolean());
            case 11, 12 -> target.heal();
            case 13 -> processor.breakAfter(random.nextInt(5), Kind.UNAVAILABLE);
            case 14 -> steer();
            default -> restart();
        }
    }

    private void steer() {
        if (random.nextInt(3) == 0) {
            streams.control().pause("shop");
            LockSupport.parkNanos(random.nextInt(400_000));
        }
        streams.control().resume("shop");
    }

    private void restart() {
        streams.stop();
        if (targets.values().stream().allMatch(any -> any.callers() == 0)) {
            // As a new process would, which none of the old threads reaches.
            streams = make();
        }
        streams.start();
    }

    private void look() {
        for (TargetStatus target : streams.status("shop").targets()) {
            if (target.conservation().unaccounted() != 0) {
                faults.add("%s: %s".formatted(target.name(), target.conservation()));
            }
            if (target.queuedBytes() > QUEUE + BATCH) {
                faults.add("%s has %d bytes in its queue".formatted(target.name(), target.queuedBytes()));
            }
            if (target.state() == TargetState.BEHIND) {
                detached++;
            }
        }
    }

    private void heal() {
        targets.values().forEach(CollectingTarget::heal);
        store.heal();
        processor.heal();
    }

    private void awaitAll() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<Long> expected = processor.ids();
        while (!isComplete(expected)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("seed %d: not complete: %s".formatted(seed, streams.status("shop")));
            }
            streams.control().resume("shop");
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean isComplete(List<Long> expected) {
        return targets.entrySet().stream()
                .allMatch(target -> target.getValue().idsWithoutRepeats().equals(expected)
                        && store.offset("shop", target.getKey()) == processor.size());
    }

    private void checkNotAhead(String name, long offset) {
        Moody target = targets.get(name);
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
        TreeSet<Long> expected = new TreeSet<>(processor.ids());
        Long next = expected.first();
        for (long id : target.ids()) {
            if (next != null && id > next) {
                faults.add("%s got %d before %d".formatted(name, id, next));
            }
            if (next != null && id == next) {
                next = expected.higher(next);
            }
        }
    }
}
