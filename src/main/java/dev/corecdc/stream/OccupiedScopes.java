package dev.corecdc.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the changes work on that were set aside. Used by one thread at a time. */
final class OccupiedScopes {

    /** How many of them work on exactly that place. */
    private final Map<List<String>, Integer> places = new HashMap<>();

    /** How many of them work on that place or a part of it. */
    private final Map<List<String>, Integer> parts = new HashMap<>();

    void add(ChangeScope scope) {
        count(scope, 1);
    }

    void remove(ChangeScope scope) {
        count(scope, -1);
    }

    void clear() {
        places.clear();
        parts.clear();
    }

    private void count(ChangeScope scope, int change) {
        for (List<String> place : scope.places()) {
            count(places, place, change);
            for (int depth = 0; depth <= place.size(); depth++) {
                count(parts, place.subList(0, depth), change);
            }
        }
    }

    private static void count(Map<List<String>, Integer> counts, List<String> place, int change) {
        counts.merge(List.copyOf(place), change, (old, more) -> old + more == 0 ? null : old + more);
    }

    /** Whether a change would overtake one of them. */
    boolean touches(ChangeScope scope) {
        return scope.places().stream().anyMatch(this::touches);
    }

    private boolean touches(List<String> place) {
        if (parts.containsKey(place)) {
            return true;
        }
        for (int depth = 0; depth < place.size(); depth++) {
            if (places.containsKey(place.subList(0, depth))) {
                return true;
            }
        }
        return false;
    }
}
