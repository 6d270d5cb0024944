package dev.corecdc.testing.simulation;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One course of a multi-threaded program: which thread goes on at each place where threads meet, how long it takes and what time it is, all as a
 * seed gives it. When all threads wait, the time goes on to when the first one does not any more; when none ever will, the simulation
 * fails.
 *
 * <p>Exactly one of its threads runs at a time, and only that one touches what is here.
 */
public final class Simulation {

    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    /** For a course that goes on for ever. */
    private static final long MOST_STEPS = 20_000_000;

    /** In real time, for a course that is stuck outside of what is simulated. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The longest that a thread which could go on does not get a processor, usually and in one case of twenty. */
    private static final long LONG_STALL = Duration.ofMillis(30).toNanos();

    private static final long LONGEST_STALL = Duration.ofSeconds(5).toNanos();

    private static final long NEVER = Long.MAX_VALUE;

    private final Random random;

    /** At how many places where threads meet another one goes on: one in so many. */
    private final int switching;

    /** At how many such places the thread gets no processor for a while: one in so many. */
    private final int stalling;

    private final List<SimulatedThread> ready = new ArrayList<>();
    private final List<SimulatedThread> living = new ArrayList<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final IdentityHashMap<Object, Monitor> monitors = new IdentityHashMap<>();
    private final CompletableFuture<Course> end = new CompletableFuture<>();
    private @Nullable SimulatedThread main;
    private @Nullable Throwable failure;
    private int started;
    private long now;
    private long steps;
    private long trace;

    private record Alarm(long time, int number, long waits, SimulatedThread thread) implements Comparable<Alarm> {

        @Override
        public int compareTo(Alarm other) {
            int order = Long.compare(time, other.time);
            return order == 0 ? Integer.compare(number, other.number) : order;
        }
    }

    /**
     * What a simulation was.
     *
     * @param steps at how many places threads met
     * @param trace the same for the same course
     */
    public record Course(long steps, Duration time, long trace) {}

    private Simulation(long seed) {
        random = new Random(seed);
        switching = List.of(2, 4, 10, 30, 100).get(random.nextInt(5));
        stalling = List.of(300, 2_000, 20_000).get(random.nextInt(3));
    }

