package dev.corecdc.stream;

/**
 * What became of every change that came into the queue of a lane, since the lane began: with its processor, or anew after a stop.
 *
 * <p>A change counts as offered when it is queued for delivery, whether the stream's reader or the lane's own has read it. What the target
 * is known to have already, and is dropped for that, is taken back, and so does not count as offered.
 *
 * @param offered queued for delivery
 * @param delivered saved by the target
 * @param filtered left out on purpose
 * @param dead rejected by the target, and set aside
 * @param waiting set aside, as an earlier change of the same key was
 * @param inFlight in the queue now, the batch in hand included
 */
public record Conservation(long offered, long delivered, long filtered, long dead, long waiting, long inFlight) {

    /** Of a lane that has not begun. */
    static final Conservation NONE = new Conservation(0, 0, 0, 0, 0, 0);

    /** How many changes are gone without a trace, or there without having come; anything but 0 is a fault of the engine. */
    public long unaccounted() {
        return offered - delivered - filtered - dead - waiting - inFlight;
    }
}
