package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import dev.corecdc.testing.mongodb.wire.CommandHandler;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The way of a write: run once, checked against open transactions, then to its transaction or to the log. */
final class WritePath {

    private final ReentrantLock lock;
    private final DocumentStore store;
    private final ChangeLog log;
    private final Transactions transactions;
    private final RetryableWrites retried = new RetryableWrites();
    private final List<BlockedWrite> blocked = new ArrayList<>();
    private @Nullable CommandHandler handler;

    WritePath(ReentrantLock lock, DocumentStore store, ChangeLog log, Transactions transactions) {
        this.lock = lock;
        this.store = store;
        this.log = log;
        this.transactions = transactions;
    }

    /** Who takes a command again that had to wait. */
    void retryWith(CommandHandler commands) {
        handler = commands;
    }

    /** Lets the store show what the command may see. */
    void show(Command command) {
        transactions.show(transactions.of(command));
    }

    /** The answer, null if the write has to wait for a transaction. */
    @Nullable
    Document write(Command command, Function<Command, Document> work) {
        Document known = retried.answerTo(command);
        if (known != null) {
            return known;
        }
        Transaction transaction = transactions.of(command);
        transactions.show(transaction);
        Document answer = record(command, transaction, work);
        List<DocumentWrite> writes = store.recorder().stop();
        if (transaction != null && answer.containsKey("writeErrors")) {
            store.revert(writes);
            abort(transaction);
            return answer;
        }
        Transaction owner = transactions.take(writes, transaction);
        if (owner != null) {
            block(command, owner);
            return null;
        }
        if (transaction == null) {
            writes.forEach(write -> log.append(event(write)));
            retried.remember(command, answer);
        }
        return answer;
    }

    private Document record(Command command, @Nullable Transaction transaction, Function<Command, Document> work) {
        store.recorder().start();
        try {
            return work.apply(command);
        } catch (RuntimeException e) {
            store.revert(store.recorder().stop());
            if (transaction != null) {
                abort(transaction);
            }
            throw e;
        }
    }

    /** A write that fails ends its transaction, as on a server. */
    private void abort(Transaction transaction) {
        transactions.abort(transaction);
        releaseBlocked();
    }

    private LoggedEvent event(DocumentWrite write) {
        StoredCollection collection = store.collection(write.namespace());
        return new LoggedEvent.DocumentWritten(write, collection != null && collection.imagesKept());
    }

    private void block(Command command, Transaction owner) {
        BlockedWrite write = new BlockedWrite(command, owner);
        blocked.add(write);
        Duration rest = Duration.ofNanos(Math.max(0, owner.expiresAtNanos() - System.nanoTime()));
        command.origin().executeAfter(rest, () -> retry(write, true));
    }

    private record BlockedWrite(Command command, Transaction owner) {}

    private void retry(BlockedWrite write, boolean expired) {
        CommandHandler commands = handler;
        if (commands == null) {
            throw new IllegalStateException("Nobody takes commands");
        }
        lock.lock();
        try {
            if (blocked.remove(write)) {
                if (expired) {
                    transactions.abort(write.owner());
                    releaseBlocked();
                }
                commands.handle(write.command().origin());
            }
        } finally {
            lock.unlock();
        }
    }

    private void releaseBlocked() {
        List.copyOf(blocked).forEach(write -> write.command().origin().execute(() -> retry(write, false)));
    }

    /** A write that still waits when its connection is closed is not done. */
    void forget(Channel connection) {
        blocked.removeIf(write -> write.command().origin().channel().equals(connection));
    }

    Document commit(Command command) {
        TransactionId id = TransactionId.of(command);
        List<DocumentWrite> writes = transactions.commit(id);
        if (!writes.isEmpty()) {
            log.appendTransaction(writes.stream().map(this::event).toList(), id);
        }
        releaseBlocked();
        return new Document("ok", 1.0);
    }

    Document abort(Command command) {
        transactions.abort(TransactionId.of(command));
        releaseBlocked();
        return new Document("ok", 1.0);
    }

    void abortAll() {
        transactions.abortAll();
        releaseBlocked();
    }

    Document endSessions(Command command) {
        Fields.documents(command.body(), "endSessions").forEach(session -> {
            transactions.endSession(session);
            retried.forget(session);
        });
        releaseBlocked();
        return new Document("ok", 1.0);
    }
}
