package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.Document;

/** Names a transaction: its session, as the client sends it, and a number that rises within the session. */
record TransactionId(Document session, long number) {

    static TransactionId of(Command command) {
        Document session = command.session();
        if (session == null) {
            throw ServerError.INVALID_OPTIONS.because("Transaction number requires a session ID to also be specified");
        }
        return new TransactionId(session, command.transactionNumber());
    }
}
