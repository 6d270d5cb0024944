package dev.corecdc.processor.mysql;

import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;

/** One of several sources of the same transactions, each of which has files of its own. */
interface OwningSource {

    /**
     * Whether the position names its files.
     *
     * @throws SourceException when it cannot be asked
     */
    boolean owns(Position position) throws SourceException;
}
