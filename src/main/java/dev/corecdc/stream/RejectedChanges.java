package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.target.RejectedRecordException;

/**
 * What becomes of changes that a target will never take, and of those that must not overtake them. Used by the threads
 * of one lane, by each with changes of other keys.
 *
 * <p>After a failure or a restart it may hear of the same changes again.
 */
interface RejectedChanges {

    /**
     * Tells how much of a part may be delivered now. Where that is nothing, its first change must wait behind an earlier one that was set
     * aside: it is kept, and when this returns, that survives a crash of the machine. Nothing further on is kept before what precedes it is
     * settled; else what precedes it would wait behind it when it is tried again.
     *
     * @param part a part of a batch, not empty, in the order of the log
     * @return the first changes of the part, up to one that must wait; empty when the first one must wait, the same when none must
     * @throws LaneHaltedException when the lane has to halt
     * @throws Exception when it could not be kept; it is tried again
     */
    ChangeBatch admit(ChangeBatch part) throws Exception;

    /**
     * Keeps a change that the target rejected. When this returns, that survives a crash of the machine and the lane goes on
     * behind it.
     *
     * @param change a part of a batch that holds one change
     * @throws LaneHaltedException when the lane has to halt
     * @throws Exception when it could not be kept; it is tried again
     */
    void setAside(ChangeBatch change, RejectedRecordException why) throws Exception;

    /** Sets nothing aside: the lane halts, and tries the same change again when it is resumed. */
    RejectedChanges HALT = new RejectedChanges() {

        @Override
        public ChangeBatch admit(ChangeBatch part) {
            return part;
        }

        @Override
        public void setAside(ChangeBatch change, RejectedRecordException why) {
            throw new LaneHaltedException(
                    "the target rejected %s: %s. Correct it there, then resume: it is tried again, and nothing of its key that is behind it is delivered before."
                            .formatted(ChangeNames.of(change), why.getMessage()),
                    why);
        }
    };
}
