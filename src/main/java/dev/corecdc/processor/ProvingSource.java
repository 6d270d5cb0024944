package dev.corecdc.processor;

import dev.corecdc.event.Position;

/** A {@link Processor} that can tell whether a position that a person has written is a place in its source's log. */
public interface ProvingSource {

    /**
     * The same place, with all that the log says of it. Asks the source. Whether that can be read from is known when it is
     * {@link Processor#open opened}.
     *
     * @throws PositionLostException when the log no longer holds the place
     * @throws SourceException when the log has no such place, or the source cannot be asked
     */
    Position proven(Position written) throws SourceException;
}
