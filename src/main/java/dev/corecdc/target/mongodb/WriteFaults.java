package dev.corecdc.target.mongodb;

import com.mongodb.MongoException;
import com.mongodb.WriteError;
import java.util.Set;

/** What the errors of a server mean for the change that was written. */
final class WriteFaults {

    private static final Set<Integer> DUPLICATE_KEY = Set.of(11000, 11001, 12582);

    /**
     * Numbers of MongoDB's {@code error_codes.yml} by which a server refuses what is to be written: BadValue, FailedToParse, TypeMismatch,
     * Overflow, InvalidLength, PathNotViable, ConflictingUpdateOperators, DollarPrefixedFieldName, InvalidIdField, NotSingleValueField,
     * EmptyFieldName, DottedFieldName, ImmutableField, CannotCreateIndex's key that is too long, DocumentValidationFailure, and documents that are too large or too deep.
     */
    private static final Set<Integer> REFUSALS =
            Set.of(2, 9, 14, 15, 16, 28, 40, 52, 53, 54, 56, 57, 66, 121, 10334, 17280, 17419, 17420);

    private WriteFaults() {}

    /**
     * Whether the same change will be refused again. Not so where two writers made the same document at once.
     */
    static boolean isOfTheChange(WriteError error) {
        if (DUPLICATE_KEY.contains(error.getCode())) {
            boolean ofId = error.getMessage().contains("index: _id_ ");
            return !ofId;
        }
        return REFUSALS.contains(error.getCode());
    }

    /** The same, where a transaction was ended by the error. */
    static boolean isPassing(MongoException e) {
        return e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL);
    }
}
