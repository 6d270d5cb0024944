package dev.corecdc.checkpoint.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import dev.corecdc.checkpoint.CheckpointException;
import java.util.Set;

/** Says in words what failed at MongoDB. */
final class StoreFaults {

    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

    private StoreFaults() {}

    /** The fault behind an exception of the driver; {@code where} names the place. */
    static CheckpointException of(RuntimeException e, String where) {
        return new CheckpointException(
                "The checkpoints in the %s cannot be used: %s.".formatted(where, problem(e)), action(e), e);
    }

    private static String problem(RuntimeException e) {
        int code = e instanceof MongoException coded ? coded.getCode() : 0;
        if (e instanceof MongoSecurityException || code == AUTHENTICATION_FAILED) {
            return "the login is refused";
        } else if (code == UNAUTHORIZED) {
            return "the user may not do that (" + messageOf(e) + ")";
        } else if (isTooLarge(e)) {
            return "they would be larger than the 16 MB that all checkpoints of a service may take together";
        } else if (e instanceof MongoWriteConcernException) {
            return "a majority of the replica set has not confirmed them (" + messageOf(e) + ")";
        } else if (e instanceof MongoTimeoutException || e instanceof MongoOperationTimeoutException) {
            return "there was no answer in time (" + messageOf(e) + ")";
        } else if (e instanceof MongoSocketException) {
            return "the connection is lost (" + messageOf(e) + ")";
        }
        return messageOf(e);
    }

    private static String action(RuntimeException e) {
        int code = e instanceof MongoException coded ? coded.getCode() : 0;
        if (e instanceof MongoSecurityException || code == AUTHENTICATION_FAILED) {
            return "Set the user, the password and 'authSource' right in cdc.checkpoint.mongodb.uri.";
        } else if (code == UNAUTHORIZED) {
            return "Give the user the role 'readWrite' on the database.";
        } else if (isTooLarge(e)) {
            return "Divide the processors among several services.";
        }
        return "Make sure that a primary of it runs and can be reached from here, as cdc.checkpoint.mongodb.uri says.";
    }

    private static boolean isTooLarge(RuntimeException e) {
        return e instanceof org.bson.BsonMaximumSizeExceededException
                || (e instanceof MongoException coded && TOO_LARGE.contains(coded.getCode()));
    }

    private static String messageOf(RuntimeException e) {
        if (e instanceof MongoCommandException command) {
            return command.getErrorMessage();
        }
        String message = e.getMessage();
        return message == null ? e.toString() : message;
    }
}
