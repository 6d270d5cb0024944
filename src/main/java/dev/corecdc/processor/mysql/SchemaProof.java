package dev.corecdc.processor.mysql;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tables were like at the end of a stretch of the log, and which statements in it may have changed them: what no statement
 * touches from some place on was like that there already.
 *
 * @param from where the stretch begins
 * @param to where it ends, at which or before which the tables were looked at
 */
record SchemaProof(LogPlace from, LogPlace to, Catalog catalog, Touches touches) {

    /**
     * A statement that may have changed tables.
     *
     * @param statement for people, without what may be secret
     */
    record Touch(LogPlace place, String statement) {}

    /** The last statements of a stretch that may have changed each table. */
    static final class Touches {

        private final Map<TableName, Touch> tables = new HashMap<>();
        private final Map<String, Touch> databases = new HashMap<>();
        /** Of what new tables of a database are like. */
        private final Map<String, Touch> defaults = new HashMap<>();

        private @Nullable Touch everything;

        /**
         * @param wanted the tables that are asked for
         * @param names as tables are known by
         */
        void add(Reach reach, Touch touch, WantedTables wanted, SchemaFollower names) {
            reach.tables().stream().filter(wanted::accepts).forEach(table -> tables.put(names.key(table), touch));
            String database = reach.database();
            if (database != null) {
                databases.put(names.fold(database), touch);
            }
            String changed = reach.defaults();
            if (changed != null) {
                defaults.put(names.fold(changed), touch);
            }
            if (reach.everything()) {
                everything = touch;
            }
        }

        /** A statement behind a place that may have changed the table; null when there is none. */
        @Nullable
        Touch behind(LogPlace place, TableName table) {
            Touch ofTable = tables.get(table);
            return ofTable != null && !place.isAtOrBehind(ofTable.place())
                    ? ofTable
                    : behind(place, databases.get(table.database()));
        }

        /** Whether a statement behind a place may have changed what new tables of a database are like. */
        boolean changeDefaults(LogPlace place, String database) {
            return behind(place, defaults.get(database)) != null;
        }

        private @Nullable Touch behind(LogPlace place, @Nullable Touch touch) {
            if (touch != null && !place.isAtOrBehind(touch.place())) {
                return touch;
            }
            Touch ofAll = everything;
            return ofAll != null && !place.isAtOrBehind(ofAll.place()) ? ofAll : null;
        }
    }

    /** All that is certain at a place of the stretch. */
    TableSchemas at(LogPlace place) {
        TableSchemas.Changes changes = TableSchemas.NONE.change();
        changes.follow();
        addTo(changes, place);
        return changes.done();
    }

    /** Whether a place lies in the stretch. */
    boolean spans(LogPlace place) {
        return place.isAtOrBehind(from) && to.isAtOrBehind(place);
    }

    /** What a table was like at a place of the stretch; null when that is not certain. */
    @Nullable
    TableShape shapeAt(LogPlace place, TableName table) {
        return touches.behind(place, table) == null ? catalog.tables().get(table) : null;
    }

    /** Adds what is certain at a place of the stretch of what was not known. */
    void addTo(TableSchemas.Changes changes, LogPlace place) {
        for (Map.Entry<TableName, TableShape> table : catalog.tables().entrySet()) {
            if (touches.behind(place, table.getKey()) == null) {
                changes.putIfAbsent(table.getKey(), new TableSchemas.Known(table.getValue(), place));
            }
        }
        for (Map.Entry<String, String> database : catalog.databases().entrySet()) {
            if (!touches.changeDefaults(place, database.getKey())) {
                changes.databaseIfAbsent(database.getKey(), database.getValue());
            }
        }
    }

    /** Why {@link #shapeAt} does not know a table. */
    String whyUnknown(LogPlace place, TableName table) {
        Touch touch = touches.behind(place, table);
        if (touch != null) {
            return "it may have been another before the statement at %s: %s"
                    .formatted(touch.place(), touch.statement());
        }
        String refused = catalog.refused().get(table);
        return refused == null
                ? "it is not there any more, or the user may not see it, who needs SELECT on it for that"
                : "what information_schema says of it is not understood: " + refused;
    }
}
