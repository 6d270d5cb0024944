package dev.corecdc.testing.mongodb;

import java.util.ArrayList;
import java.util.List;

/** A multi-document transaction that is open. */
final class Transaction {

    private final TransactionId id;
    private final long startedAt;
    private final long expiresAtNanos;
    private final List<DocumentWrite> writes = new ArrayList<>();

    Transaction(TransactionId id, long startedAt, long expiresAtNanos) {
        this.id = id;
        this.startedAt = startedAt;
        this.expiresAtNanos = expiresAtNanos;
    }

    TransactionId id() {
        return id;
    }

    /** The number of the first write that it must not see, see {@link RecentWrites}. */
    long startedAt() {
        return startedAt;
    }

    long expiresAtNanos() {
        return expiresAtNanos;
    }

    List<DocumentWrite> writes() {
        return writes;
    }
}
