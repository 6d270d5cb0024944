package dev.corecdc.stream;

import dev.corecdc.transform.ProcessorTransforms;
import dev.corecdc.transform.TransformChain;
import dev.corecdc.transform.Transforms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

/** A target with random settings, and what has to be true of what it has got. */
final class RandomLane implements RandomTarget.Witness {

    /** One change in so many is left out where a lane leaves some out. */
    private static final int LEFT_OUT = 7;

    private final String name;
    private final RandomLog log;
    private final Consumer<String> faults;
    private final RandomTarget target;
    private final LaneDefinition definition;
    private final boolean leavesOut;

    /** What it got, in order. */
    private final List<Integer> got = new ArrayList<>();

    /** What it got or what was set aside, once; and the first place of the log that is not among it. */
    private final BitSet settled = new BitSet();

    private int front;

    private final BitSet delivered = new BitSet();
    private final BitSet deleted = new BitSet();
    private final Map<Long, Integer> letters = new TreeMap<>();
    private long deleting = -1;

    /** What became of each change, with a number for when, and of the letters. */
    private final Map<Integer, StringBuilder> stories = new HashMap<>();

    private int told;

    /** What came before this must not come again, as long as nothing has failed. */
    private int next;

    /** What came before this was saved when the run began. */
    private int begun;

    /** Who came last; a thread that had no processor may outlive its run. */
    private @Nullable Thread caller;

    RandomLane(String name, RandomLog log, Random random, Consumer<String> faults) {
        this.name = name;
        this.log = log;
        this.faults = faults;
        int kind = random.nextInt(4);
        this.target = switch (kind) {
            case 0 -> new RandomTarget(this);
            case 1 -> new RandomTarget.WritingDdl(this);
            case 2 -> new RandomTarget.ExecutingDdl(this);
            default -> new RandomTarget.Concurrent(this);
        };
        this.leavesOut = random.nextInt(4) == 0;
        this.definition = new LaneDefinition(
                name,
                target,
                kind == 2,
                random.nextInt(20) > 0,
                true,
                kind == 3 ? settings(random).inParallel(1 + random.nextInt(4)) : settings(random),
                leavesOut ? withoutSome() : TransformChain.NONE);
    }

