package dev.corecdc.testing.mongodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The labels that a server gives to an error by its code and by the command that failed, after the server's table of error codes
 * and what the drivers' specifications of change streams, transactions and retryable writes say.
 */
final class ErrorLabels {

    static final String TRANSIENT_TRANSACTION = "TransientTransactionError";
    static final String RETRYABLE_WRITE = "RetryableWriteError";
    static final String NO_WRITES_PERFORMED = "NoWritesPerformed";
    static final String RESUMABLE = "ResumableChangeStreamError";
    static final String NON_RESUMABLE = "NonResumableChangeStreamError";

    /** Errors that a client may expect to be gone when it tries again. */
    private static final Set<Integer> RETRIABLE =
            Set.of(6, 7, 89, 91, 134, 189, 262, 358, 402, 9001, 10107, 11600, 11602, 13435, 13436);

    private static final Set<Integer> OTHERWISE_RESUMABLE = Set.of(133, 150, 234, 13388);
    private static final Set<Integer> NEVER_RESUMABLE = Set.of(280, 286);
    private static final Set<Integer> WRITE_CONFLICTS = Set.of(24, 112, 239, 246, 251);

    private ErrorLabels() {}

    static List<String> of(Command command, int code) {
        List<String> labels = new ArrayList<>();
        boolean ends =
                command.name().equals("committransaction") || command.name().equals("aborttransaction");
        boolean retriable = RETRIABLE.contains(code);
        if (command.isInTransaction() && (WRITE_CONFLICTS.contains(code) || (retriable && !ends))) {
            labels.add(TRANSIENT_TRANSACTION);
        } else if (retriable && command.transactionNumber() >= 0 && (ends || !command.isInTransaction())) {
            labels.add(RETRYABLE_WRITE);
            labels.add(NO_WRITES_PERFORMED);
        } else if (ChangeStreams.isAbout(command) && (retriable || OTHERWISE_RESUMABLE.contains(code))) {
            labels.add(RESUMABLE);
        } else if (NEVER_RESUMABLE.contains(code)) {
            labels.add(NON_RESUMABLE);
        }
        return labels;
    }
}
