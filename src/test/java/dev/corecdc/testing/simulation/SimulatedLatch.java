package dev.corecdc.testing.simulation;

import java.util.ArrayList;
import java.util.List;

/** Stands for {@link java.util.concurrent.CountDownLatch} in simulated code. */
public final class SimulatedLatch {

    private final List<SimulatedThread> waiting = new ArrayList<>();
    private int count;

    public SimulatedLatch(int count) {
        this.count = count;
    }

    public void countDown() {
        Simulation simulation = Simulation.current();
        simulation.point();
        count--;
        if (count == 0) {
            waiting.forEach(simulation::wake);
        }
    }

    public void await() throws InterruptedException {
        SimulatedThread current = SimulatedThread.currentThread();
        Simulation.current().point();
        Simulation.throwIfInterrupted(current);
        while (count > 0) {
            waiting.add(current);
            Simulation.current().block("waits for a latch", Long.MAX_VALUE, true);
            waiting.remove(current);
            Simulation.throwIfInterrupted(current);
        }
    }
}
