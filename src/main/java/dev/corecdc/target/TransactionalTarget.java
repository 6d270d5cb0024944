package dev.corecdc.target;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A target that keeps positions itself, each saved with the changes before it or not at all: so it has each change once. The engine
 * reads on from there, and never hands over less than what lies between two positions, unless a change was rejected and set aside. It
 * takes one call at a time of each processor, so that {@code parallelism} is not for it.
 */
public interface TransactionalTarget extends Target {

    /**
     * The position saved last, and the right to save the next: nobody else's {@link #save(List, String, Position) save} succeeds after this. Asked before changes of the
     * processor are handed over; may be called by another thread, while changes of other processors are.
     *
     * @return null when none is saved
     * @throws Exception when it cannot be told: the processor waits, and asks again
     */
    @Nullable
    SavedPosition saved(String processor) throws Exception;

    /**
     * Takes changes under the terms of {@link Target#save}, together with the position behind them. Called again with the same after an
     * exception, it takes them only if it has not.
     */
    void save(List<ChangeRecord> records, String processor, Position position) throws Exception;
}
