package dev.corecdc.testing.mongodb;

import java.time.Clock;
import java.time.Duration;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** How an {@link InMemoryReplicaSet} is started. Each {@code with} gives a changed copy. */
public final class ReplicaSetOptions {

    private static final int EVENT_SIZE_LIMIT = 16 * 1024 * 1024;

    private ObjectId replicaSetId = new ObjectId();
    private int port;
    private ServerVersion version = new ServerVersion(8, 0, 4);
    private boolean standalone;
    private int eventSizeLimit = EVENT_SIZE_LIMIT;
    private Duration transactionLifetime = Duration.ofMinutes(1);
    private Clock clock = Clock.systemUTC();
    private @Nullable User user;

    private ReplicaSetOptions() {}

    private ReplicaSetOptions(ReplicaSetOptions other) {
        replicaSetId = other.replicaSetId;
        port = other.port;
        version = other.version;
        standalone = other.standalone;
        eventSizeLimit = other.eventSizeLimit;
        transactionLifetime = other.transactionLifetime;
        clock = other.clock;
        user = other.user;
    }

    /** A replica set of MongoDB 8.0 on any port, where everybody may do everything, with an id of its own. */
    public static ReplicaSetOptions defaults() {
        return new ReplicaSetOptions();
    }

    /** The id that {@code replSetGetConfig} names. */
    public ReplicaSetOptions withReplicaSetId(ObjectId id) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.replicaSetId = id;
        return copy;
    }

    /** Where to listen; 0 is any free port. */
    public ReplicaSetOptions withPort(int number) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.port = number;
        return copy;
    }

    /** What it claims to be, 5.0.0 or later; what it can do follows from it. */
    public ReplicaSetOptions withVersion(int major, int minor, int patch) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.version = new ServerVersion(major, minor, patch);
        return copy;
    }

    /** A server without replication, which has no change streams. */
    public ReplicaSetOptions asStandalone() {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.standalone = true;
        return copy;
    }

    /** The size over which an event is split or refused; 16 MB unless told otherwise. */
    public ReplicaSetOptions withEventSizeLimit(int bytes) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.eventSizeLimit = bytes;
        return copy;
    }

    /** After this an open transaction is ended for the sake of those who wait for it. */
    public ReplicaSetOptions withTransactionLifetime(Duration lifetime) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.transactionLifetime = lifetime;
        return copy;
    }

    /** What cluster times and wall times are taken from. */
    public ReplicaSetOptions withClock(Clock otherClock) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.clock = otherClock;
        return copy;
    }

    /** Demands a login, by SCRAM-SHA-256, as this user of the database {@code admin}. */
    public ReplicaSetOptions withUser(String name, String password) {
        ReplicaSetOptions copy = new ReplicaSetOptions(this);
        copy.user = new User(name, password);
        return copy;
    }

    record User(String name, String password) {}

    String setName() {
        return "rs0";
    }

    ObjectId replicaSetId() {
        return replicaSetId;
    }

    int port() {
        return port;
    }

    ServerVersion version() {
        return version;
    }

    boolean standalone() {
        return standalone;
    }

    int eventSizeLimit() {
        return eventSizeLimit;
    }

    Duration transactionLifetime() {
        return transactionLifetime;
    }

    Clock clock() {
        return clock;
    }

    @Nullable
    User user() {
        return user;
    }
}
