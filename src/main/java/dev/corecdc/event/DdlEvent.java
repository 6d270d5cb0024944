package dev.corecdc.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DDL statement.
 *
 * @param schema the database it works on: the one it names, else the session's default; null when there is neither
 * @param tables the tables that it names, without their database; empty when it names none or cannot be read
 * @param statement the text as it stands in the log
 */
public record DdlEvent(@Nullable String schema, List<String> tables, String statement, Origin origin, long sequence)
        implements ChangeEvent {

    public DdlEvent {
        tables = List.copyOf(tables);
    }

    @Override
    public EventType type() {
        return EventType.QUERY;
    }
}
