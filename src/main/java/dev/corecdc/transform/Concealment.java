package dev.corecdc.transform;

import dev.corecdc.event.Columns;
import java.util.List;

/** Leaves columns out, and hides others: of each column the first rule that names it counts. */
final class Concealment implements ColumnPolicy {

    private final List<Rule> rules;

    Concealment(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    @Override
    public Fate fate(Columns table, String path) {
        String name = Refusals.name(table) + "." + path;
        for (Rule rule : rules) {
            if (rule.pattern().matches(name)) {
                return rule.fate();
            }
        }
        return Fate.KEPT;
    }

    @Override
    public boolean concerns(Columns collection) {
        return concerns(Refusals.name(collection));
    }

    /** Whether any column of {@code database.table} can be meant. */
    boolean concerns(String table) {
        return rules.stream().anyMatch(rule -> rule.pattern().canMatchBelow(table + "."));
    }

    /** What becomes of the columns that a pattern names. */
    record Rule(ColumnPattern pattern, Fate fate) {}
}
