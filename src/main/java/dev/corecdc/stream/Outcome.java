package dev.corecdc.stream;

/**
 * What became of changes.
 *
 * @param delivered saved by the target
 * @param filtered left out on purpose
 * @param dead rejected by the target, and set aside
 * @param waiting set aside, as an earlier change of the same key was
 */
record Outcome(long delivered, long filtered, long dead, long waiting) {

    static final Outcome NONE = new Outcome(0, 0, 0, 0);

    /** What becomes of changes that a target is offered and does not reject. */
    static Outcome of(long delivered, long filtered) {
        return new Outcome(delivered, filtered, 0, 0);
    }

    Outcome plus(Outcome other) {
        return new Outcome(
                delivered + other.delivered, filtered + other.filtered, dead + other.dead, waiting + other.waiting);
    }

    /** How many changes that is. */
    long total() {
        return delivered + filtered + dead + waiting;
    }
}
