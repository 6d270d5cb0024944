package dev.corecdc.transform;

import dev.corecdc.event.Column;
import dev.corecdc.event.Columns;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells which columns of a table are hidden, once for each table that has some: what is not told is seen, perhaps because a pattern is
 * misspelt. Safe for use by several threads.
 */
final class HiddenColumnsLog {

    private static final Logger log = LoggerFactory.getLogger(HiddenColumnsLog.class);

    /** So many that no person reads of more. */
    private static final int MANY = 10_000;

    private final ColumnPolicy policy;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    HiddenColumnsLog(ColumnPolicy policy) {
        this.policy = policy;
    }

    void tell(Columns table) {
        String hidden = table.isOfCollection() ? ofCollection(table) : ofTable(table);
        if (!hidden.isEmpty() && told.size() < MANY && told.add(Refusals.name(table) + hidden)) {
            log.info("Of {}, hidden: {}", Refusals.name(table), hidden);
        }
    }

    private String ofCollection(Columns collection) {
        return policy.concerns(collection) ? "fields that patterns name" : "";
    }

    private String ofTable(Columns table) {
        List<String> hidden = table.columns().stream()
                .map(Column::name)
                .filter(name -> isHidden(policy.fate(table, name)))
                .toList();
        return String.join(", ", hidden);
    }

    private static boolean isHidden(Fate fate) {
        return fate.kind() == Fate.Kind.MASKED || fate.kind() == Fate.Kind.DROPPED;
    }
}
