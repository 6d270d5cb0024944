package dev.corecdc.transform;

import dev.corecdc.event.ChangeRecord;
import org.jspecify.annotations.Nullable;

/**
 * Changes records on their way, or leaves them out. A Spring bean of this type is used where {@code transforms.beans} of a processor or
 * target names it.
 *
 * <p>Called by several threads, by each with the records of its stream in their order, and again with the same record when that
 * comes again.
 */
@FunctionalInterface
public interface RecordTransform {

    /**
     * What becomes of a record. Records are shared and immutable: one that is not to change is best returned as it is.
     *
     * @return null to leave it out, which is counted
     * @throws Exception when it cannot be said: a processor then fails and stays where it is, and for a target the record is poison
     */
    @Nullable
    ChangeRecord apply(ChangeRecord record) throws Exception;
}
