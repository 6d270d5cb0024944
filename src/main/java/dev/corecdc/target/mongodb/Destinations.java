package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import dev.corecdc.event.Columns;
import dev.corecdc.target.mongodb.Operation.Table;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which collection the rows of a table go to. Safe for use by several threads. */
final class Destinations {

    private final Names names;
    private final boolean mergeTables;
    private final @Nullable MongoNamespace positions;

    /** Where the rows of each table go, and of which one those in each collection are. */
    private final Map<Table, MongoNamespace> known = new ConcurrentHashMap<>();

    private final Map<MongoNamespace, Table> owners = new ConcurrentHashMap<>();

    /** @param positions a collection that no table goes to, or null */
    Destinations(Names names, boolean mergeTables, @Nullable MongoNamespace positions) {
        this.names = names;
        this.mergeTables = mergeTables;
        this.positions = positions;
    }

    /** @throws UnfitChangeException when there is no such collection, or it is that of another table */
    MongoNamespace of(Columns columns) throws UnfitChangeException {
        Table table = new Table(columns.schema(), columns.table());
        MongoNamespace collection = known.get(table);
        if (collection == null) {
            collection = of(table);
            Table owner = owners.putIfAbsent(collection, table);
            if (owner != null && !owner.equals(table) && !mergeTables) {
                throw new UnfitChangeException(
                        "it would go to %s, where the rows of %s are; set 'merge-tables: true' if that is meant"
                                .formatted(collection, owner));
            }
            known.put(table, collection);
        }
        return collection;
    }

    /** @throws UnfitChangeException when there is no such collection */
    MongoNamespace of(Table table) throws UnfitChangeException {
        MongoNamespace collection = names.of(table.schema(), table.name());
        if (collection.equals(positions)) {
            throw new UnfitChangeException("it would go to %s, where the positions are".formatted(collection));
        }
        return collection;
    }

    /**
     * The database that holds the tables of one of the source, and nothing else.
     *
     * @throws UnfitChangeException when there is none
     */
    String wholeDatabase(String schema) throws UnfitChangeException {
        String database = names.wholeDatabase(schema);
        if (positions != null && positions.getDatabaseName().equals(database)) {
            throw new UnfitChangeException("the positions are in the database '%s' too".formatted(database));
        }
        return database;
    }

    /** A column as a field. */
    String field(String column) {
        return names.field(column);
    }

    /** Forgets what went where, because tables have got other names. */
    void forget() {
        known.clear();
        owners.clear();
    }
}
