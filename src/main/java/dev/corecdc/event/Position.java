package dev.corecdc.event;

import java.util.Map;

/**
 * A place in the log of a source from which reading can go on. Immutable; each processor has a kind of its own.
 *
 * <p>Positions have no total order. {@link #covers} is all one may ask.
 */
public interface Position {

    /**
     * Whether everything before {@code other} also lies before this position, so that a target that has all up to here
     * needs nothing that precedes {@code other}. False when the two cannot be compared.
     */
    boolean covers(Position other);

    /**
     * Whether little lies between {@code other}, which this position covers, and this one: about 64 MB of log, or less. False when that
     * cannot be told.
     */
    default boolean isShortlyAfter(Position other) {
        return covers(other) && other.covers(this);
    }

    /**
     * The position as names and values ({@link String}, {@link Long}) in a stable order, for checkpoint stores. The processor
     * that made it reads it back.
     */
    Map<String, Object> toMap();

    /** The same for people, without what only the processor understands. */
    default Map<String, Object> describe() {
        return toMap();
    }
}
