package dev.corecdc.testing.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/** What simulated code calls in place of static methods, and of what every object has. */
public final class SimulatedCalls {

    private static final Clock CLOCK = new Clock() {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now();
        }
    };

    private SimulatedCalls() {}

    public static void enter(Object of) {
        Simulation.current().monitor(of).enter();
    }

    public static void exit(Object of) {
        if (!SimulatedThread.currentThread().isKilled()) {
            Simulation.current().monitor(of).exit();
        }
    }

    public static void wait(Object of) throws InterruptedException {
        wait(of, 0);
    }

    /** Until something else comes at most so long; 0 = for ever. */
    public static void wait(Object of, long millis) throws InterruptedException {
        Simulation simulation = Simulation.current();
        Monitor monitor = simulation.monitor(of);
        monitor.await(monitor.waiting(), simulation.deadline(millis * 1_000_000));
    }

    public static void notifyAll(Object of) {
        Simulation simulation = Simulation.current();
        simulation.monitor(of).waiting().wakeAll(simulation);
    }

    /** A method begins. */
    public static void glance() {
        Simulation.current().glance();
    }

    /** The initialisation of a class begins, which must not be cut in two: the virtual machine holds a lock. */
    public static void holdStill() {
        SimulatedThread.currentThread().still++;
    }

    public static void moveAgain() {
        SimulatedThread.currentThread().still--;
    }

    public static long nanoTime() {
        Simulation simulation = Simulation.current();
        simulation.point();
        return simulation.now();
    }

    public static Instant now() {
        return Simulation.current().instant();
    }

    public static Clock systemUTC() {
        return CLOCK;
    }

    /** In the order of the original: that of {@link Set#copyOf} is another one in each virtual machine. */
    public static <T> Set<T> copyOf(Collection<T> original) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(original));
    }

    public static void parkNanos(long nanos) {
        Simulation simulation = Simulation.current();
        if (nanos > 0) {
            simulation.block("is parked", simulation.now() + nanos, true);
        }
    }
}
