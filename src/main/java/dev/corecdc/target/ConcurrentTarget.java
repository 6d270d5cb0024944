package dev.corecdc.target;

/**
 * A target that may be called from several threads at once: by different processors, and with {@code parallelism} by one of them.
 *
 * <p>Calls of one processor at the same time have changes of different keys. So with {@code parallelism} the changes of each key come in the order they
 * were committed, and those of other keys between them may be in another call. A {@link DdlTarget} executes a statement when no other call
 * of the processor is under way.
 */
public interface ConcurrentTarget extends Target {}
