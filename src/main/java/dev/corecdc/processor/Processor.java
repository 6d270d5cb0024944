package dev.corecdc.processor;

import dev.corecdc.event.Position;
import java.util.Map;

/**
 * One source of changes. Holds no connection of its own: each {@link #open opened} reader has one.
 *
 * <p>Safe for use by several threads.
 */
public interface Processor {

    /**
     * The position that {@code startAt} names: {@code latest}, {@code earliest}, an ISO-8601 time, or a position in the
     * source's own notation. Asks the source.
     *
     * @throws SourceException when the source cannot be asked, or cannot be followed as it is set up
     * @throws IllegalArgumentException when {@code startAt} is none of these
     */
    Position locate(String startAt) throws SourceException;

    /**
     * Connects and reads on from {@code from}. Returns when the source has accepted the connection. An interrupt ends it, with
     * a {@link SourceException}, as soon as may be.
     *
     * @throws PositionLostException when the log no longer holds {@code from}
     * @throws SourceException when the source cannot be reached, refuses, or cannot be followed as it is set up
     */
    ChangeReader open(Position from) throws SourceException;

    /**
     * Reads back what {@link Position#toMap} of one of this processor's positions gave.
     *
     * @throws IllegalArgumentException when it is not such a position
     */
    Position parse(Map<String, ?> saved);
}
