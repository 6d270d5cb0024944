package dev.corecdc.target.mongodb;

import com.mongodb.MongoNamespace;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What has to be written of a change.
 *
 * @param index which one of the changes it is, from 0
 */
record Write(MongoNamespace collection, int index, Action action) {

    static final String ID = "_id";

    /** What is done to a document. */
    sealed interface Action permits Model, Move, SameRow {}

    /**
     * One that the server does by itself.
     *
     * @param expecting whether a document has to be there for it
     */
    record Model(WriteModel<BsonDocument> model, boolean expecting) implements Action {}

    /**
     * A document gets another {@code _id}, which the server cannot do.
     *
     * @param fields what is set in it
     */
    record Move(BsonValue from, BsonValue to, BsonDocument fields) implements Action {}

    /** Inserts a document, or puts it in the place of the one with its {@code _id}. */
    static Action put(BsonDocument document) {
        return new Model(
                new ReplaceOneModel<>(byId(idOf(document)), document, new ReplaceOptions().upsert(true)), false);
    }

    static Action delete(BsonValue id) {
        return new Model(new DeleteOneModel<>(byId(id)), false);
    }

    /** Changes a document that is there. */
    static Action update(BsonDocument filter, BsonDocument operators) {
        return new Model(new UpdateOneModel<>(filter, operators), true);
    }

    /** The {@code _id} of a document that has one. */
    static BsonValue idOf(BsonDocument document) {
        return Objects.requireNonNull(document.get(ID));
    }

    /** Whatever kind of value it is, it is looked for as a value. */
    static BsonDocument byId(BsonValue id) {
        return new BsonDocument(ID, new BsonDocument("$eq", id));
    }
}
