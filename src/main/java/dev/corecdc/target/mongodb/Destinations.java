package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import dev.corecdc.event.Columns;
import dev.corecdc.target.mongodb.Operation.Renaming;
import dev.corecdc.target.mongodb.Operation.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
            // Statements have names as somebody wrote them, also where upper and lower case are the same to the server.
            owners.computeIfPresent(
                    place(table), (any, owner) -> !known.containsKey(owner) && owner.isLike(table) ? table : owner);
            collection = of(table);
            known.put(table, collection);
        }
        return collection;
    }

    /**
     * The collection of a table, which is taken for it.
     *
     * @throws UnfitChangeException when there is no such collection, or it is that of another table
     */
    MongoNamespace of(Table table) throws UnfitChangeException {
        MongoNamespace collection = place(table);
        requireFree(collection, table, owners.putIfAbsent(collection, table));
        return collection;
    }

    /**
     * The same, where what is done to the table is done to all documents.
     *
     * @throws UnfitChangeException also when documents of other tables may be there
     */
    MongoNamespace whole(Table table) throws UnfitChangeException {
        requireUnmerged();
        return of(table);
    }

    private void requireUnmerged() throws UnfitChangeException {
        if (mergeTables) {
            throw new UnfitChangeException(
                    "with 'merge-tables' rows of other tables may be there too; do by hand what it does to those of this one");
        }
    }

    private void requireFree(MongoNamespace collection, Table table, @Nullable Table owner)
            throws UnfitChangeException {
        if (owner != null && !owner.equals(table) && !mergeTables) {
            throw new UnfitChangeException(
                    "it would go to %s, where the rows of %s are; set 'merge-tables: true' if that is meant"
                            .formatted(collection, owner));
        }
    }

    private MongoNamespace place(Table table) throws UnfitChangeException {
        MongoNamespace collection = names.of(table.schema(), table.name());
        if (collection.equals(positions)) {
            throw new UnfitChangeException("it would go to %s, where the positions are".formatted(collection));
        }
        return collection;
    }

    /**
     * What becomes of the collections of tables that get other names, one after the other. Nothing is taken.
     *
     * @throws UnfitChangeException when one of them is that of another table then, or documents of other tables may be there
     */
    List<RenameSteps.Step> steps(List<Renaming> renamings) throws UnfitChangeException {
        requireUnmerged();
        Map<MongoNamespace, Table> then = new HashMap<>(owners);
        List<RenameSteps.Step> steps = new ArrayList<>();
        for (Renaming renaming : renamings) {
            MongoNamespace from = place(renaming.from());
            MongoNamespace to = place(renaming.to());
            requireFree(from, renaming.from(), then.remove(from));
            requireFree(to, renaming.to(), then.put(to, renaming.to()));
            steps.add(new RenameSteps.Step(from, to));
        }
        return steps;
    }

    /** Tables have got other names, one after the other. */
    void renamed(List<Renaming> renamings) throws UnfitChangeException {
        for (Renaming renaming : renamings) {
            dropped(renaming.from());
            of(renaming.to());
        }
    }

    /** A table is gone, so that its collection can be that of another. */
    void dropped(Table table) {
        known.remove(table);
        owners.values().remove(table);
    }

    /** A database is gone. */
    void dropped(String schema) {
        known.keySet().removeIf(table -> table.schema().equals(schema));
        owners.values().removeIf(table -> table.schema().equals(schema));
    }

    /**
     * The database that holds the tables of one of the source, and nothing else.
     *
     * @throws UnfitChangeException when there is none, or documents of others may be there
     */
    String wholeDatabase(String schema) throws UnfitChangeException {
        requireUnmerged();
        String database = names.wholeDatabase(schema);
        for (Map.Entry<MongoNamespace, Table> taken : owners.entrySet()) {
            if (taken.getKey().getDatabaseName().equals(database)
                    && !taken.getValue().schema().equals(schema)) {
                throw new UnfitChangeException(
                        "the rows of %s are in the database '%s' too".formatted(taken.getValue(), database));
            }
        }
        if (positions != null && positions.getDatabaseName().equals(database)) {
            throw new UnfitChangeException("the positions are in the database '%s' too".formatted(database));
        }
        return database;
    }

    /** A column as a field. */
    String field(String column) {
        return names.field(column);
    }
}
