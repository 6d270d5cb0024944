package dev.corecdc.stream;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The time in which a thread waits for its source to be opened, and may be interrupted. Safe for use by several threads. */
final class Opening {

    private static final Logger log = LoggerFactory.getLogger(Opening.class);

    private @Nullable Thread waiting;

    /** Told by the thread: it begins to wait, if it still may; whether it may. */
    synchronized boolean begin(BooleanSupplier may) {
        waiting = may.getAsBoolean() ? Thread.currentThread() : null;
        return waiting != null;
    }

    /** Told by the thread: it waits no more. */
    synchronized void end() {
        waiting = null;
        if (Thread.interrupted()) {
            log.debug("interrupted while connecting");
        }
    }

    /** Told by others: the waiting is in vain. */
    synchronized void cutShort() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }
}