    /**
     * Plays a scenario to its end.
     *
     * @throws AssertionError when it fails, when its threads wait for each other for ever, or when it leaves one behind
     */
    public static Course play(long seed, Class<? extends Scenario> scenario) {
        Simulation simulation = new Simulation(seed);
        SimulatedThread main = new SimulatedThread(() -> simulation.play(scenario), "main");
        simulation.main = main;
        simulation.living.add(main);
        main.begin(simulation, simulation.started++);
        main.goOn();
        try {
            return simulation.end.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("seed %dL: %s".formatted(seed, e.getCause()), e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(
                    "seed %dL is stuck in what is not simulated: %s".formatted(seed, simulation.living));
        }
    }

    private void play(Class<? extends Scenario> scenario) {
        Throwable broken = null;
        try {
            Constructor<?> constructor =
                    SimulatedClasses.of(scenario).getDeclaredConstructor(Random.class, Simulation.class);
            constructor.setAccessible(true);
            ((Scenario) constructor.newInstance(random, this)).play();
            List<SimulatedThread> left =
                    living.stream().filter(thread -> !thread.equals(main)).toList();
            if (!left.isEmpty()) {
                broken = new AssertionError("threads are left: " + left);
            }
        } catch (Exception | Error e) {
            broken = e;
        }
        killOthers();
        if (failure != null) {
            broken = failure;
        }
        if (broken == null) {
            end.complete(new Course(steps, Duration.ofNanos(now), trace));
        } else {
            end.completeExceptionally(broken);
        }
    }

    static Simulation current() {
        Simulation simulation = SimulatedThread.currentThread().simulation;
        if (simulation == null) {
            throw new IllegalStateException("it was not started");
        }
        return simulation;
    }

    /** Ends all threads but the one that asks for it, wherever they are, as the end of a process does. What they hold stays as it is. */
    public void killOthers() {
        SimulatedThread current = SimulatedThread.currentThread();
        for (SimulatedThread thread : List.copyOf(living)) {
            if (!thread.equals(current)) {
                thread.kill(current);
                living.remove(thread);
            }
        }
        ready.clear();
        alarms.clear();
        monitors.clear();
    }

    /** The threads there are, and what they wait for. */
    public String threads() {
        return living.toString();
    }

    /** Lets time pass for the thread that asks for it. */
    public void pass(Duration time) {
        block("lets time pass", deadline(time.toNanos()), false);
    }

    void start(SimulatedThread thread) {
        point();
        living.add(thread);
        ready.add(thread);
        thread.begin(this, started++);
        point();
    }

    /** In nanoseconds since the simulation began. */
    long now() {
        return now;
    }

    Instant instant() {
        return BEGINNING.plusNanos(now);
    }

    /** When so many nanoseconds will have passed; never when that is 0. */
    long deadline(long nanos) {
        return nanos == 0 || nanos > NEVER - now ? NEVER : now + nanos;
    }

    Monitor monitor(Object of) {
        return monitors.computeIfAbsent(
                of, any -> new Monitor("monitor of " + of.getClass().getSimpleName()));
    }

    /** A place where threads meet: another may go on here. */
    void point() {
        meet(switching);
    }

    /** A place where threads may meet, which is rarely of interest. */
    void glance() {
        meet(switching * 16);
    }

    private void meet(int rarity) {
        SimulatedThread current = SimulatedThread.currentThread();
        if (current.isKilled()) {
            throw new Killed();
        }
        if (current.still > 0) {
            return;
        }
        now += 20 + random.nextInt(400);
        if (++steps > MOST_STEPS) {
            giveUp("it has no end: " + living);
        }
        ringAlarms();
        if (random.nextInt(rarity) == 0) {
            if (random.nextInt(stalling) < rarity / switching) {
                long most = random.nextInt(20) == 0 ? LONGEST_STALL : LONG_STALL;
                block("has no processor", now + 1 + (long) (random.nextDouble() * most), false);
            } else if (!ready.isEmpty()) {
                ready.add(current);
                handOver(current);
            }
        }
    }

    private void ringAlarms() {
        for (Alarm next = alarms.peek(); next != null && next.time() <= now; next = alarms.peek()) {
            alarms.remove();
            if (next.waits() == next.thread().waits) {
                wake(next.thread());
            }
        }
    }

    /** Lets others run until the thread is woken, or interrupted, or the time has come. */
    void block(String what, long deadline, boolean interruptible) {
        SimulatedThread current = SimulatedThread.currentThread();
        if (current.isKilled()) {
            throw new Killed();
        }
        current.blocked = what;
        current.interruptible = interruptible;
        current.waits++;
        if (deadline != NEVER) {
            alarms.add(new Alarm(deadline, current.number, current.waits, current));
        }
        handOver(current);
    }

    void wake(SimulatedThread thread) {
        if (thread.blocked != null) {
            thread.blocked = null;
            thread.waits++;
            ready.add(thread);
        }
    }

    private void handOver(SimulatedThread current) {
        SimulatedThread next = choose();
        if (!next.equals(current)) {
            next.goOn();
            current.awaitTurn();
            if (current.isKilled()) {
                throw new Killed();
            }
        }
        if (failure != null && current.equals(main)) {
            throw new AssertionError(failure);
        }
    }

    private SimulatedThread choose() {
        while (ready.isEmpty()) {
            Alarm next = alarms.peek();
            if (next == null) {
                giveUp("all wait for each other: " + living);
            } else {
                now = Math.max(now, next.time());
                ringAlarms();
            }
        }
        SimulatedThread next = ready.remove(random.nextInt(ready.size()));
        trace = trace * 31 + next.number + now;
        return next;
    }

    /** Lets the scenario fail where it is. */
    private void giveUp(String why) {
        if (failure == null) {
            failure = new AssertionError(why);
        }
        SimulatedThread first = main;
        if (first != null) {
            wake(first);
        }
        steps = 0;
    }

    void uncaught(SimulatedThread thread, Throwable thrown) {
        if (failure == null) {
            failure = new AssertionError(thread + " ended", thrown);
        }
    }

    /** A thread has ended by itself. */
    void ended(SimulatedThread thread, List<SimulatedThread> joining) {
        living.remove(thread);
        joining.forEach(this::wake);
        if (!thread.equals(main)) {
            choose().goOn();
        }
    }

    void sleep(long nanos) throws InterruptedException {
        SimulatedThread current = SimulatedThread.currentThread();
        long until = now + nanos;
        while (now < until) {
            throwIfInterrupted(current);
            block("sleeps", until, true);
        }
        throwIfInterrupted(current);
    }

    static void throwIfInterrupted(SimulatedThread thread) throws InterruptedException {
        if (thread.takeInterrupt()) {
            throw new InterruptedException();
        }
    }
}
