package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is decided once for each version of a table. Rows of one table follow each other, so that nearly always a look at the last answer
 * does. Safe for use by several threads.
 */
final class PerTable<T> {

    /** So many that most of them are gone: readers describe a table anew when they connect again. */
    private static final int MANY = 1_000;

    private final Decision<T> decision;
    private final IdentityHashMap<Columns, T> made = new IdentityHashMap<>();
    private volatile @Nullable Made<T> last;

    PerTable(Decision<T> decision) {
        this.decision = decision;
    }

    @SuppressWarnings("ReferenceEquality") // a version of a table is the same object for all its rows
    T of(Columns columns) throws TransformException {
        Made<T> known = last;
        if (known == null || known.columns() != columns) {
            known = new Made<>(columns, find(columns));
            last = known;
        }
        return known.value();
    }

    private synchronized T find(Columns columns) throws TransformException {
        T known = made.get(columns);
        if (known == null) {
            if (made.size() >= MANY) {
                made.clear();
            }
            known = decision.of(columns);
            made.put(columns, known);
        }
        return known;
    }

    /** How it is decided. */
    @FunctionalInterface
    interface Decision<T> {

        T of(Columns columns) throws TransformException;
    }

    private record Made<T>(Columns columns, T value) {}
}
