package dev.corecdc.checkpoint.mongodb;

import dev.corecdc.lease.Lease;
import org.bson.conversions.Bson;

/** The document of a service by the lease on it, as the store reads and writes it. */
final class Held {

    private Held() {}

    static ServiceDocument read(StoredService stored, Lease lease) {
        return lease.read(() -> stored.readHeldBy(lease.entry()));
    }

    static void write(StoredService stored, Lease lease, Bson change) {
        lease.write(() -> stored.updateHeldBy(lease.entry(), change));
    }
}
