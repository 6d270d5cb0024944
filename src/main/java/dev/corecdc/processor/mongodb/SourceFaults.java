package dev.corecdc.processor.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a failure of the driver means. Numbers are those of MongoDB's own list of error codes ({@code error_codes.yml}).
 */
final class SourceFaults {

    /** What a server lacks that is no member of a replica set. */
    static final String NEEDS_SET =
            "change streams need a replica set. One server can be one: start mongod with --replSet rs0,"
                    + " and run rs.initiate() in mongosh once.";

    /** BSONObjectTooLarge, and that even a part of it is too large to be cut. */
    private static final Set<Integer> TOO_LARGE = Set.of(10334, 7182500);

    private static final int NO_MATCHING_DOCUMENT = 47;

    /** Unauthorized, AuthenticationFailed, and the same of Atlas. */
    private static final Set<Integer> REFUSED = Set.of(13, 18, 8000);

    /** InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost. */
    private static final Set<Integer> LOST = Set.of(260, 280, 286);

    /** "The $changeStream stage is only supported on replica sets". */
    private static final int NO_SET = 40573;

    /**
     * What the server says of a question that is wrong: BadValue, FailedToParse, TypeMismatch, InvalidOptions, InvalidNamespace,
     * IllegalOperation, CommandNotFound, CommandNotSupported, OptionNotSupportedOnView, CommandNotSupportedOnView, InvalidPipelineOperator,
     * QueryFeatureNotAllowed, ConversionFailure.
     */
    private static final Set<Integer> WRONG = Set.of(2, 9, 14, 20, 72, 73, 59, 115, 165, 166, 168, 224, 241);

    /** What the server says with the code of a lost place when a stage has taken the place away. */
    private static final String MODIFIED = "modified by the pipeline";

    /** From here to {@link #LAST_ASSERTION}, numbers stand for places in the server's code that refuse a question. */
    private static final int FIRST_ASSERTION = 15_000;

    private static final int LAST_ASSERTION = 99_999_999;

    private SourceFaults() {}

    /** Whether the server could not send an event because it is larger than a document may be. */
    static boolean isTooLarge(MongoException e) {
        return TOO_LARGE.contains(e.getCode());
    }

    /**
     * What a failure means.
     *
     * @param address where the deployment is, for people
     * @param cluster what the driver knows of it
     * @param cause null when the connection ended without one
     */
    static SourceException of(String address, @Nullable ClusterDescription cluster, @Nullable Throwable cause) {
        if (cause == null) {
            return new SourceException(Kind.UNAVAILABLE, "lost %s: the connection has ended".formatted(address));
        }
        if (cause instanceof MongoIncompatibleDriverException) {
            return new SourceException(
                    Kind.UNREADABLE, "%s is too old: %s".formatted(address, cause.getMessage()), cause);
        }
        if (cause instanceof MongoTimeoutException && cluster != null) {
            return notFound(address, cluster, cause);
        }
        if (isRefusal(cause)) {
            return new SourceException(
                    Kind.REFUSED, "%s refuses the connection: %s".formatted(address, rootMessage(cause)), cause);
        }
        if (cause instanceof MongoException fault && fault.getCode() > 0) {
            return ofServer(address, fault);
        }
        if (cause instanceof IllegalArgumentException) {
            return new SourceException(
                    Kind.UNREADABLE, "%s cannot be followed: %s".formatted(address, cause.getMessage()), cause);
        }
        return new SourceException(Kind.UNAVAILABLE, "lost %s: %s".formatted(address, rootMessage(cause)), cause);
    }

    private static SourceException ofServer(String address, MongoException e) {
        int code = e.getCode();
        String text = "%s (error %d)"
                .formatted(
                        e instanceof MongoCommandException command ? command.getErrorMessage() : e.getMessage(), code);
        if (text.contains(MODIFIED)) {
            return new SourceException(
                    Kind.UNREADABLE, "%s refuses what 'pipeline' does: %s".formatted(address, text), e);
        }
        if (LOST.contains(code)) {
            return new PositionLostException(
                    "%s no longer holds the place to go on from: %s.".formatted(address, text), e);
        }
        if (REFUSED.contains(code)) {
            return new SourceException(
                    Kind.REFUSED,
                    "%s refuses: %s. Following changes needs the actions changeStream and find on what is followed: the role read of a database has them, readAnyDatabase for the whole cluster."
                            .formatted(address, text),
                    e);
        }
        if (code == NO_SET) {
            return new SourceException(
                    Kind.UNREADABLE, "%s is a standalone server: %s".formatted(address, NEEDS_SET), e);
        }
        if (code == NO_MATCHING_DOCUMENT) {
            return new SourceException(
                    Kind.UNREADABLE,
                    ("%s has not recorded a document that 'full-document' or 'full-document-before-change' requires: %s. Switch"
                                    + " changeStreamPreAndPostImages on for the collection, or ask for it only when-available.")
                            .formatted(address, text),
                    e);
        }
        boolean hopeless = WRONG.contains(code) || (code >= FIRST_ASSERTION && code <= LAST_ASSERTION);
        return hopeless && !e.hasErrorLabel("ResumableChangeStreamError")
                ? new SourceException(Kind.UNREADABLE, "%s refuses the change stream: %s".formatted(address, text), e)
                : new SourceException(Kind.UNAVAILABLE, "lost %s: %s".formatted(address, text), e);
    }

    private static SourceException notFound(String address, ClusterDescription cluster, Throwable cause) {
        List<Throwable> faults = cluster.getServerDescriptions().stream()
                .map(ServerDescription::getException)
                .filter(Objects::nonNull)
                .map(Throwable.class::cast)
                .toList();
        String why = faults.isEmpty()
                ? "no server answers that can be asked"
                : faults.stream().map(SourceFaults::rootMessage).distinct().collect(Collectors.joining(", "));
        boolean refused = !faults.isEmpty() && faults.stream().allMatch(SourceFaults::isRefusal);
        return refused
                ? new SourceException(Kind.REFUSED, "%s refuses the connection: %s".formatted(address, why), cause)
                : new SourceException(Kind.UNAVAILABLE, "%s cannot be reached: %s".formatted(address, why), cause);
    }

    /** Logging in can also fail because the connection does, or because the server is about to stop. */
    private static boolean isRefusal(Throwable e) {
        return isCause(e, SSLHandshakeException.class)
                || (e instanceof MongoSecurityException
                        && (e.getCause() == null
                                || (e.getCause() instanceof MongoCommandException answer
                                        && REFUSED.contains(answer.getCode()))));
    }

    private static boolean isCause(Throwable e, Class<? extends Throwable> type) {
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (type.isInstance(next)) {
                return true;
            }
        }
        return false;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root instanceof MongoCommandException answer ? answer.getErrorMessage() : root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
