package dev.corecdc.checkpoint.mongodb;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.lease.LeaseEntry;
import dev.corecdc.lease.LeasePlace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The document of one service, and what is asked of the server about it.
 *
 * <p>An interrupt of the thread waits until a request is answered. All methods throw a {@link CheckpointException} when it is not, or
 * what is there is not understood; what was to be written may then be written or not. Safe for use by several threads.
 */
final class StoredService implements LeasePlace {

    private final MongoCollection<BsonDocument> collection;
    private final String service;
    private final StoreFaults faults;

    StoredService(MongoCollection<BsonDocument> collection, String service, StoreFaults faults) {
        this.collection = collection;
        this.service = service;
        this.faults = faults;
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public String where() {
        return faults.where();
    }

    @Override
    public String what() {
        return "The document '%s' in %s".formatted(service, where());
    }

    @Override
    public StoredService within(Duration timeout) {
        return new StoredService(collection.withTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS), service, faults);
    }

    @Override
    public @Nullable LeaseEntry readLease() {
        ServiceDocument document = read();
        return document == null ? null : document.lease();
    }

    /** The document, as a majority has it; null when there is none. */
    @Nullable
    ServiceDocument read() {
        return read(collection, byService());
    }

    /**
     * The document with all that was ever confirmed of it, provided that {@code lease} is in it; null when it is not. That a
     * primary which has been deposed without knowing it answers is ruled out.
     */
    @Nullable
    ServiceDocument readHeldBy(LeaseEntry lease) {
        return read(collection.withReadConcern(ReadConcern.LINEARIZABLE), heldBy(lease));
    }

    /** Whether {@code lease} is in the document, by all that was ever confirmed of it. */
    boolean isHeld(LeaseEntry lease) {
        MongoCollection<BsonDocument> confirmed = collection.withReadConcern(ReadConcern.LINEARIZABLE);
        return call(() -> confirmed
                        .find(heldBy(lease))
                        .projection(Projections.include("_id"))
                        .first())
                != null;
    }

    /** Where the document is. */
    MongoCollection<BsonDocument> collection() {
        return collection;
    }

    private @Nullable ServiceDocument read(MongoCollection<BsonDocument> from, Bson filter) {
        BsonDocument found = call(() -> from.find(filter).first());
        try {
            return found == null ? null : ServiceDocument.of(found);
        } catch (NotUnderstoodException e) {
            throw new CheckpointException(
                    "%s cannot be read: %s.".formatted(what(), e.getMessage()),
                    "Put back a good copy of it. Or delete it, if changes may be missing or come twice: the service then"
                            + " starts as for the first time.",
                    e);
        }
    }

    @Override
    public boolean insert(LeaseEntry lease) {
        return call(() -> {
            try {
                collection.insertOne(ServiceDocument.empty(service, lease));
                return true;
            } catch (MongoWriteException e) {
                if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Changes the document, provided that {@code lease} is in it; whether it was. */
    boolean updateHeldBy(LeaseEntry lease, Bson change) {
        return update(heldBy(lease), change);
    }

    @Override
    public boolean replace(LeaseEntry seen, LeaseEntry next) {
        return update(
                Filters.and(
                        heldBy(seen),
                        Filters.eq("lease.renewals", seen.renewals()),
                        Filters.eq("lease.released", seen.released())),
                Updates.set(ServiceDocument.LEASE, ServiceDocument.toBson(next)));
    }

    @Override
    public boolean renew(LeaseEntry held) {
        return updateHeldBy(held, Updates.inc("lease.renewals", 1L));
    }

    @Override
    public boolean release(LeaseEntry held) {
        return updateHeldBy(held, Updates.set("lease.released", true));
    }

    private boolean update(Bson filter, Bson change) {
        return call(() -> collection.updateOne(filter, change).getMatchedCount() == 1);
    }

    private Bson byService() {
        return Filters.eq("_id", service);
    }

    private Bson heldBy(LeaseEntry lease) {
        return Filters.and(
                byService(), Filters.eq("lease.holder", lease.holder()), Filters.eq("lease.epoch", lease.epoch()));
    }

    /** Every request may be made twice: the second time it changes nothing more, or nothing at all. */
    <T extends @Nullable Object> T call(Supplier<T> request) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return request.get();
                } catch (MongoInterruptedException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (RuntimeException e) {
            throw faults.of(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
