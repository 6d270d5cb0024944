package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open transactions. The store shows what is committed, and in addition the writes of at most one transaction: of the one
 * whose command is served. So nobody else sees them, and a transaction sees its own. Two writers of one document conflict: the
 * one in a transaction is told so, the other has to wait. Guarded by whoever owns it.
 */
final class Transactions {

    private final DocumentStore store;
    private final Duration lifetime;
    private final Map<Document, Transaction> open = new HashMap<>();
    private final Map<Document, Long> committed = new HashMap<>();
    private final Map<DocumentAddress, Transaction> owners = new HashMap<>();
    private final Map<DocumentAddress, Long> recentWrites = new HashMap<>();
    private @Nullable Transaction shown;
    private long writeCount;

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
            Transaction begun = new Transaction(id, writeCount, System.nanoTime() + lifetime.toNanos());
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

    /** Makes the store show what is committed and, if one is given, what this transaction wrote. */
    void show(@Nullable Transaction wanted) {
        if (shown == wanted) {
            return;
        }
        if (shown != null) {
            store.revert(shown.writes());
            shown = null;
        }
        if (wanted != null) {
            apply(wanted);
            shown = wanted;
        }
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
            if (writer != null && recentWrites.getOrDefault(address, 0L) > writer.startedAt()) {
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

    /** Remembers committed writes as long as a transaction is open that could run into them. */
    private void note(List<DocumentWrite> writes) {
        writeCount++;
        if (!open.isEmpty()) {
            writes.forEach(write -> recentWrites.put(DocumentAddress.of(write), writeCount));
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
        show(transaction);
        shown = null;
        forget(transaction);
        note(transaction.writes());
        committed.put(id.session(), id.number());
        return transaction.writes();
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
            recentWrites.clear();
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
