package dev.corecdc.testing.simulation;

/** Ends a simulated thread wherever it is, as the end of a process does. */
final class Killed extends Error {

    private static final long serialVersionUID = 1;

    Killed() {
        super("killed", null, false, false);
    }
}
