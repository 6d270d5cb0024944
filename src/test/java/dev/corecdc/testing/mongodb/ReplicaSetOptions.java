package dev.corecdc.testing.mongodb;

import java.time.Clock;
import java.time.Duration;
import org.bson.types.ObjectId;

/**
 * How an {@link InMemoryReplicaSet} is started.
 *
 * @param setName the replica set's name
 * @param replicaSetId what {@code replSetGetConfig} names; two replica sets never share one
 * @param port where to listen, 0 for any free port
 * @param version what it claims to be
 * @param standalone whether it is a server without replication, which has no change streams
 * @param eventSizeLimit in bytes; larger events are split or refused
 * @param transactionLifetime after which an open transaction may be ended by others who wait for it
 * @param clock tells cluster times and wall times
 */
public record ReplicaSetOptions(
        String setName,
        ObjectId replicaSetId,
        int port,
        ServerVersion version,
        boolean standalone,
        int eventSizeLimit,
        Duration transactionLifetime,
        Clock clock) {

    private static final int EVENT_SIZE_LIMIT = 16 * 1024 * 1024;

    /** A replica set {@code rs0} of MongoDB 8.0 on any port. */
    public static ReplicaSetOptions defaults() {
        return new ReplicaSetOptions(
                "rs0",
                new ObjectId(),
                0,
                new ServerVersion(8, 0, 4),
                false,
                EVENT_SIZE_LIMIT,
                Duration.ofMinutes(1),
                Clock.systemUTC());
    }

    public ReplicaSetOptions withReplicaSetId(ObjectId otherId) {
        return new ReplicaSetOptions(
                setName, otherId, port, version, standalone, eventSizeLimit, transactionLifetime, clock);
    }

    public ReplicaSetOptions withPort(int otherPort) {
        return new ReplicaSetOptions(
                setName, replicaSetId, otherPort, version, standalone, eventSizeLimit, transactionLifetime, clock);
    }

    public ReplicaSetOptions withVersion(int major, int minor, int patch) {
        return new ReplicaSetOptions(
                setName,
                replicaSetId,
                port,
                new ServerVersion(major, minor, patch),
                standalone,
                eventSizeLimit,
                transactionLifetime,
                clock);
    }

    /** The same as a server without replication. */
    public ReplicaSetOptions asStandalone() {
        return new ReplicaSetOptions(
                setName, replicaSetId, port, version, true, eventSizeLimit, transactionLifetime, clock);
    }

    public ReplicaSetOptions withEventSizeLimit(int bytes) {
        return new ReplicaSetOptions(
                setName, replicaSetId, port, version, standalone, bytes, transactionLifetime, clock);
    }

    public ReplicaSetOptions withTransactionLifetime(Duration lifetime) {
        return new ReplicaSetOptions(setName, replicaSetId, port, version, standalone, eventSizeLimit, lifetime, clock);
    }

    public ReplicaSetOptions withClock(Clock otherClock) {
        return new ReplicaSetOptions(
                setName, replicaSetId, port, version, standalone, eventSizeLimit, transactionLifetime, otherClock);
    }
}
