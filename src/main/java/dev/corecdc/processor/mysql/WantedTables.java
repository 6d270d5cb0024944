package dev.corecdc.processor.mysql;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.TableFilter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which events of the log are wanted. Remembers what it was asked. Used by one thread. */
final class WantedTables {

    private static final Set<String> SYSTEM = Set.of("mysql", "sys", "information_schema", "performance_schema");

    /** How many answers are remembered, so that no server can make it grow for ever. */
    private static final int REMEMBERED = 100_000;

    private final TableFilter tables;
    private final Set<EventType> kinds;
    private final boolean ignoreCase;
    private final Map<TableName, Boolean> answers = new HashMap<>();

    WantedTables(TableFilter tables, Set<EventType> kinds) {
        this(tables, kinds, false);
    }

    /** @param ignoreCase whether the server takes names that differ in upper and lower case for one ({@code lower_case_table_names}) */
    WantedTables(TableFilter tables, Set<EventType> kinds, boolean ignoreCase) {
        this.tables = ignoreCase ? tables.ignoringCase() : tables;
        this.ignoreCase = ignoreCase;
        this.kinds = Set.copyOf(kinds);
    }

    /** Whether any change of the table is wanted. */
    boolean accepts(TableName table) {
        if (answers.size() >= REMEMBERED) {
            answers.clear();
        }
        return answers.computeIfAbsent(
                table, name -> !isSystem(name.database()) && tables.accepts(name.database(), name.table()));
    }

    boolean accepts(EventType kind) {
        return kinds.contains(kind);
    }

    /**
     * Whether a DDL statement is wanted: when it names a wanted table, or none and its database may have one.
     *
     * @param defaultDatabase the session's, empty when it had none
     */
    boolean accepts(Statement statement, String defaultDatabase) {
        if (statement.kind() != Statement.Kind.DDL) {
            return false;
        }
        if (!statement.tables().isEmpty()) {
            return statement.tables().stream().anyMatch(this::accepts);
        }
        String named = statement.database();
        String database = named == null ? defaultDatabase : named;
        return database.isEmpty() || (!isSystem(database) && tables.acceptsDatabase(database));
    }

    /**
     * Whether nothing of what a wanted DDL statement works on is unwanted: when it names only wanted tables, or none and its
     * database is wanted as a whole.
     *
     * @param defaultDatabase the session's, empty when it had none
     */
    boolean acceptsAllOf(Statement statement, String defaultDatabase) {
        if (!statement.tables().isEmpty()) {
            return statement.tables().stream().allMatch(this::accepts);
        }
        String named = statement.database();
        String database = named == null ? defaultDatabase : named;
        return !database.isEmpty() && !isSystem(database) && tables.acceptsWholeDatabase(database);
    }

    /** Whether a database may have wanted tables. */
    boolean acceptsDatabase(String database) {
        return !isSystem(database) && tables.acceptsDatabase(database);
    }

    /** Whether names that differ in upper and lower case are one. */
    boolean ignoresCase() {
        return ignoreCase;
    }

    private boolean isSystem(String database) {
        return SYSTEM.contains(ignoreCase ? database.toLowerCase(Locale.ROOT) : database);
    }
}
