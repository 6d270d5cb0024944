package dev.corecdc.target;

import dev.corecdc.event.EventType;
import java.util.List;
import java.util.Set;

/**
 * A target that says itself which changes it takes. It is not given the others: they are counted as filtered. What it is configured to leave out
 * is left out besides.
 */
public interface SelectiveTarget extends Target {

    /**
     * Patterns of the tables whose changes it takes, {@code database.table} with {@code *} and {@code ?}, by their names in the source; empty =
     * all.
     */
    List<String> tables();

    /** What it takes of them: {@link EventType#QUERY} stands for DDL statements, which it gets only as a {@link DdlRecordTarget}. */
    Set<EventType> events();

    /** The names of the processors whose changes it takes; empty = all. No other processor has it for a target. */
    Set<String> processors();
}
