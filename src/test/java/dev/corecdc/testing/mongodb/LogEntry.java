package dev.corecdc.testing.mongodb;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log.
 *
 * @param time the cluster time; shared by all entries of a transaction
 * @param wallTime the time of day
 * @param token the place directly after it
 * @param transaction what it was written in, if that was a multi-document transaction
 */
record LogEntry(
        BsonTimestamp time,
        Instant wallTime,
        ResumeToken token,
        LoggedEvent event,
        @Nullable TransactionId transaction) {}
