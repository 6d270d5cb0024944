package dev.corecdc.config;

import dev.corecdc.processor.TableFilter;
import dev.corecdc.transform.TableChoice;
import java.util.List;

/** Chooses tables for a target by the same patterns as for a processor. */
record ChosenTables(TableFilter filter) implements TableChoice {

    ChosenTables(List<String> include, List<String> exclude) {
        this(new TableFilter(include, exclude));
    }

    @Override
    public boolean accepts(String database, String table) {
        return filter.accepts(database, table);
    }

    @Override
    public boolean acceptsDatabase(String database) {
        return filter.acceptsDatabase(database);
    }

    @Override
    public boolean acceptsWholeDatabase(String database) {
        return filter.acceptsWholeDatabase(database);
    }
}
