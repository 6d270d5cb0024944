package dev.corecdc.checkpoint.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.checkpoint.DeadLetter;
import dev.corecdc.checkpoint.DeadLetterJson;
import dev.corecdc.lease.LeaseEntry;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters of a service: one document each, in the collection of the checkpoints, so that none holds up a checkpoint.
 *
 * <pre>{@code
 * {_id: {service: "orders-cdc", processor: "shop", target: "console", number: 1764000000000000}, letter: "{…}"}
 * }</pre>
 *
 * <p>The text is as {@link DeadLetterJson} says. The lease is looked at after each reading and writing: of a holder that is replaced in that very
 * moment a letter may stay, which then is one more than needed.
 */
final class StoredLetters {

    private static final String LETTER = "letter";

    private final StoredService stored;
    private final MongoCollection<BsonDocument> collection;

    StoredLetters(StoredService stored) {
        this.stored = stored;
        this.collection = stored.collection();
    }

    /** The numbers of the letters of a lane in their order, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    List<Long> numbers(LeaseEntry held, String processor, String target) {
        List<Long> numbers = stored.call(() -> {
            List<Long> found = new ArrayList<>();
            collection
                    .find(Filters.and(
                            Filters.eq("_id.service", stored.service()),
                            Filters.eq("_id.processor", processor),
                            Filters.eq("_id.target", target)))
                    .projection(Projections.include("_id"))
                    .forEach(document -> found.add(
                            document.getDocument("_id").getNumber("number").longValue()));
            return found;
        });
        return isHeld(held) ? numbers.stream().sorted().toList() : null;
    }

    /** A list with the letter, or with none, provided that the lease is {@code held}; null when it is not. */
    @Nullable
    List<DeadLetter> find(LeaseEntry held, String processor, String target, long number) {
        List<BsonDocument> found = stored.call(
                () -> collection.find(byId(processor, target, number)).into(new ArrayList<>()));
        if (!isHeld(held)) {
            return null;
        }
        try {
            return found.stream().map(StoredLetters::letter).toList();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    "The dead letter %d of %s/%s in %s cannot be read: %s."
                            .formatted(number, processor, target, stored.where(), e.getMessage()),
                    "Put back a good copy of it. Or delete it, if that change may be missing.",
                    e);
        }
    }

    private static DeadLetter letter(BsonDocument document) {
        BsonValue text = document.get(LETTER);
        if (text == null || !text.isString()) {
            throw new IllegalArgumentException("\"letter\" is not a string");
        }
        return DeadLetterJson.read(text.asString().getValue());
    }

    /** Writes a letter, provided that the lease is {@code held}; whether it was. */
    boolean put(LeaseEntry held, DeadLetter letter) {
        BsonDocument id = id(letter.processor(), letter.target(), letter.number());
        BsonDocument document = new BsonDocument("_id", id).append(LETTER, new BsonString(DeadLetterJson.of(letter)));
        stored.call(() -> collection.replaceOne(Filters.eq("_id", id), document, new ReplaceOptions().upsert(true)));
        return isHeld(held);
    }

    /** Deletes a letter, provided that the lease is {@code held}; whether it was. */
    boolean remove(LeaseEntry held, String processor, String target, long number) {
        if (!isHeld(held)) {
            return false;
        }
        stored.call(() -> collection.deleteOne(byId(processor, target, number)));
        return true;
    }

    private boolean isHeld(LeaseEntry held) {
        return stored.isHeld(held);
    }

    private Bson byId(String processor, String target, long number) {
        return Filters.eq("_id", id(processor, target, number));
    }

    private BsonDocument id(String processor, String target, long number) {
        return new BsonDocument("service", new BsonString(stored.service()))
                .append("processor", new BsonString(processor))
                .append("target", new BsonString(target))
                .append("number", new BsonInt64(number));
    }
}
