package dev.corecdc.testing.simulation;

/**
 * What happens in a simulation. An implementation has a constructor that takes the {@link java.util.Random} of the simulation's seed and the
 * {@link Simulation} that it is part of. Its class, and all of the project that it uses, is loaded anew for simulations.
 */
@FunctionalInterface
public interface Scenario {

    /** Happens. Threads that it leaves running are killed at its end, and the simulation fails. */
    void play() throws Exception;
}