    private static LaneSettings settings(Random random) {
        BackOff retry =
                new FixedBackOff(1 + random.nextInt(20), random.nextInt(4) == 0 ? 3 : FixedBackOff.UNLIMITED_ATTEMPTS);
        return new LaneSettings(
                retry,
                random.nextInt(3) == 0 ? OnFailure.HALT : OnFailure.DEAD_LETTER,
                random.nextBoolean() ? 0 : 1 + random.nextInt(30),
                Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(100)),
                random.nextInt(6) == 0 ? DeadLetterOrder.NONE : DeadLetterOrder.BY_KEY,
                random.nextInt(4) == 0 ? 1 + random.nextInt(10) : 1_000,
                1);
    }

    private static TransformChain withoutSome() {
        return new Transforms(Map.of("some", record -> RandomLog.placeOf(record) % LEFT_OUT == 0 ? null : record))
                .of(new ProcessorTransforms(List.of(), List.of(), null, List.of("some")));
    }

    String name() {
        return name;
    }

    RandomTarget target() {
        return target;
    }

    LaneDefinition definition() {
        return definition;
    }

    boolean keepsLetters() {
        return definition.settings().onFailure() == OnFailure.DEAD_LETTER;
    }

    private boolean comesAsInTheLog() {
        return !keepsLetters() && definition.settings().parallelism() == 1;
    }

    private boolean needs(int place) {
        return switch (log.kind(place)) {
            case EXCLUDED -> false;
            case STATEMENT -> definition.executeDdl() || target instanceof RandomTarget.WritingDdl;
            case RECORD -> definition.sendData() && !(leavesOut && place % LEFT_OUT == 0);
        };
    }

    /** A run begins, where the checkpoint is; a batch that it lies within comes as a whole. */
    void begins(long checkpoint) {
        target.beginLife();
        synchronized (this) {
            begun = (int) Math.max(0, checkpoint - RandomLog.MOST_IN_BATCH);
            next = begun;
        }
    }

    @Override
    public void fault(String what) {
        faults.accept(name + ": " + what);
    }

    @Override
    public synchronized void mayRepeat() {
        next = 0;
    }

    @Override
    public synchronized void took(List<Integer> places) {
        if (!Thread.currentThread().equals(caller)) {
            caller = Thread.currentThread();
            next = begun;
        }
        for (int place : places) {
            if (comesAsInTheLog() && place < next) {
                fault("got %d again, without a reason; up to %d it had all".formatted(place, next));
            }
            tell(place, "taken");
            next = place + 1;
            got.add(place);
            delivered.set(place);
            settled.set(place);
        }
    }

    synchronized void put(long number, int place) {
        tell(place, "letter " + number);
        letters.put(number, place);
        settled.set(place);
    }

    synchronized void removed(long number) {
        Integer place = letters.remove(number);
        if (place == null) {
            return;
        }
        tell(place, "no letter");
        if (number == deleting) {
            deleted.set(place);
        } else if (!delivered.get(place) && needs(place) && !letters.containsValue(place)) {
            fault("letter %d of %d is gone and was not delivered".formatted(number, place));
        }
    }

    /** Says what letters there are. */
    synchronized void has(Map<Long, Integer> all) {
        List.copyOf(letters.keySet()).stream()
                .filter(number -> !all.containsKey(number))
                .forEach(this::removed);
        all.forEach(this::put);
    }

    private void tell(int place, String what) {
        told++;
        stories.computeIfAbsent(place, any -> new StringBuilder())
                .append(told)
                .append(' ')
                .append(what)
                .append("; ");
    }

    private String story(int place) {
        return "%n%d: %s".formatted(place, stories.get(place));
    }

    /** Somebody gives a letter up. */
    synchronized void deletes(long number) {
        deleting = number;
    }

    synchronized void saving(long offset) {
        while (front < log.size() && (!needs(front) || settled.get(front))) {
            front++;
        }
        if (offset > front) {
            fault("is to be saved at %d, but has no %d".formatted(offset, front));
        }
    }

    synchronized int letters() {
        return letters.size();
    }

    /** Whether it has got everything, but for what is set aside or given up. */
    synchronized boolean isComplete() {
        return missing().isEmpty();
    }

    private List<Integer> missing() {
        return IntStream.range(0, log.size())
                .filter(place -> needs(place) && !settled.get(place))
                .boxed()
                .toList();
    }

    /** Checks the order of everything, at the end. */
    synchronized void check() {
        if (comesAsInTheLog()) {
            check(-1);
        } else if (!keepsLetters() || definition.settings().order() == DeadLetterOrder.BY_KEY) {
            for (int chain = 0; chain < log.chains(); chain++) {
                check(chain);
            }
        }
    }

    /** In the order of the log came all that came first, and all that came last. */
    private void check(int chain) {
        int[] first = new int[log.size()];
        int[] last = new int[log.size()];
        for (int i = got.size() - 1; i >= 0; i--) {
            first[got.get(i)] = i;
        }
        for (int i = 0; i < got.size(); i++) {
            last[got.get(i)] = i;
        }
        int before = -1;
        int undelivered = -1;
        for (int place = 0; place < log.size(); place++) {
            if (!needs(place) || deleted.get(place) || !(chain < 0 || log.isOf(place, chain))) {
                continue;
            }
            if (!delivered.get(place)) {
                undelivered = place;
                continue;
            }
            if (undelivered >= 0) {
                fault("got %d, but not %d before".formatted(place, undelivered) + story(undelivered) + story(place));
            }
            if (before >= 0 && first[place] < first[before]) {
                fault("got %d first before %d".formatted(place, before) + story(before) + story(place));
            }
            if (before >= 0 && !letters.containsValue(place) && last[place] < last[before]) {
                fault("got %d again, and %d not after it".formatted(before, place) + story(before) + story(place));
            }
            if (!letters.containsValue(place)) {
                before = place;
            }
        }
    }

    @Override
    public synchronized String toString() {
        return "%n%s %s%s%s, letters %s, deleted %s, missing %s"
                .formatted(
                        name,
                        definition.settings(),
                        definition.executeDdl() ? ", executes DDL" : "",
                        leavesOut ? ", leaves some out" : "",
                        letters,
                        deleted,
                        missing());
    }
}
