package dev.corecdc.target.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonString;

/** Takes fields away from all documents of a collection, and gives others new names. */
final class FieldChanges {

    private final Destinations destinations;
    private final MongoCollection<BsonDocument> collection;

    FieldChanges(Destinations destinations, MongoCollection<BsonDocument> collection) {
        this.destinations = destinations;
        this.collection = collection;
    }

    /** @throws UnfitChangeException when it cannot be done, or it cannot be told whether it was done before */
    void execute(Operation.Fields fields, boolean repeated) throws UnfitChangeException {
        BsonDocument dropped = new BsonDocument();
        fields.dropped().forEach(column -> dropped.append(destinations.field(column), new BsonString("")));
        BsonDocument renamed = new BsonDocument();
        fields.renamed().forEach((from, to) -> {
            if (!destinations.field(from).equals(destinations.field(to))) {
                renamed.append(destinations.field(from), new BsonString(destinations.field(to)));
            }
        });
        requirePossible(dropped.keySet(), renamed, repeated);
        if (!dropped.isEmpty()) {
            collection.updateMany(new BsonDocument(), new BsonDocument("$unset", dropped));
        }
        if (!renamed.isEmpty()) {
            collection.updateMany(new BsonDocument(), new BsonDocument("$rename", renamed));
        }
    }

    private void requirePossible(Set<String> dropped, BsonDocument renamed, boolean repeated)
            throws UnfitChangeException {
        requireOutsideOfKey(dropped);
        requireOutsideOfKey(renamed.keySet());
        Set<String> made = renamed.values().stream()
                .map(name -> name.asString().getValue())
                .collect(Collectors.toSet());
        if (made.stream().anyMatch(renamed::containsKey)) {
            throw new UnfitChangeException("a column gets the name of another that is renamed too");
        } else if (repeated && made.stream().anyMatch(dropped::contains)) {
            throw new UnfitChangeException(
                    "it may have been executed before, and a second time it would drop the column that was renamed");
        } else if (renamed.containsKey(Write.ID) || made.contains(Write.ID) || dropped.contains(Write.ID)) {
            throw new UnfitChangeException("the _id of a document cannot be renamed or dropped");
        }
    }

    /** In a document of several columns their names are a part of the {@code _id}. */
    private void requireOutsideOfKey(Collection<String> fields) throws UnfitChangeException {
        for (String field : fields) {
            if (collection.find(Filters.exists(Write.ID + "." + field)).first() != null) {
                throw new UnfitChangeException(
                        "the column '%s' is a part of the key, so that all documents of %s would get another _id"
                                .formatted(field, collection.getNamespace()));
            }
        }
    }
}
