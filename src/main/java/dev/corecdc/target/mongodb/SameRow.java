package dev.corecdc.target.mongodb;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import dev.corecdc.target.mongodb.Write.Model;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * One document that is the same as a row without a key is changed or deleted.
 *
 * @param row the columns that the log holds, as fields
 * @param operators what is changed, or null to delete
 */
record SameRow(BsonDocument row, @Nullable BsonDocument operators) implements Write.Action {

    /** Finds those that are the same in each field. */
    BsonDocument everywhere() {
        BsonDocument filter = new BsonDocument();
        row.forEach((field, value) -> filter.append(field, equal(value)));
        return filter;
    }

    /** Finds those that are the same in each field that they have: they were written before there were the other columns. */
    BsonDocument asFarAsThere() {
        BsonArray all = new BsonArray();
        row.forEach((field, value) -> all.add(new BsonDocument(
                "$or",
                new BsonArray(List.of(
                        new BsonDocument(field, equal(value)),
                        new BsonDocument(field, new BsonDocument("$exists", BsonBoolean.FALSE)))))));
        return new BsonDocument("$and", all);
    }

    /** What is done to the one that a filter finds. */
    Model on(BsonDocument filter) {
        return new Model(
                operators == null ? new DeleteOneModel<>(filter) : new UpdateOneModel<>(filter, operators), true);
    }

    private static BsonDocument equal(BsonValue value) {
        return new BsonDocument("$eq", value);
    }

    /** Finds documents that lack a field. */
    static Bson lackingOneOf(Set<String> fields) {
        return Filters.or(
                fields.stream().map(field -> Filters.exists(field, false)).toList());
    }
}
