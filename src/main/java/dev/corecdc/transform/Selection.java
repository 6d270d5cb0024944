package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.List;

/** Leaves only the columns that a pattern names, and keys. */
final class Selection implements ColumnPolicy {

    private static final String ID = "_id";

    private final List<ColumnPattern> wanted;

    Selection(List<ColumnPattern> wanted) {
        this.wanted = List.copyOf(wanted);
    }

    @Override
    public Fate fate(Columns table, String path) {
        String name = Refusals.name(table) + "." + path;
        if (wanted.stream().anyMatch(pattern -> pattern.matches(name)) || (table.isOfCollection() && path.equals(ID))) {
            return Fate.KEPT_WHOLE;
        }
        return wanted.stream().anyMatch(pattern -> pattern.canMatchBelow(name + ".")) ? Fate.OPENED : Fate.DROPPED;
    }

    @Override
    public boolean concerns(Columns collection) {
        return true;
    }

    @Override
    public boolean sparesKeys() {
        return true;
    }
}
