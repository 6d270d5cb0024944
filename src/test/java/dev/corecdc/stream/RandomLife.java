package dev.corecdc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.ScriptedCheckpointStore;
import dev.corecdc.testing.TestStreams;
import dev.corecdc.testing.simulation.Scenario;
import dev.corecdc.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The life of a stream with a few targets, with faults of all kinds, and what has to hold all the same. */
final class RandomLife implements Scenario {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String STREAM = "shop";
    private static final long QUEUE = 2_000;

    /** The largest batch, and what the queue counts for it beside its changes. */
    private static final long BATCH = RandomLog.MOST_IN_BATCH * 100 + 256;

    private final List<String> events = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<RandomLane> lanes = new ArrayList<>();
    private final Store store = new Store();
    private final Random random;
    private final Simulation simulation;
    private final RandomLog log;
    private final int maxReaders;
    private TestStreams streams;

    RandomLife(Random random, Simulation simulation) {
        this.random = random;
        this.simulation = simulation;
        this.log = new RandomLog(random);
        this.maxReaders = 1 + random.nextInt(3);
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            lanes.add(new RandomLane("target-" + i, log, random, this::fault));
        }
        store.watchedBy((stream, target, offset) -> lane(target).saving(offset));
        this.streams = make();
    }

    /** Tells the lanes what is kept of them. */
    private final class Store extends ScriptedCheckpointStore {

        @Override
        public void put(DeadLetter letter) {
            super.put(letter);
            lane(letter.target()).put(letter.number(), RandomLog.placeOf(letter.change()));
        }

        @Override
        public void remove(String processor, String target, long number) {
            super.remove(processor, target, number);
            lane(target).removed(number);
        }
    }

    @Override
    public void play() {
        append(random.nextInt(100));
        try {
            live();
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "%s%nAfter %s%nof %s%nin %s%nwith %s"
                            .formatted(e, events, lanes, streams.status(STREAM), simulation.threads()),
                    e);
        }
        if (!faults.isEmpty()) {
            throw new AssertionError("%s%nAfter %s%nof %s".formatted(faults, events, lanes));
        }
    }

    private void live() {
        start();
        int steps = 10 + random.nextInt(40);
        for (int i = 0; i < steps && faults.isEmpty(); i++) {
            doSomething();
            // Between a microsecond and half a second.
            pass(Math.exp(random.nextDouble() * 13));
            look();
        }
        heal();
        becomeComplete();
        streams.close();
        pass(30_000_000);
        lanes.forEach(RandomLane::check);
    }

    private void fault(String what) {
        if (faults.size() < 5) {
            faults.add(what);
        }
    }

    private RandomLane lane(String name) {
        return lanes.stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void pass(double micros) {
        simulation.pass(Duration.ofNanos((long) (micros * 1_000)));
    }

    private TestStreams make() {
        return TestStreams.builder()
                .store(store)
                .flushInterval(Duration.ofMillis(1 + random.nextInt(50)))
                .stopTimeout(Duration.ofMillis(random.nextInt(50)))
                .reconnectPause(Duration.ofMillis(1 + random.nextInt(20)))
                .detachAfter(Duration.ofMillis(random.nextInt(30)))
                .maxReaders(maxReaders)
                .queueBytes(QUEUE)
                .stream(
                        STREAM,
                        log.processor(),
                        lanes.stream().map(RandomLane::definition).toArray(LaneDefinition[]::new))
                .build();
    }

    private void start() {
        lanes.forEach(lane -> lane.begins(store.offset(STREAM, lane.name())));
        streams.start();
    }

    private void append(int changes) {
        for (int i = 0; i < changes; i++) {
            log.append();
        }
    }

    private void did(String what) {
        events.add(what);
    }

    private void doSomething() {
        RandomLane lane = lanes.get(random.nextInt(lanes.size()));
        RandomTarget target = lane.target();
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> {
                int changes = 1 + random.nextInt(60);
                append(changes);
                did("append to " + log.size());
            }
            case 5 -> log.cutAnew();
            case 6 -> {
                boolean late = random.nextBoolean();
                target.failNext(1 + random.nextInt(4), late);
                did(lane.name() + (late ? " fails late" : " fails"));
            }
            case 7, 8 -> {
                boolean stubborn = random.nextInt(3) == 0;
                target.hang(stubborn);
                did(lane.name() + " hangs" + (stubborn ? " stubbornly" : ""));
            }
            case 9 -> {
                target.slow(Duration.ofMillis(random.nextInt(50)));
                did(lane.name() + " is slow");
            }
            case 10, 11 -> {
                int place = random.nextInt(log.size() + 10);
                target.refuse(place, random.nextBoolean());
                did(lane.name() + " refuses " + place);
            }
            case 12, 13 -> {
                target.heal();
                did(lane.name() + " heals");
            }
            case 14 -> {
                log.processor().breakAfter(random.nextInt(5), Kind.UNAVAILABLE);
                did("the source breaks");
            }
            case 15 -> {
                log.processor().failOpens(1 + random.nextInt(3), Kind.UNAVAILABLE);
                did("the source cannot be opened");
            }
            case 16 -> steer();
            case 17, 18 -> steer(lane);
            case 19 -> disturbStore(lane);
            case 20, 21 -> workWithLetters(lane);
            case 22 -> kill();
            default -> restart();
        }
    }

    private void steer() {
        store.heal();
        if (random.nextInt(3) > 0) {
            did("pause");
            streams.control().pause(STREAM);
            pass(Math.exp(random.nextDouble() * 12));
        }
        did("resume");
        streams.control().resume(STREAM);
    }

    private void steer(RandomLane lane) {
        store.heal();
        if (random.nextBoolean()) {
            did("pause " + lane.name());
            streams.control().pauseTarget(STREAM, lane.name());
        } else {
            did("resume " + lane.name());
            streams.control().resumeTarget(STREAM, lane.name());
        }
    }

    private void disturbStore(RandomLane lane) {
        switch (random.nextInt(4)) {
            case 0 -> {
                did("the store fails");
                store.fail();
            }
            case 1 -> {
                did("the store hangs for " + lane.name());
                store.hang(lane.name());
            }
            case 2 -> {
                did("the store fails on letters");
                store.failLetters(true);
            }
            default -> healStore();
        }
    }

    private void healStore() {
        did("the store heals");
        store.failLetters(false);
        store.heal();
    }

    private void workWithLetters(RandomLane lane) {
        try {
            DeadLetterControl control = streams.control().deadLetters();
            DeadLetterControl.Filter filter = new DeadLetterControl.Filter(STREAM, lane.name(), null);
            List<DeadLetterStatus> letters = control.list(filter, 0, 1_000).letters();
            if (letters.isEmpty()) {
                return;
            }
            DeadLetterStatus letter = letters.get(random.nextInt(letters.size()));
            switch (random.nextInt(5)) {
                case 0 -> {
                    did("retry all of " + lane.name());
                    control.retryAll(STREAM, lane.name());
                }
                case 1 -> {
                    did("delete letter %d of %s".formatted(letter.number(), lane.name()));
                    lane.deletes(letter.number());
                    control.delete(letter.number(), "random", "nobody");
                }
                case 2 -> {
                    lane.target().refuseNothing();
                    did("retry mended letter %d of %s".formatted(letter.number(), lane.name()));
                    control.retry(letter.number());
                }
                case 3 -> {
                    did("edit letter %d of %s".formatted(letter.number(), lane.name()));
                    control.edit(
                            letter.number(), letter.change().replace(RandomLog.WRITTEN, RandomLog.MENDED), "nobody");
                    control.retry(letter.number());
                }
                default -> {
                    did("retry letter %d of %s".formatted(letter.number(), lane.name()));
                    control.retry(letter.number());
                }
            }
        } catch (DeadLetterBusyException | UnknownDeadLetterException | CheckpointsUnavailableException e) {
            did("which cannot be: " + e.getMessage());
        } finally {
            lane.deletes(-1);
        }
    }

    /** As the end of the process does it, and the beginning of another one. */
    private void kill() {
        did("kill");
        beginAnew();
    }

    private void beginAnew() {
        simulation.killOthers();
        lanes.forEach(lane -> lane.target().forgetCallers());
        log.processor().forgetReaders();
        healStore();
        lanes.forEach(this::tellLetters);
        streams = make();
        start();
    }

    /** The end may have come between a letter and its being told. */
    private void tellLetters(RandomLane lane) {
        Map<Long, Integer> letters = new TreeMap<>();
        store.forEach(STREAM, lane.name(), letter -> letters.put(letter.number(), RandomLog.placeOf(letter.change())));
        lane.has(letters);
    }

    private void restart() {
        did("stop");
        streams.stop();
        look();
        if (random.nextBoolean()) {
            did("the process ends");
            beginAnew();
        } else {
            did("start");
            healStore();
            start();
        }
    }

    private void look() {
        for (TargetStatus target : streams.status(STREAM).targets()) {
            if (target.conservation().unaccounted() != 0) {
                fault("%s: %s".formatted(target.name(), target.conservation()));
            }
            if (target.queuedBytes() > QUEUE + BATCH) {
                fault("%s has %d bytes in its queue".formatted(target.name(), target.queuedBytes()));
            }
        }
        if (log.processor().openReaders() > 1 + maxReaders) {
            fault("%d readers are open".formatted(log.processor().openReaders()));
        }
    }

    private void heal() {
        did("heal");
        lanes.forEach(lane -> lane.target().heal());
        lanes.stream().filter(lane -> !lane.keepsLetters()).forEach(lane -> lane.target()
                .refuseNothing());
        log.processor().heal();
        healStore();
    }

    /** First with what is refused set aside, then without any letter. */
    private void becomeComplete() {
        streams.start();
        append(random.nextInt(2));
        await(RandomLane::isComplete, random.nextBoolean());
        lanes.forEach(lane -> lane.target().refuseNothing());
        did("all is taken");
        await(lane -> lane.isComplete() && lane.letters() == 0, true);
    }

    private void await(Predicate<RandomLane> done, boolean retry) {
        for (long waited = 0; !isQuiet(done); waited += 50) {
            assertThat(waited).as("milliseconds").isLessThan(PATIENCE.toMillis());
            ProcessorState reached = streams.status(STREAM).state();
            if (reached == ProcessorState.PAUSED || reached == ProcessorState.FAILED) {
                streams.control().resume(STREAM);
            }
            for (RandomLane lane : lanes) {
                TargetState state = streams.status(STREAM, lane.name()).state();
                if (state == TargetState.PAUSED || state == TargetState.FAILED) {
                    streams.control().resumeTarget(STREAM, lane.name());
                    if (state == TargetState.FAILED || retry) {
                        lane.target().refuseNothing();
                        streams.control().deadLetters().retryAll(STREAM, lane.name());
                    }
                } else if (retry) {
                    streams.control().deadLetters().retryAll(STREAM, lane.name());
                }
            }
            pass(50_000);
            look();
        }
    }

    private boolean isQuiet(Predicate<RandomLane> done) {
        return streams.status(STREAM).state() == ProcessorState.RUNNING
                && lanes.stream()
                        .allMatch(lane -> done.test(lane)
                                && streams.status(STREAM, lane.name()).state() == TargetState.RUNNING
                                && store.offset(STREAM, lane.name())
                                        == log.processor().size());
    }
}
