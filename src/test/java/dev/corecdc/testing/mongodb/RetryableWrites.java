package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers the answer to the last retryable write of each session, so that a write which is sent again is not done again. */
final class RetryableWrites {

    private final Map<Document, Answered> last = new HashMap<>();

    private record Answered(long number, Document answer) {}

    @Nullable
    Document answerTo(Command command) {
        Document session = command.session();
        if (session == null || !isRetryable(command)) {
            return null;
        }
        Answered answered = last.get(session);
        if (answered == null || answered.number() < command.transactionNumber()) {
            return null;
        }
        if (answered.number() > command.transactionNumber()) {
            throw ServerError.TRANSACTION_TOO_OLD.because(
                    "Retryable write with txnNumber " + command.transactionNumber()
                            + " is prohibited because a newer one with " + answered.number() + " was done");
        }
        return answered.answer().clone();
    }

    void remember(Command command, Document answer) {
        Document session = command.session();
        if (session != null && isRetryable(command)) {
            last.put(session, new Answered(command.transactionNumber(), answer.clone()));
        }
    }

    private static boolean isRetryable(Command command) {
        return command.transactionNumber() >= 0 && !command.isInTransaction();
    }

    void forget(Document session) {
        last.remove(session);
    }
}
