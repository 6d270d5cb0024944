package dev.corecdc.checkpoint;

import dev.corecdc.event.ChangeEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change that a target did not take, or that waits behind such a one.
 *
 * @param number larger than that of every letter that was set aside before; it names the letter within the service
 * @param waiting whether it only waits, so that it does not overtake
 * @param time when it was set aside
 * @param position up to where the log had been read when the change was last in hand, as {@link dev.corecdc.event.Position#toMap} gave it
 * @param error what the target said when it rejected the change the last time; null when it has not been asked
 * @param change the whole change
 */
public record DeadLetter(
        long number,
        String processor,
        String target,
        boolean waiting,
        Instant time,
        Map<String, Object> position,
        @Nullable String error,
        ChangeEvent change) {

    public DeadLetter {
        position = Collections.unmodifiableMap(new LinkedHashMap<>(position));
    }

    /** The same change, after the target has rejected it. */
    public DeadLetter rejected(String why) {
        return new DeadLetter(number, processor, target, false, time, position, why, change);
    }

    /** The same change under another number, or read again where the log had been read up to another place. */
    public DeadLetter readAgain(long as, Map<String, Object> at) {
        return new DeadLetter(as, processor, target, waiting, time, at, error, change);
    }

    /** Another change in its place. */
    public DeadLetter edited(ChangeEvent other) {
        return new DeadLetter(number, processor, target, waiting, time, position, error, other);
    }
}
