package dev.corecdc.testing.mongodb;

import dev.corecdc.testing.FreePort;
import dev.corecdc.testing.mongodb.wire.BsonDocuments;
import dev.corecdc.testing.mongodb.wire.WireServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;

/**
 * A stand-in for a replica set of one member, in memory, on a TCP port of this machine: the unmodified driver takes it for a
 * primary with change streams, transactions and retryable writes. It is not MongoDB; what it is faithful to is written in
 * {@code src/docs/mongodb-stand-in.md}. Its levers let happen what cannot be had from a real server at will. All methods may be
 * called from any thread.
 */
public final class InMemoryReplicaSet implements MongoServer {

    private static final Duration ELECTION = Duration.ofMillis(500);

    private final ReentrantLock lock = new ReentrantLock();
    private final ReplicaSetOptions options;
    private final ChangeLog log;
    private final ChangeStreams streams;
    private final WritePath writePath;
    private final Faults faults = new Faults();
    private final CommandDispatcher dispatcher;
    private final AtomicInteger elections = new AtomicInteger();
    private volatile WireServer wire;

    private InMemoryReplicaSet(ReplicaSetOptions options) throws IOException {
        this.options = options;
        DocumentStore store = new DocumentStore();
        this.log = new ChangeLog(options.clock(), options.version().tokenVersion());
        Replies replies = new Replies(log, options.standalone());
        Transactions transactions = new Transactions(store, options.transactionLifetime());
        this.streams = new ChangeStreams(lock, log, store, transactions, options, replies);
        this.writePath = new WritePath(lock, store, log, transactions);
        ServerCommands server = new ServerCommands(options, faults::isPrimary, log);
        Authentication authentication = new Authentication(options.user());
        this.dispatcher = new CommandDispatcher(new CommandDispatcher.Parts(
                lock, store, log, server, streams, writePath, authentication, faults, replies));
        writePath.retryWith(dispatcher);
        this.wire = new WireServer(options.port() == 0 ? FreePort.find() : options.port(), dispatcher);
        server.listensAt("127.0.0.1:" + wire.port());
    }

    /** Starts one with {@link ReplicaSetOptions#defaults}. */
    public static InMemoryReplicaSet start() {
        return start(ReplicaSetOptions.defaults());
    }

    public static InMemoryReplicaSet start(ReplicaSetOptions options) {
        try {
            return new InMemoryReplicaSet(options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The connection string of a client, with the user's name and password if there is a user. */
    @Override
    public String uri() {
        ReplicaSetOptions.User user = options.user();
        String login = user == null ? "" : user.name() + ":" + user.password() + "@";
        String set = options.standalone() ? "" : "?replicaSet=" + options.setName();
        return "mongodb://" + login + "127.0.0.1:" + port() + "/" + set;
    }

    public int port() {
        return wire.port();
    }

    /** The cluster time of the newest entry of the log. */
    public BsonTimestamp latestTime() {
        return guarded(() -> new BsonTimestamp(log.latest().getValue()));
    }

    /** How many change streams are open. */
    public int openChangeStreams() {
        return guarded(streams::count);
    }

    /** How many of them have a client that waits for events just now. */
    public int waitingGetMores() {
        return guarded(streams::waitingCount);
    }

    /** Appends a recorded change event to the log; its {@code _id} has to be a resume token. */
    public void append(BsonDocument event) {
        change(() -> log.appendRecorded(BsonDocuments.of(event)));
    }

    /** Writes an entry that is no event, as a server does from time to time: post-batch tokens move by it. */
    public void note() {
        change(() -> log.append(new LoggedEvent.Noted("periodic noop")));
    }

    /** Forgets what the log holds from before a time: who wants to go on there has lost the history. */
    public void forgetBefore(BsonTimestamp time) {
        change(() -> log.forgetBefore(log.placeOf(new de.bwaldvogel.mongo.bson.BsonTimestamp(time.getValue()))));
    }

    /** Forgets everything that the log holds. */
    public void forgetHistory() {
        change(() -> {
            log.append(new LoggedEvent.Noted("periodic noop"));
            log.forgetBefore(log.end() - 1);
        });
    }

    /** Steps down for half a second. */
    public void stepDown() {
        stepDown(ELECTION);
    }

    /**
     * Stops being primary: cursors and transactions end, commands fail until it is primary again, which is after this time or
     * {@link #stepUp}. Connections stay open.
     */
    public void stepDown(Duration time) {
        int election = elections.incrementAndGet();
        change(() -> {
            faults.setPrimary(false);
            writePath.abortAll();
            streams.endAll(ServerError.INTERRUPTED_DUE_TO_REPL_STATE_CHANGE.because("operation was interrupted"));
        });
        wire.executeAfter(time, () -> {
            if (elections.get() == election) {
                stepUp();
            }
        });
    }

    /** Is primary again. */
    public void stepUp() {
        elections.incrementAndGet();
        change(() -> {
            log.append(new LoggedEvent.Noted("new primary"));
            faults.setPrimary(true);
        });
    }

    /** Ends every open change stream: one that waits for events fails with CursorKilled, any other with CursorNotFound later. */
    public void killCursors() {
        change(() -> streams.endAll(
                ServerError.CURSOR_KILLED.because("operation was interrupted because the cursor was killed")));
    }

    /**
     * Lets the next command of this name fail once, before it does anything; a {@code getMore} that waits for events just now
     * fails at once and its cursor ends.
     *
     * @param labels the error's labels; none means those that a server gives to this code
     */
    public void failNext(String command, int code, String codeName, String... labels) {
        CommandFailure failure =
                new CommandFailure(code, codeName, codeName + " on demand of the test", List.of(labels));
        change(() -> {
            if (!command.equalsIgnoreCase("getMore") || !streams.failOneWaiting(failure)) {
                faults.failOnce(command, failure);
            }
        });
    }

    /** Refuses every command of this name with Unauthorized, as for a user without the privilege, until {@link #allow}. */
    public void refuse(String command) {
        change(() -> faults.refuse(
                command, ServerError.UNAUTHORIZED.because("not authorized on admin to execute command " + command)));
    }

    public void allow(String command) {
        change(() -> faults.allow(command));
    }

    /** Cuts all connections; new ones are taken. */
    public void disconnectClients() {
        wire.disconnectClients();
    }

    /** Is gone from the network, with everything that it holds, until {@link #comeBack}. */
    public void goAway() {
        wire.close();
        change(() -> {
            writePath.abortAll();
            streams.endAll(ServerError.CURSOR_KILLED.because("the server went away"));
        });
    }

    /** Listens again on the same port, as a primary. */
    public void comeBack() {
        stepUp();
        wire = new WireServer(wire.port(), dispatcher);
    }

    private void change(Runnable change) {
        guarded(() -> {
            change.run();
            streams.wake();
            return true;
        });
    }

    private <T> T guarded(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
