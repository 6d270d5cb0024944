package dev.corecdc.target.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoNamespace;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import dev.corecdc.target.RejectedRecordException;
import dev.corecdc.target.mongodb.Write.Model;
import dev.corecdc.target.mongodb.Write.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonMaximumSizeExceededException;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Writes for the documents of one collection, in their order. Used by one thread. */
final class BulkWrites {

    private final MongoCollection<BsonDocument> collection;
    private final @Nullable ClientSession session;
    private final List<Write> waiting = new ArrayList<>();

    /** Of the fields of a row, whether there are documents that lack one. */
    private final Map<Set<String>, Boolean> lacking = new HashMap<>();

    private int missing;

    /** @param session a transaction to write in, or null */
    BulkWrites(MongoCollection<BsonDocument> collection, @Nullable ClientSession session) {
        this.collection = collection;
        this.session = session;
    }

    /** Writes by collection. Between collections the order is of no matter, as no document refers to another for the server. */
    static Map<MongoNamespace, List<Write>> byCollection(List<Write> writes) {
        Map<MongoNamespace, List<Write>> groups = new LinkedHashMap<>();
        writes.forEach(write -> groups.computeIfAbsent(write.collection(), any -> new ArrayList<>())
                .add(write));
        return groups;
    }

    /**
     * Does all of them. When one is refused, those before it are done, outside of a transaction.
     *
     * @return how many expected a document that is not there
     * @throws RejectedRecordException when one of them will be refused again
     */
    int execute(List<Write> writes) throws RejectedRecordException {
        for (Write write : writes) {
            if (write.action() instanceof Move move) {
                flush();
                move(write, move);
            } else if (write.action() instanceof SameRow row) {
                boolean lacked = lacking.computeIfAbsent(row.row().keySet(), fields -> areLacked(fields, writes));
                if (lacked) {
                    flush();
                }
                add(write, row.on(lacked ? theSame(row) : row.everywhere()));
            } else {
                waiting.add(write);
            }
        }
        flush();
        return missing;
    }

    private boolean areLacked(Set<String> fields, List<Write> writes) {
        return writes.stream()
                        .anyMatch(write -> write.action() instanceof Model model
                                && model.model() instanceof ReplaceOneModel<BsonDocument> replacement
                                && !replacement.getReplacement().keySet().containsAll(fields))
                || find(SameRow.lackingOneOf(fields)).first() != null;
    }

    /** Finds the one document that a row is: where none has all of its fields, the one that is the same in most of the others. */
    private BsonDocument theSame(SameRow row) {
        BsonDocument found = find(row.everywhere()).first();
        for (BsonDocument other : found == null ? find(row.asFarAsThere()) : List.<BsonDocument>of()) {
            found = found == null || other.size() > found.size() ? other : found;
        }
        return found == null ? row.everywhere() : Write.byId(Write.idOf(found));
    }

    private FindIterable<BsonDocument> find(Bson filter) {
        return session == null ? collection.find(filter) : collection.find(session, filter);
    }

    private void move(Write write, Move move) throws RejectedRecordException {
        BsonDocument found = find(Write.byId(move.from())).first();
        if (found == null) {
            // It may have been moved before.
            add(write, Write.update(Write.byId(move.to()), new BsonDocument("$set", move.fields())));
        } else {
            BsonDocument moved = new BsonDocument(Write.ID, move.to());
            found.remove(Write.ID);
            moved.putAll(found);
            move.fields().forEach((field, value) -> {
                if (!field.equals(Write.ID)) {
                    moved.append(field, value);
                }
            });
            BsonDocument there = find(Write.byId(move.to())).first();
            if (there != null && !there.equals(moved)) {
                throw new RejectedRecordException(
                        write.index(),
                        "%s has another document with the _id that this one gets, and the log does not hold the whole row to tell which is right"
                                .formatted(write.collection()),
                        null);
            }
            // In this order a crash between leaves a document too many for a while, and not one too few for ever.
            add(write, Write.put(moved));
            add(write, Write.delete(move.from()));
        }
    }

    private void add(Write write, Write.Action action) {
        waiting.add(new Write(write.collection(), write.index(), action));
    }

    private void flush() throws RejectedRecordException {
        if (waiting.isEmpty()) {
            return;
        }
        List<WriteModel<BsonDocument>> models = new ArrayList<>(waiting.size());
        for (Write write : waiting) {
            models.add(model(write).model());
        }
        try {
            BulkWriteResult result =
                    session == null ? collection.bulkWrite(models) : collection.bulkWrite(session, models);
            missing += missing(result);
        } catch (MongoBulkWriteException e) {
            throw refusal(e);
        } catch (BsonMaximumSizeExceededException e) {
            throw tooLarge(e);
        }
        waiting.clear();
    }

    private static Model model(Write write) {
        return (Model) write.action();
    }

    private int missing(BulkWriteResult result) {
        int updates = 0;
        int expectedDeletions = 0;
        boolean allExpected = true;
        for (Write write : waiting) {
            Model model = model(write);
            if (!(model.model() instanceof DeleteOneModel)) {
                updates++;
            } else if (model.expecting()) {
                expectedDeletions++;
            } else {
                allExpected = false;
            }
        }
        int found = result.getMatchedCount() + result.getUpserts().size();
        int undeleted = allExpected ? expectedDeletions - result.getDeletedCount() : 0;
        return updates - found + undeleted;
    }

    private RejectedRecordException refusal(MongoBulkWriteException e) throws RejectedRecordException {
        if (WriteFaults.isPassing(e) || e.getWriteErrors().isEmpty()) {
            throw e;
        }
        BulkWriteError error = e.getWriteErrors().get(0);
        if (!WriteFaults.isOfTheChange(error)) {
            throw e;
        }
        Write refused = waiting.get(error.getIndex());
        return new RejectedRecordException(
                refused.index(),
                "%s refuses it: %s (%d)".formatted(refused.collection(), error.getMessage(), error.getCode()),
                e);
    }

    /** The driver does not say which of them it was. */
    private RejectedRecordException tooLarge(BsonMaximumSizeExceededException e) {
        Write largest = waiting.get(0);
        int most = -1;
        for (Write write : waiting) {
            int size = size(model(write));
            if (size > most) {
                most = size;
                largest = write;
            }
        }
        return new RejectedRecordException(
                largest.index(),
                "%s can have no document of %d bytes: %s"
                        .formatted(largest.collection(), most, Objects.requireNonNull(e.getMessage())),
                e);
    }

    private static int size(Model model) {
        BsonDocument document = new BsonDocument();
        if (model.model() instanceof ReplaceOneModel<BsonDocument> replacement) {
            document = replacement.getReplacement();
        } else if (model.model() instanceof UpdateOneModel<BsonDocument> update && update.getUpdate() != null) {
            document = update.getUpdate().toBsonDocument();
        }
        return new RawBsonDocument(document, new BsonDocumentCodec()).getByteLength();
    }
}
