package dev.corecdc.processor;

import dev.corecdc.event.HistoryMargin;
import dev.corecdc.event.Position;
import org.jspecify.annotations.Nullable;

/** A {@link Processor} that can tell how much of its source's log lies before a position, and so how near that is to being lost. */
public interface RetainingSource {

    /**
     * Asks the source. Callable from any thread, while it is read.
     *
     * @return null when the position cannot be found in the log that there is, so that nothing can be said of it
     * @throws SourceException when the source cannot be asked
     */
    @Nullable
    HistoryMargin margin(Position position) throws SourceException;
}
