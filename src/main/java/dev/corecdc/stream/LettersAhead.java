package dev.corecdc.stream;

import dev.corecdc.event.Position;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The letters whose changes a lane is still to read again, because its checkpoint was not yet behind them when it was stopped. Changes that precede
 * them in the log are repeats too, which must not wait behind them: they would come out of order. Used by one thread at a time.
 */
final class LettersAhead {

    private final Map<Long, Position> places = new TreeMap<>();
    private @Nullable Position passed;
    private @Nullable Position current;

    /** Begins anew, where the lane has everything up to {@code reached}. */
    void begin(@Nullable Position reached) {
        places.clear();
        passed = reached;
        current = null;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Notes a letter that was set aside when the log had been read up to {@code place}; whether its change is still to come. */
    boolean add(long number, Position place) {
        if (passed == null || isBehind(place, passed)) {
            return false;
        }
        places.put(number, place);
        return true;
    }

    /**
     * Whether a place is not ahead of one that the log has been read to. One that is ahead covers it; one that cannot be compared is of a log
     * that is not read any more, or not from there on.
     */
    private static boolean isBehind(Position place, Position read) {
        return read.covers(place) || !place.covers(read);
    }

    /** Whether the change of a letter is still to come. */
    boolean contains(long number) {
        return places.containsKey(number);
    }

    /** Forgets a letter, as its change has come or is not to be looked for; whether that was still to come. */
    boolean remove(long number) {
        return places.remove(number) != null;
    }

    /**
     * Notes the end of the batch that is in hand.
     *
     * @param unnamed whether the change of a letter cannot be known again; then it has come with the batch that holds its place
     * @return the letters whose changes have come
     */
    List<Long> advance(Position end, LongPredicate unnamed) {
        if (places.isEmpty()) {
            return List.of();
        }
        if (current != null && !current.equals(end)) {
            passed = current;
        }
        current = end;
        List<Long> come = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Position>> all = places.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Long, Position> letter = all.next();
            Position behind = unnamed.test(letter.getKey()) ? end : passed;
            if (behind != null && isBehind(letter.getValue(), behind)) {
                come.add(letter.getKey());
                all.remove();
            }
        }
        return come;
    }
}
