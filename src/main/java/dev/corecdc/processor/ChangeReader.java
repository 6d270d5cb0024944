package dev.corecdc.processor;

import dev.corecdc.event.ChangeBatch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An open connection that reads a source's log. Used by one thread, but for {@link #close}. */
public interface ChangeReader extends AutoCloseable {

    /**
     * The next batch, in the order of the log.
     *
     * @return null when none came within {@code timeout}
     * @throws SourceException when the connection is lost or the log cannot be understood; the reader is then of no
     *     further use, and nothing after the last batch returned counts as read
     */
    @Nullable
    ChangeBatch poll(Duration timeout) throws SourceException, InterruptedException;

    /** Ends the connection. Callable from any thread, any number of times; a waiting {@link #poll} ends. */
    @Override
    void close();
}
