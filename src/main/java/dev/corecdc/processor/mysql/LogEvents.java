package dev.corecdc.processor.mysql;

import dev.corecdc.processor.SourceException;
import org.jspecify.annotations.Nullable;

/** The events of a log, in their order. {@link #poll} is for one thread, {@link #close} for any. */
interface LogEvents extends AutoCloseable {

    /**
     * The next event, null when there is none within {@code nanos}.
     *
     * @throws SourceException when there are no more
     */
    @Nullable
    LogEvent poll(long nanos) throws SourceException, InterruptedException;

    /** Ends them. Can be called more than once. */
    @Override
    void close();
}
