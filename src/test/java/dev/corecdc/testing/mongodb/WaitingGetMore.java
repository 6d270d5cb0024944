package dev.corecdc.testing.mongodb;

/** A {@code getMore} on a change stream that has not been answered yet. */
final class WaitingGetMore {

    private final long id;
    private final Command command;
    private boolean woken;

    WaitingGetMore(long id, Command command) {
        this.id = id;
        this.command = command;
    }

    long id() {
        return id;
    }

    Command command() {
        return command;
    }

    /** False if it is about to look at the log anyway. */
    boolean markWoken() {
        boolean first = !woken;
        woken = true;
        return first;
    }

    void clearWoken() {
        woken = false;
    }
}
