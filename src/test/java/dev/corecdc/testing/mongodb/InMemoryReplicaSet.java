package dev.corecdc.testing.mongodb;

import dev.corecdc.testing.mongodb.wire.BsonDocuments;
import dev.corecdc.testing.mongodb.wire.WireServer;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;

/**
 * A stand-in for a replica set of one member, in memory, on a TCP port of this machine: the unmodified driver takes it for a
 * primary with change streams, transactions and retryable writes. It is not MongoDB; what it is faithful to is written in
 * {@code src/docs/mongodb-stand-in.md}. All methods may be called from any thread.
 */
public final class InMemoryReplicaSet implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final ReplicaSetOptions options;
    private final ChangeLog log;
    private final ChangeStreams streams;
    private final WritePath writePath;
    private final Faults faults = new Faults();
    private final WireServer wire;

    private InMemoryReplicaSet(ReplicaSetOptions options) {
        this.options = options;
        DocumentStore store = new DocumentStore();
        this.log = new ChangeLog(options.clock(), options.version().tokenVersion());
        Replies replies = new Replies(log, options.standalone());
        this.streams = new ChangeStreams(lock, log, store, options, replies);
        this.writePath = new WritePath(lock, store, log, new Transactions(store, options.transactionLifetime()));
        ServerCommands server = new ServerCommands(options, faults::isPrimary, log);
        CommandDispatcher dispatcher = new CommandDispatcher(
                new CommandDispatcher.Parts(lock, store, log, server, streams, writePath, faults, replies));
        writePath.retryWith(dispatcher);
        this.wire = new WireServer(options.port(), dispatcher);
        server.listensAt("127.0.0.1:" + wire.port());
    }

    /** Starts one with {@link ReplicaSetOptions#defaults}. */
    public static InMemoryReplicaSet start() {
        return start(ReplicaSetOptions.defaults());
    }

    public static InMemoryReplicaSet start(ReplicaSetOptions options) {
        return new InMemoryReplicaSet(options);
    }

    /** The connection string of a client. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port() + "/" + (options.standalone() ? "" : "?replicaSet=" + options.setName());
    }

    public int port() {
        return wire.port();
    }

    /** Appends a recorded change event to the log; it needs {@code _id._data} in the layout of a resume token. */
    public void append(BsonDocument event) {
        guarded(() -> log.appendRecorded(BsonDocuments.of(event)));
    }

    private void guarded(Runnable change) {
        lock.lock();
        try {
            change.run();
            streams.wake();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
