package dev.corecdc.testing.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Stands for {@link Thread} in simulated code: runs only when the {@link Simulation} lets it. */
public final class SimulatedThread {

    private final Runnable body;
    private final List<SimulatedThread> joining = new ArrayList<>();
    private final Semaphore turn = new Semaphore(0);
    private String name;
    private boolean alive;
    private boolean interrupted;

    /** Of which simulation; set at the start. */
    @Nullable
    Simulation simulation;

    /** Its number, in the order of the starts. */
    int number;

    /** What it waits for; null when it could run. */
    @Nullable
    String blocked;

    /** Whether an interrupt ends its waiting. */
    boolean interruptible;

    /** Counts how often it has waited, so that an alarm of an earlier time is known. */
    long waits;

    /** How deep it is in what must not be cut in two. */
    int still;

    boolean parkPermit;

    private volatile boolean killed;

    /** Who goes on when it has been killed. */
    private @Nullable SimulatedThread killer;

    public SimulatedThread(Runnable body) {
        this(body, "simulated");
    }

    public SimulatedThread(Runnable body, String name) {
        this.body = body;
        this.name = name;
    }

    public static SimulatedThread currentThread() {
        SimulatedThread current = Carrier.guest();
        if (current == null) {
            throw new IllegalStateException("this is not a simulated thread");
        }
        return current;
    }

    /** As {@link Thread#interrupted}. */
    public static boolean interrupted() {
        return currentThread().takeInterrupt();
    }

    public static void sleep(long millis) throws InterruptedException {
        Simulation.current().sleep(millis * 1_000_000);
    }

    public void start() {
        Simulation.current().start(this);
    }

    void begin(Simulation of, int ordinal) {
        simulation = of;
        number = ordinal;
        alive = true;
        Carrier.carry(this);
    }

    /** All of its life; the carrier's thread. */
    void live() {
        Simulation of = simulation;
        if (of == null) {
            throw new IllegalStateException("it was not started");
        }
        awaitTurn();
        try {
            if (!killed) {
                body.run();
            }
        } catch (Killed e) {
            // As it was told.
        } catch (RuntimeException | Error e) {
            of.uncaught(this, e);
        }
        alive = false;
        Carrier.leave();
        SimulatedThread next = killer;
        if (next == null) {
            of.ended(this, joining);
        } else {
            next.goOn();
        }
    }

    /** Lets it run; the one that calls this has to stand still from now on. */
    void goOn() {
        turn.release();
    }

    void awaitTurn() {
        turn.acquireUninterruptibly();
    }

    /** Ends it, and waits for that. */
    void kill(SimulatedThread by) {
        if (alive) {
            killer = by;
            killed = true;
            goOn();
            by.awaitTurn();
            // Those that it waited for are not to wake it.
            blocked = null;
        }
    }

    /** Whether anything it does has to end it. */
    boolean isKilled() {
        return killed;
    }

    public void join() throws InterruptedException {
        join(0);
    }

    public void join(long millis) throws InterruptedException {
        Simulation here = Simulation.current();
        SimulatedThread current = currentThread();
        long deadline = here.deadline(millis * 1_000_000);
        while (alive && here.now() < deadline) {
            joining.add(current);
            here.block("join " + name, deadline, true);
            joining.remove(current);
        }
    }

    public void interrupt() {
        Simulation here = Simulation.current();
        here.point();
        interrupted = true;
        if (blocked != null && interruptible) {
            here.wake(this);
        }
    }

    boolean takeInterrupt() {
        boolean was = interrupted;
        interrupted = false;
        return was;
    }

    public boolean isInterrupted() {
        return interrupted;
    }

    public boolean isAlive() {
        Simulation.current().point();
        return alive;
    }

    boolean isSleeping() {
        return "sleeps".equals(blocked);
    }

    boolean isRunning() {
        return alive;
    }

    public void setDaemon(boolean any) {
        // None keeps a simulation alive.
    }

    public boolean isDaemon() {
        return true;
    }

    public String getName() {
        return name;
    }

    public void setName(String other) {
        name = other;
    }

    /** The same in each course, so that sets of threads have the same order. */
    @Override
    public int hashCode() {
        return number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other);
    }

    @Override
    public String toString() {
        return name + (blocked == null ? "" : " (" + blocked + ")");
    }
}
