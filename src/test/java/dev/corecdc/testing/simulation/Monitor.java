package dev.corecdc.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one thread at a time may hold, any number of times, and others wait for. */
final class Monitor {

    private final String name;
    private final List<SimulatedThread> entering = new ArrayList<>();
    private final WaitSet waiting = new WaitSet();
    private @Nullable SimulatedThread owner;
    private int depth;

    Monitor(String name) {
        this.name = name;
    }

    /** Those that wait to be notified. */
    static final class WaitSet {

        private final List<SimulatedThread> threads = new ArrayList<>();

        void wakeAll(Simulation simulation) {
            List<SimulatedThread> all = List.copyOf(threads);
            threads.clear();
            all.forEach(simulation::wake);
        }
    }

    WaitSet waiting() {
        return waiting;
    }

    boolean isHeld() {
        return owner != null;
    }

    /** Enters, at once or when that is possible. */
    void enter() {
        Simulation simulation = Simulation.current();
        simulation.point();
        reenter(simulation, 1);
    }

    private void reenter(Simulation simulation, int times) {
        SimulatedThread current = SimulatedThread.currentThread();
        while (owner != null && !owner.equals(current)) {
            entering.add(current);
            simulation.block(name + " is held by " + owner.getName(), Long.MAX_VALUE, false);
            entering.remove(current);
        }
        owner = current;
        depth += times;
    }

    /** Enters, by a time at most; whether it has. */
    boolean enter(long deadline) throws InterruptedException {
        Simulation simulation = Simulation.current();
        simulation.point();
        SimulatedThread current = SimulatedThread.currentThread();
        Simulation.throwIfInterrupted(current);
        while (owner != null && !owner.equals(current)) {
            if (simulation.now() >= deadline) {
                return false;
            }
            entering.add(current);
            simulation.block(name + " is held by " + owner.getName(), deadline, true);
            entering.remove(current);
            Simulation.throwIfInterrupted(current);
        }
        owner = current;
        depth++;
        return true;
    }

    /** Enters if nobody else is there; whether it has. */
    boolean tryEnter() {
        Simulation.current().point();
        SimulatedThread current = SimulatedThread.currentThread();
        boolean free = owner == null || owner.equals(current);
        if (free) {
            owner = current;
            depth++;
        }
        return free;
    }

    void exit() {
        SimulatedThread current = SimulatedThread.currentThread();
        if (current.isKilled()) {
            return;
        }
        if (owner == null || !owner.equals(current)) {
            throw new IllegalMonitorStateException(name);
        }
        depth--;
        if (depth == 0) {
            free(Simulation.current());
            Simulation.current().point();
        }
    }

    private void free(Simulation simulation) {
        owner = null;
        entering.forEach(simulation::wake);
    }

    /** Leaves until it is notified, or interrupted, or the time has come, and enters again. */
    void await(WaitSet set, long deadline) throws InterruptedException {
        Simulation simulation = Simulation.current();
        SimulatedThread current = SimulatedThread.currentThread();
        if (owner == null || !owner.equals(current)) {
            throw new IllegalMonitorStateException(name);
        }
        Simulation.throwIfInterrupted(current);
        int times = depth;
        depth = 0;
        set.threads.add(current);
        free(simulation);
        simulation.block("waits at " + name, deadline, true);
        boolean notified = !set.threads.remove(current);
        reenter(simulation, times);
        if (!notified) {
            Simulation.throwIfInterrupted(current);
        }
    }
}
