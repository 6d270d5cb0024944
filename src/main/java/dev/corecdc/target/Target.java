package dev.corecdc.target;

import dev.corecdc.event.ChangeRecord;
import java.util.List;

/**
 * Where changes are delivered. Every Spring bean of this type is a target, called by its bean name.
 *
 * <p>Called by one thread at a time, also when several processors share the target, unless it is a
 * {@link ConcurrentTarget}. Retry, batching, pausing and counting are the engine's business.
 */
@FunctionalInterface
public interface Target {

    /**
     * Takes consecutive changes of one processor, in the order they were committed. When it returns, they count as saved and
     * their position may be checkpointed; so it returns only when they are safe. The same changes may come again, after an exception or a restart.
     *
     * @param records at least one, immutable
     * @throws RejectedRecordException when one of them will never be taken
     * @throws Exception when they could not be saved for another reason: the engine tries them again, with growing pauses, and for ever
     *     unless {@code retry} is set otherwise
     */
    void save(List<ChangeRecord> records) throws Exception;
}
