package dev.corecdc.checkpoint.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ServerDescription;
import dev.corecdc.checkpoint.CheckpointException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.BsonMaximumSizeExceededException;
import org.jspecify.annotations.Nullable;

/** Says in words what failed at one place in MongoDB. */
final class StoreFaults {

    private static final String URI = "cdc.checkpoint.mongodb.uri";
    private static final int UNAUTHORIZED = 13;
    private static final int AUTHENTICATION_FAILED = 18;
    private static final Set<Integer> TOO_LARGE = Set.of(10334, 17419, 17420);

    private final String where;
    private final Supplier<ClusterDescription> cluster;

    /**
     * @param where names the place
     * @param cluster what the client knows of the servers
     */
    StoreFaults(String where, Supplier<ClusterDescription> cluster) {
        this.where = where;
        this.cluster = cluster;
    }

    /** Names the place, for people. */
    String where() {
        return where;
    }

    /** What an exception of the driver means. */
    CheckpointException of(RuntimeException e) {
        int code = e instanceof MongoException coded ? coded.getCode() : 0;
        Throwable refused = e;
        while (refused != null && !(refused instanceof MongoSecurityException)) {
            refused = refused.getCause();
        }
        if (refused != null || code == AUTHENTICATION_FAILED) {
            return fault(
                    "the login is refused",
                    "Set the user, the password and 'authSource' right in %s.".formatted(URI),
                    e);
        } else if (code == UNAUTHORIZED) {
            return fault(messageOf(e), "Give the user the role 'readWrite' on the database.", e);
        } else if (e instanceof BsonMaximumSizeExceededException || TOO_LARGE.contains(code)) {
            return fault(
                    "all checkpoints of a service together may take 16 MB, and they would take more",
                    "Divide the processors among several services.",
                    e);
        } else if (e instanceof MongoWriteConcernException) {
            return fault(
                    "a majority of the replica set has not confirmed them (%s)".formatted(messageOf(e)),
                    "Make sure that the members of the replica set run and keep up.",
                    e);
        } else if (e instanceof MongoTimeoutException || e instanceof MongoSocketException) {
            return fault(
                    unreachable(e), "Make sure that a primary runs and can be reached, as %s says.".formatted(URI), e);
        }
        return fault(messageOf(e), "See what the server's log says of it.", e);
    }

    private CheckpointException fault(String problem, String action, RuntimeException cause) {
        return new CheckpointException(
                "The checkpoints in %s cannot be used: %s.".formatted(where, problem), action, cause);
    }

    /** What is wrong with the servers, rather than what the driver was waiting for. */
    private String unreachable(RuntimeException e) {
        ClusterDescription known = cluster.get();
        if (known.getSrvResolutionException() != null) {
            return "its name is not found, " + rootMessageOf(known.getSrvResolutionException());
        }
        List<ServerDescription> servers = known.getServerDescriptions();
        if (servers.stream().anyMatch(ServerDescription::isPrimary)) {
            return e instanceof MongoTimeoutException ? "there was no answer in time" : messageOf(e);
        }
        String wrong = servers.stream()
                .filter(server -> server.getException() != null)
                .map(server -> server.getAddress() + ": " + rootMessageOf(server.getException()))
                .collect(Collectors.joining(", "));
        return wrong.isEmpty() ? "there is no primary" : wrong;
    }

    private static String rootMessageOf(@Nullable Throwable e) {
        Throwable root = e;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        return messageOf(root);
    }

    private static String messageOf(@Nullable Throwable e) {
        if (e instanceof MongoCommandException command) {
            return command.getErrorMessage();
        }
        String message = e == null ? null : e.getMessage();
        return message == null ? String.valueOf(e) : message;
    }
}
