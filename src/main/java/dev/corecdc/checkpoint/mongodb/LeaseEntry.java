package dev.corecdc.checkpoint.mongodb;

import java.time.Duration;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * Who may use the checkpoints of a service, as its document says under {@code lease}.
 *
 * @param holder told anew for each opening of a store
 * @param name where the holder runs, for people
 * @param epoch one more for each holder
 * @param renewals how often the holder has said that it is there
 * @param ttl how long it counts as there without saying so
 * @param released whether it has said that it has gone
 */
record LeaseEntry(String holder, String name, long epoch, long renewals, Duration ttl, boolean released) {

    private static final Set<String> KEYS = Set.of("holder", "name", "epoch", "renewals", "ttlMillis", "released");

    static LeaseEntry of(StrictDocument lease) throws NotUnderstoodException {
        lease.withKeys(KEYS);
        return new LeaseEntry(
                lease.text("holder"),
                lease.text("name"),
                lease.number("epoch"),
                lease.number("renewals"),
                Duration.ofMillis(lease.number("ttlMillis")),
                lease.flag("released"));
    }

    BsonDocument toBson() {
        return new BsonDocument("holder", new BsonString(holder))
                .append("name", new BsonString(name))
                .append("epoch", new BsonInt64(epoch))
                .append("renewals", new BsonInt64(renewals))
                .append("ttlMillis", new BsonInt64(ttl.toMillis()))
                .append("released", BsonBoolean.valueOf(released));
    }

    /** The entry of somebody who takes the lease from this one. */
    LeaseEntry succeededBy(LeaseEntry next) {
        return new LeaseEntry(next.holder, next.name, epoch + 1, 0, next.ttl, false);
    }
}
