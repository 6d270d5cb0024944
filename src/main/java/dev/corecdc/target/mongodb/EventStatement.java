package dev.corecdc.target.mongodb;

import dev.corecdc.target.mongodb.Operation.Renaming;
import dev.corecdc.target.mongodb.Operation.Table;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;

/** Reads change events that are not about one document (MongoDB manual, "Change Events"). */
final class EventStatement {

    /** Of the options of a collection those that decide which documents are the same. */
    private static final String COLLATION = "collation";

    /** What concerns indexes, validation and shards is left to whoever looks after the copy. */
    private static final Set<String> OF_NO_CONCERN = Set.of(
            "createIndexes",
            "dropIndexes",
            "modify",
            "shardCollection",
            "refineCollectionShardKey",
            "reshardCollection");

    private EventStatement() {}

    /** Whether a statement is an event, and not SQL. */
    static boolean isEvent(String statement) {
        return statement.startsWith("{");
    }

    /** @throws UnfitChangeException when it is not known what it does */
    static List<Operation> of(String statement) throws UnfitChangeException {
        BsonDocument event = BsonDocument.parse(statement);
        String type = event.getString("operationType").getValue();
        if (OF_NO_CONCERN.contains(type)) {
            return List.of();
        }
        BsonDocument namespace = event.getDocument("ns", new BsonDocument());
        BsonDocument description = event.getDocument("operationDescription", new BsonDocument());
        return switch (type) {
            case "create" -> created(table(namespace), description);
            case "drop" -> List.of(new Operation.Drop(List.of(table(namespace))));
            case "dropDatabase" ->
                List.of(new Operation.DropDatabase(namespace.getString("db").getValue()));
            case "rename" ->
                List.of(new Operation.Rename(
                        List.of(new Renaming(table(namespace), table(event.getDocument("to")))),
                        description.containsKey("dropTarget")));
            default -> throw new UnfitChangeException("what '%s' does is not known".formatted(type));
        };
    }

    private static List<Operation> created(Table table, BsonDocument description) throws UnfitChangeException {
        if (description.containsKey("viewOn")) {
            return List.of();
        } else if (description.containsKey("timeseries")) {
            throw new UnfitChangeException("a time series collection is not made");
        }
        BsonDocument options = new BsonDocument();
        if (description.containsKey(COLLATION)) {
            options.append(COLLATION, description.get(COLLATION));
        }
        return List.of(new Operation.Create(table, options));
    }

    private static Table table(BsonDocument namespace) {
        return new Table(
                namespace.getString("db").getValue(),
                namespace.getString("coll").getValue());
    }
}
