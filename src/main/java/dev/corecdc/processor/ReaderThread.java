package dev.corecdc.processor;

import java.util.Map;
import org.slf4j.MDC;

/** Makes the threads of readers. What such a thread logs tells of the same processor as what its maker logs. */
public final class ReaderThread {

    private ReaderThread() {}

    /** A daemon that is not started. */
    public static Thread of(String name, Runnable work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        Thread thread = new Thread(
                () -> {
                    if (context != null) {
                        MDC.setContextMap(context);
                    }
                    work.run();
                },
                name);
        thread.setDaemon(true);
        return thread;
    }
}
