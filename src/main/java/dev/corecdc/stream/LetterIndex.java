package dev.corecdc.stream;

import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Position;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What is held in memory of the letters of a lane: what they work on, to keep the order, and which changes they hold, to know those again. Used by
 * one thread at a time.
 */
final class LetterIndex {

    private final TreeMap<Long, Head> heads = new TreeMap<>();
    private final Map<String, Long> known = new TreeMap<>();
    private final OccupiedScopes occupied = new OccupiedScopes();
    private final LettersAhead ahead = new LettersAhead();

    /**
     * What is held of one letter.
     *
     * @param waiting whether it waits behind another, and was not rejected
     * @param identity what its change is known again by; null when it has no name
     */
    record Head(
            long number,
            boolean waiting,
            ChangeScope scope,
            @Nullable String identity) {

        static Head of(DeadLetter letter) {
            ChangeEvent change = letter.change();
            return new Head(letter.number(), letter.waiting(), ChangeScope.of(change), ChangeIdentity.of(change));
        }
    }

    /** The log is read from here on, and may hold the changes of letters that are added then. */
    void begin(@Nullable Position reached) {
        ahead.begin(reached);
    }

    /** Forgets all letters. */
    void clear() {
        heads.clear();
        known.clear();
        occupied.clear();
    }

    boolean isEmpty() {
        return heads.isEmpty();
    }

    int size() {
        return heads.size();
    }

    boolean contains(long number) {
        return heads.containsKey(number);
    }

    /** In the order in which they were set aside. */
    List<Head> all() {
        return List.copyOf(heads.values());
    }

    /** Adds a letter whose change has come. */
    void add(Head head) {
        add(head, null);
    }

    /** @param place where the log had been read to, if its change may still come; null = it has come */
    void add(Head head, @Nullable Position place) {
        remove(head.number());
        heads.put(head.number(), head);
        if (head.identity() != null) {
            known.put(head.identity(), head.number());
        }
        if (place == null || !ahead.add(head.number(), place)) {
            occupied.add(head.scope());
        }
    }

    /** The scope and the identity are what they were; whether its change is still to come does not change by it. */
    void replace(Head head) {
        heads.put(head.number(), head);
    }

    void remove(long number) {
        Head head = heads.remove(number);
        if (head != null) {
            if (!ahead.remove(number)) {
                occupied.remove(head.scope());
            }
            if (head.identity() != null) {
                known.remove(head.identity(), number);
            }
        }
    }

    /** Notes the end of the batch that is in hand; whether there are letters whose changes have come by that. */
    boolean advance(Position end) {
        List<Long> come = ahead.advance(end, this::isUnnamed);
        come.forEach(this::occupy);
        return !come.isEmpty();
    }

    private boolean isUnnamed(long number) {
        Head head = heads.get(number);
        return head == null || head.identity() == null;
    }

    /** Notes that the change of a letter has come. */
    void came(long number) {
        ahead.remove(number);
        occupy(number);
    }

    private void occupy(long number) {
        Head head = heads.get(number);
        if (head != null) {
            occupied.add(head.scope());
        }
    }

    /** Whether the change of a letter is still to come. */
    boolean isToCome(long number) {
        return ahead.contains(number);
    }

    /** Whether a change may be delivered: it is not in a letter, nor does it work on what one works on. */
    boolean isFree(ChangeEvent change, DeadLetterOrder order) {
        boolean touches = occupied.touches(ChangeScope.of(change));
        if (!touches && ahead.isEmpty()) {
            return true;
        }
        return numberOf(change) == null && (!touches || order == DeadLetterOrder.NONE);
    }

    /** The letter that holds a change; null when there is none. */
    @Nullable
    Long numberOf(ChangeEvent change) {
        String identity = ChangeIdentity.of(change);
        return identity == null ? null : known.get(identity);
    }

    /** Whether a letter of that scope and number would go before one of those that have come before it, this time. */
    boolean overtakes(ChangeScope scope, long number) {
        OccupiedScopes later = new OccupiedScopes();
        heads.tailMap(number, false).values().stream()
                .filter(head -> !isToCome(head.number()))
                .forEach(head -> later.add(head.scope()));
        return later.touches(scope);
    }

    /**
     * The first that waits, or is {@code asked} for, and does not overtake another; null when there is none. One whose change is still to come is
     * due when that has come.
     */
    @Nullable
    Long due(LongPredicate asked) {
        OccupiedScopes before = new OccupiedScopes();
        for (Head head : heads.values()) {
            if (isToCome(head.number())) {
                continue;
            }
            if ((head.waiting() || asked.test(head.number())) && !before.touches(head.scope())) {
                return head.number();
            }
            before.add(head.scope());
        }
        return null;
    }

    /** Whether another letter has to go before one. Those whose changes are still to come go behind all others. */
    boolean isBehindAnother(long number) {
        Head head = heads.get(number);
        if (head == null) {
            return false;
        }
        boolean toCome = isToCome(number);
        OccupiedScopes before = new OccupiedScopes();
        for (Head other : heads.values()) {
            if (isToCome(other.number()) == toCome ? other.number() < number : toCome) {
                before.add(other.scope());
            }
        }
        return before.touches(head.scope());
    }
}
