package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What becomes of the fields of a collection's documents, decided once for each path. Safe for use by several threads. */
final class FieldFates {

    /** More paths than the fields of documents that have the same ones; keys that are data give ever new ones. */
    private static final int MANY = 10_000;

    private final Columns collection;
    private final ColumnPolicy policy;
    private final Map<String, Fate> known = new ConcurrentHashMap<>();

    FieldFates(Columns collection, ColumnPolicy policy) {
        this.collection = collection;
        this.policy = policy;
    }

    Fate of(String path) {
        Fate fate = known.get(path);
        if (fate == null) {
            fate = policy.fate(collection, path);
            if (known.size() < MANY) {
                known.put(path, fate);
            }
        }
        return fate;
    }

    /**
     * What becomes of a field that a change event names by its path, with the places in arrays ({@code address.street},
     * {@code tags.0.name}): the fate of the outermost field in the path that is not just kept, and the path with the names from then on.
     */
    Named ofPath(String path) {
        StringBuilder named = new StringBuilder();
        Fate fate = Fate.KEPT;
        int from = 0;
        for (int end = path.indexOf('.'); from <= path.length(); end = path.indexOf('.', from)) {
            int to = end < 0 ? path.length() : end;
            String part = path.substring(from, to);
            if (fate.kind() == Fate.Kind.KEPT || fate.kind() == Fate.Kind.OPENED) {
                Fate own = of(path.substring(0, to));
                if (own.kind() == Fate.Kind.RENAMED) {
                    part = isPlace(part) ? part : own.nameFor(part);
                } else {
                    fate = own;
                }
            }
            named.append(from == 0 ? "" : ".").append(part);
            from = to + 1;
        }
        return new Named(fate, named.toString());
    }

    private static boolean isPlace(String part) {
        return !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A fate, and a path. */
    record Named(Fate fate, String path) {}
}
