package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open transactions. The store shows what is committed or, while a command of a transaction is served, what was committed when
 * that began with its own writes on top: so a transaction reads from its snapshot, and nobody else sees what it wrote. Two writers
 * of one document conflict: the one in a transaction is told so, the other has to wait. Guarded by whoever owns it.
 */
final class Transactions {

    private final DocumentStore store;
    private final Duration lifetime;
    private final Map<Document, Transaction> open = new HashMap<>();
    private final Map<Document, Long> committed = new HashMap<>();
    private final Map<DocumentAddress, Transaction> owners = new HashMap<>();
    private final RecentWrites recent = new RecentWrites();
    private @Nullable Transaction shown;

    Transactions(DocumentStore store, Duration lifetime) {
        this.store = store;
        this.lifetime = lifetime;
    }

    /** The transaction that a command belongs to, null if to none; the first command of one opens it. */
    @Nullable
    Transaction of(Command command) {
        if (!command.isInTransaction()) {
            return null;
        }
        TransactionId id = TransactionId.of(command);
        Transaction transaction = open.get(id.session());
        if (Fields.isTrue(command.body(), "startTransaction")) {
            if (transaction != null) {
                abort(transaction);
            }
            Transaction begun = new Transaction(id, recent.count(), System.nanoTime() + lifetime.toNanos());
            open.put(id.session(), begun);
            return begun;
        }
        if (transaction == null || transaction.id().number() != id.number()) {
            throw noSuchTransaction(id);
        }
        return transaction;
    }

    private static CommandFailure noSuchTransaction(TransactionId id) {
        return ServerError.NO_SUCH_TRANSACTION.because(
                "Given transaction number " + id.number() + " does not match any in-progress transactions.");
    }

    /** Makes the store show the snapshot of a transaction and what it wrote, or what is committed if none is given. */
    void show(@Nullable Transaction wanted) {
        if (shown == wanted) {
            return;
        }
        if (shown != null) {
            store.revert(shown.writes());
            store.apply(recent.since(shown.startedAt()));
            shown = null;
        }
        if (wanted != null) {
            store.revert(recent.since(wanted.startedAt()));
            store.apply(wanted.writes());
            shown = wanted;
        }
    }

    /**
     * Takes what a command has just written to the store: into its transaction, or as committed. On a conflict the writes are
     * taken back.
     *
     * @return the transaction that must end first, null if there is none and the writes count
     * @throws CommandFailure if the writer is a transaction and loses; it is aborted
     */
    @Nullable
    Transaction take(List<DocumentWrite> writes, @Nullable Transaction writer) {
        for (DocumentWrite write : writes) {
            DocumentAddress address = DocumentAddress.of(write);
            Transaction owner = owners.get(address);
            if (owner != null && owner != writer) {
                store.revert(writes);
                if (writer == null) {
                    return owner;
                }
                throw conflict(writer);
            }
            if (writer != null && recent.isWrittenSince(writer.startedAt(), address)) {
                store.revert(writes);
                throw conflict(writer);
            }
        }
        if (writer == null) {
            note(writes);
        } else {
            writer.writes().addAll(writes);
            writes.forEach(write -> owners.put(DocumentAddress.of(write), writer));
        }
        return null;
    }

    private CommandFailure conflict(Transaction loser) {
        abort(loser);
        return ServerError.WRITE_CONFLICT.because(
                "Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your"
                        + " operation or multi-document transaction.");
    }

    /** Remembers committed writes as long as a transaction is open that must not see them. */
    private void note(List<DocumentWrite> writes) {
        List.copyOf(open.values()).stream()
                .filter(transaction -> transaction.expiresAtNanos() - System.nanoTime() < 0)
                .forEach(this::abort);
        if (!open.isEmpty()) {
            recent.add(writes);
        }
    }

    /** Commits; what it wrote, in order, which is nothing if it was committed before. */
    List<DocumentWrite> commit(TransactionId id) {
        Transaction transaction = open.get(id.session());
        if (transaction == null && Long.valueOf(id.number()).equals(committed.get(id.session()))) {
            return List.of();
        }
        if (transaction == null || transaction.id().number() != id.number()) {
            throw noSuchTransaction(id);
        }
        show(null);
        apply(transaction);
        forget(transaction);
        note(transaction.writes());
        committed.put(id.session(), id.number());
        return transaction.writes();
    }

    /** Somebody may have taken a unique value since the transaction wrote it. */
    private void apply(Transaction transaction) {
        List<DocumentWrite> writes = transaction.writes();
        for (int i = 0; i < writes.size(); i++) {
            try {
                store.apply(writes.subList(i, i + 1));
            } catch (MongoServerException e) {
                store.revert(writes.subList(0, i));
                forget(transaction);
                throw ServerError.WRITE_CONFLICT.because(e.getMessageWithoutErrorCode());
            }
        }
    }

    void abort(TransactionId id) {
        Transaction transaction = open.get(id.session());
        if (transaction == null || transaction.id().number() != id.number()) {
            throw noSuchTransaction(id);
        }
        abort(transaction);
    }

    void abort(Transaction transaction) {
        if (shown == transaction) {
            show(null);
        }
        forget(transaction);
    }

    void abortAll() {
        List.copyOf(open.values()).forEach(this::abort);
    }

    private void forget(Transaction transaction) {
        open.remove(transaction.id().session(), transaction);
        transaction.writes().forEach(write -> owners.remove(DocumentAddress.of(write), transaction));
        if (open.isEmpty()) {
            recent.clear();
        }
    }

    void endSession(Document session) {
        Transaction transaction = open.get(session);
        if (transaction != null) {
            abort(transaction);
        }
        committed.remove(session);
    }
}
