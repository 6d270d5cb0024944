package dev.corecdc.stream;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets what is logged while something is done, whoever logs it, tell for which processor and target that was. In the log they are
 * called {@code processor} and {@code target}.
 */
final class LogContext {

    private static final String PROCESSOR = "processor";
    private static final String TARGET = "target";

    private LogContext() {}

    /**
     * Does something.
     *
     * @param target null where it is about the processor alone
     */
    static void run(String processor, @Nullable String target, Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.put(PROCESSOR, processor);
        if (target == null) {
            MDC.remove(TARGET);
        } else {
            MDC.put(TARGET, target);
        }
        try {
            work.run();
        } finally {
            MDC.setContextMap(before == null ? Map.of() : before);
        }
    }

    /** What {@link #run} does, for a thread. */
    static Runnable around(String processor, @Nullable String target, Runnable work) {
        return () -> run(processor, target, work);
    }
}
