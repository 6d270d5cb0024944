package dev.corecdc.stream;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.target.RejectedRecordException;
import java.util.ArrayDeque;
import java.util.Deque;

/** A batch on its way to a target: the parts of it that are still due, in order, and what became of the others. Used by one thread. */
final class BatchInHand {

    private final Deque<ChangeBatch> parts = new ArrayDeque<>();
    private Outcome outcome = Outcome.NONE;

    /**
     * Begins with the whole batch.
     *
     * @param most how many records a part may hold; 0 = any number
     */
    BatchInHand(ChangeBatch batch, int most) {
        int size = batch.records().size();
        if (most == 0 || size <= most) {
            add(batch);
        } else {
            for (int from = 0; from < size; from += most) {
                parts.add(batch.part(from, Math.min(size, from + most)));
            }
        }
    }

    boolean isDone() {
        return parts.isEmpty();
    }

    /** Whether nothing is left behind the part that is due next. */
    boolean isLast() {
        return parts.size() == 1;
    }

    /** The part that is due next. */
    ChangeBatch part() {
        return parts.element();
    }

    /** What became of the parts that are no longer due. */
    Outcome outcome() {
        return outcome;
    }

    /**
     * Notes what of the part that is due may be delivered now.
     *
     * @param first the first changes of it, which are then due by themselves; when that is none, the first change has to wait for good
     */
    void admitted(ChangeBatch first) {
        ChangeBatch whole = parts.remove();
        int cut = Math.max(1, first.size());
        if (first.isEmpty()) {
            outcome = outcome.plus(new Outcome(0, 0, 0, 1));
        }
        if (cut < whole.size()) {
            add(whole.part(cut, whole.size()));
        }
        add(first);
    }

    /** Notes that the part is no longer due. */
    void settled(Outcome what) {
        parts.remove();
        outcome = outcome.plus(what);
    }

    /** Cuts the part that is due, which holds more than one change, so that the rejected one comes to stand alone. */
    void split(RejectedRecordException rejection) {
        ChangeBatch whole = parts.remove();
        int size = whole.size();
        int index = rejection.index().orElse(-1);
        if (index >= 0 && index < size) {
            add(whole.part(index + 1, size));
            add(whole.part(index, index + 1));
            add(whole.part(0, index));
        } else {
            add(whole.part(size / 2, size));
            add(whole.part(0, size / 2));
        }
    }

    private void add(ChangeBatch part) {
        if (!part.isEmpty()) {
            parts.addFirst(part);
        }
    }
}
