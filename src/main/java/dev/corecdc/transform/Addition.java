package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.List;

/** Adds fields of a fixed text to every record. */
final class Addition implements ColumnPolicy {

    private final List<Added> added;

    Addition(List<Added> added) {
        this.added = List.copyOf(added);
    }

    @Override
    public Fate fate(Columns table, String path) {
        return Fate.KEPT_WHOLE;
    }

    @Override
    public boolean concerns(Columns collection) {
        return true;
    }

    @Override
    public List<Added> added() {
        return added;
    }
}
