package dev.corecdc.target.jdbc;

import java.util.ArrayList;
import java.util.List;

/** Columns that get other names at once, told one after the other. */
final class ColumnRenames {

    /** A column of the copy and its new name. */
    record Renamed(String from, String to) {}

    private final Translation translation;
    private final TableName table;

    ColumnRenames(Translation translation, TableName table) {
        this.translation = translation;
        this.table = table;
    }

    /** Each after those that give up the name that it gets; those of a circle by names in between. */
    void add(List<Renamed> renames) {
        List<Renamed> left = new ArrayList<>(renames);
        left.removeIf(renamed -> renamed.from().equals(renamed.to()));
        while (!left.isEmpty()) {
            Renamed next = left.stream()
                    .filter(renamed ->
                            left.stream().noneMatch(other -> other.from().equals(renamed.to())))
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                Renamed first = left.remove(0);
                String between = "core_cdc_" + first.to();
                rename(first.from(), translation.shortened(between));
                left.add(new Renamed(translation.shortened(between), first.to()));
            } else {
                left.remove(next);
                rename(next.from(), next.to());
            }
        }
    }

    private void rename(String from, String to) {
        translation.add(translation.ddl().renameColumn(table, from, to));
    }
}
