package dev.corecdc.testing.mongodb;

import java.util.List;

/** The errors that the stand-in answers with: code and name as the server's table of error codes has them. */
enum ServerError {
    BAD_VALUE(2, "BadValue"),
    UNKNOWN_ERROR(8, "UnknownError"),
    FAILED_TO_PARSE(9, "FailedToParse"),
    UNAUTHORIZED(13, "Unauthorized"),
    TYPE_MISMATCH(14, "TypeMismatch"),
    AUTHENTICATION_FAILED(18, "AuthenticationFailed"),
    ILLEGAL_OPERATION(20, "IllegalOperation"),
    NAMESPACE_NOT_FOUND(26, "NamespaceNotFound"),
    CURSOR_NOT_FOUND(43, "CursorNotFound"),
    NO_MATCHING_DOCUMENT(47, "NoMatchingDocument"),
    INVALID_OPTIONS(72, "InvalidOptions"),
    INVALID_NAMESPACE(73, "InvalidNamespace"),
    NO_REPLICATION_ENABLED(76, "NoReplicationEnabled"),
    WRITE_CONFLICT(112, "WriteConflict"),
    TRANSACTION_TOO_OLD(225, "TransactionTooOld"),
    CURSOR_KILLED(237, "CursorKilled"),
    NO_SUCH_TRANSACTION(251, "NoSuchTransaction"),
    INVALID_RESUME_TOKEN(260, "InvalidResumeToken"),
    CHANGE_STREAM_FATAL_ERROR(280, "ChangeStreamFatalError"),
    CHANGE_STREAM_HISTORY_LOST(286, "ChangeStreamHistoryLost"),
    NOT_WRITABLE_PRIMARY(10107, "NotWritablePrimary"),
    BSON_OBJECT_TOO_LARGE(10334, "BSONObjectTooLarge"),
    DUPLICATE_KEY(11000, "DuplicateKey"),
    INTERRUPTED_DUE_TO_REPL_STATE_CHANGE(11602, "InterruptedDueToReplStateChange"),
    NOT_PRIMARY_NO_SECONDARY_OK(13435, "NotPrimaryNoSecondaryOk"),
    CHANGE_STREAM_NEEDS_REPLICA_SET(40573, "Location40573");

    private final int code;
    private final String codeName;

    ServerError(int code, String codeName) {
        this.code = code;
        this.codeName = codeName;
    }

    int code() {
        return code;
    }

    String codeName() {
        return codeName;
    }

    CommandFailure because(String message) {
        return new CommandFailure(code, codeName, message, List.of());
    }
}
