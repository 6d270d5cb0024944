package dev.corecdc.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DDL statement.
 *
 * @param kind what it does; {@link DdlKind#OTHER} also where it could not be read as a whole
 * @param schema the database it works on: the one it names, else the session's default; null when there is neither
 * @param tables the tables that it names, without their database; empty when it names none or none is known
 * @param executable whether everything that it works on is known and wanted; where not, it must not be executed elsewhere
 * @param statement the text as it stands in the log
 * @param session who sent it
 */
public record DdlEvent(
        DdlKind kind,
        @Nullable String schema,
        List<String> tables,
        boolean executable,
        String statement,
        Origin origin,
        long sequence,
        DdlSession session)
        implements ChangeEvent {

    public DdlEvent {
        tables = List.copyOf(tables);
    }

    /** A statement of a session of which nothing is known. */
    public DdlEvent(
            DdlKind kind,
            @Nullable String schema,
            List<String> tables,
            boolean executable,
            String statement,
            Origin origin,
            long sequence) {
        this(kind, schema, tables, executable, statement, origin, sequence, DdlSession.UNKNOWN);
    }

    @Override
    public EventType type() {
        return EventType.QUERY;
    }
}
