package dev.corecdc.processor.mysql;

import dev.corecdc.processor.mysql.TableSchemas.Known;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a stretch of the log tells of tables by itself: by table maps that name their columns, and by DDL that is followed from there. Takes
 * events in the order of the log, plain ones. Used by one thread.
 */
final class ToldSchemas {

    private final SchemaFollower follower;
    private final WantedTables wanted;
    private final TableMapCache tableMaps;
    private TableSchemas schemas;

    /** Whether the statement of the group has an effect. */
    private boolean effective = true;

    /** Whether the last event may stand in a group that has no end, as far as only it says that. */
    private boolean open;

    /** Whether the first table map of a wanted table names its columns; null before there is one. */
    private @Nullable Boolean beginsNamed;

    /** @param databases the character sets of databases at the end of the stretch */
    ToldSchemas(SchemaFollower follower, WantedTables wanted, Flavor flavor, Map<String, String> databases) {
        this.follower = follower;
        this.wanted = wanted;
        this.tableMaps = new TableMapCache(flavor, 1024);
        this.schemas = new TableSchemas(true, Map.of(), databases);
    }

    /** The tables behind the last event, as far as they were told. */
    TableSchemas schemas() {
        return schemas;
    }

    boolean knows(TableName table) {
        return schemas.get(table) instanceof Known;
    }

    /** Whether the stretch begins where the log names no columns, so that what is before it tells little. */
    boolean beginsUnnamed() {
        return Boolean.FALSE.equals(beginsNamed);
    }

    /** @param group where the group begins that the event stands in */
    void take(LogEvent event, LogPlace group) throws IOException {
        switch (event.type()) {
            case EventTypes.GTID, EventTypes.GTID_TAGGED, EventTypes.ANONYMOUS_GTID, EventTypes.MARIADB_GTID ->
                effective = GroupHead.read(event).effective();
            case EventTypes.TABLE_MAP -> describe(event, group);
            case EventTypes.QUERY -> follow(event, group);
            case EventTypes.FORMAT_DESCRIPTION -> requireEnd();
            default -> {
                // says nothing of tables
            }
        }
        open = event.type() != EventTypes.STOP && event.type() != EventTypes.ROTATE;
    }

    private void describe(LogEvent event, LogPlace group) {
        TableName name = TableMap.tableName(event.body());
        if (!wanted.accepts(name)) {
            return;
        }
        TableDescription table;
        try {
            table = tableMaps.get(event.body());
        } catch (UndecodableEventException e) {
            forget(follower.key(name)::equals); // nobody can read its rows
            return;
        }
        if (beginsNamed == null) {
            beginsNamed = table.isWhole();
        }
        if (table.isWhole()) {
            schemas = schemas.told(follower.key(name), table.shape(), group);
        }
    }

    private void follow(LogEvent event, LogPlace group) {
        QueryEvent query = QueryEvent.parse(event.body());
        Statement statement = Statement.parse(query);
        if (!effective) {
            return;
        }
        Reach reach = Reach.of(query, statement);
        String changed = reach.defaults();
        if (reach.everything()) { // as a CREATE TABLE … SELECT does that was logged as a statement
            forget(table -> true);
        } else if (changed != null) { // what went before was followed as if it had been so already
            String database = follower.fold(changed);
            forget(table -> table.database().equals(database));
        }
        schemas = follower.follow(schemas, LoggedStatement.of(event, query, statement, group));
    }

    private void forget(Predicate<TableName> condition) {
        TableSchemas.Changes changes = schemas.change();
        changes.removeIf(condition);
        schemas = changes.done();
    }

    /** A server that died while it wrote leaves a group without an end, in which nothing has happened. */
    private void requireEnd() {
        if (open) {
            forget(table -> true);
        }
    }
}
