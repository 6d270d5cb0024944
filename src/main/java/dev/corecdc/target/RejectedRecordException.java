package dev.corecdc.target;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A target will never take a change, however often it is asked. Anything else that a target throws is tried again.
 *
 * <p>Thrown in place of saving: none of the changes counts as saved. The engine hands over those around the rejected one again, and
 * the rejected one alone, before it gives it up.
 */
public class RejectedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Negative = not known. */
    private final int index;

    /** For a target that cannot tell which of the changes it was: the engine finds out by halving the list. */
    public RejectedRecordException(String message, @Nullable Throwable cause) {
        this(-1, message, cause);
    }

    /** @param index which one of the list it was, from 0 */
    public RejectedRecordException(int index, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.index = index;
    }

    /** Which one of the list it was, from 0; empty when that is not known. */
    public OptionalInt index() {
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
    }
}
