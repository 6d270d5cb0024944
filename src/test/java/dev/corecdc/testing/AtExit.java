package dev.corecdc.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed when the JVM ends, at Ctrl-C or SIGTERM too: the last thing registered is closed first. */
public final class AtExit {

    private static final Logger LOG = LoggerFactory.getLogger(AtExit.class);
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::closeAll, "at-exit"));
    }

    private AtExit() {}

    /** Safe to be closed earlier, too, if closing twice is. */
    public static void close(AutoCloseable resource) {
        synchronized (OPEN) {
            OPEN.push(resource);
        }
    }

    private static void closeAll() {
        while (true) {
            AutoCloseable resource;
            synchronized (OPEN) {
                if (OPEN.isEmpty()) {
                    return;
                }
                resource = OPEN.pop();
            }
            try {
                resource.close();
            } catch (Exception e) {
                LOG.warn("Could not close {}: {}", resource, e.toString());
            }
        }
    }
}
