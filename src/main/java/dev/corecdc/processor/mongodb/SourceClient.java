package dev.corecdc.processor.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterDescription;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mongodb.ReplicaSetNames.Answer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/**
 * The client of one processor, and its databases by way of Spring Data. Made when first used; it reconnects by itself. Safe for use
 * by several threads.
 */
final class SourceClient implements AutoCloseable {

    private static final String ADMIN = "admin";

    private final ConnectionString uri;
    private final String database;
    private final Duration timeout;
    private @Nullable MongoClient client;
    private boolean closed;

    /**
     * Connects to nothing yet.
     *
     * @param database the one that {@link #databases} gives when asked for none
     * @param timeout how long finding the server, and connecting, may each take, where {@code uri} does not say it
     */
    SourceClient(ConnectionString uri, @Nullable String database, Duration timeout) {
        this.uri = uri;
        this.database = database == null ? ADMIN : database;
        this.timeout = timeout;
    }

    /** Where the deployment is, for people. */
    String address() {
        return String.join(",", uri.getHosts());
    }

    synchronized MongoClient client() {
        if (closed) {
            throw new IllegalStateException("the processor is closed");
        }
        if (client == null) {
            client = MongoClients.create(clientSettings());
        }
        return client;
    }

    private MongoClientSettings clientSettings() {
        MongoClientSettings.Builder settings =
                MongoClientSettings.builder().applicationName("core-cdc").applyConnectionString(uri);
        // At the level DEBUG the driver would log the beginning of what the server sends, with values that are to be
        // hidden.
        settings.applyToLoggerSettings(logging -> logging.maxDocumentLength(1));
        if (uri.getServerSelectionTimeout() == null) {
            settings.applyToClusterSettings(
                    cluster -> cluster.serverSelectionTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
        }
        if (uri.getConnectTimeout() == null) {
            settings.applyToSocketSettings(socket -> socket.connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS));
        }
        return settings.build();
    }

    MongoDatabaseFactory databases() {
        return new SimpleMongoClientDatabaseFactory(client(), database);
    }

    /**
     * What the deployment says of itself.
     *
     * @throws SourceException when it has no change streams
     * @throws MongoException when it does not answer
     */
    Deployment deployment() throws SourceException {
        Deployment deployment = Deployment.ask(databases().getMongoDatabase(ADMIN));
        if (deployment.waiting()) {
            throw new SourceException(
                    Kind.UNAVAILABLE, address() + " is waiting for rs.initiate(), by which it becomes a replica set");
        }
        if (deployment.identity() == null) {
            throw new SourceException(
                    Kind.UNREADABLE, address() + " is a standalone server: " + SourceFaults.NEEDS_SET);
        }
        return deployment;
    }

    /** Whether the driver's own watch of a server, over another connection, has found it to answer. */
    synchronized boolean isAnswering(ServerAddress server) {
        return client != null
                && client.getClusterDescription().getServerDescriptions().stream()
                        .anyMatch(known -> known.getAddress().equals(server) && known.isOk());
    }

    /** What a failure of the driver means. */
    SourceException fault(@Nullable Throwable cause) {
        String wanted = uri.getRequiredReplicaSetName();
        if (cause instanceof MongoTimeoutException && wanted != null && !uri.isSrvProtocol()) {
            Answer answer = ReplicaSetNames.ask(uri, clientSettings(), wanted).orElse(null);
            if (answer != null) {
                return otherSet(wanted, answer, cause);
            }
        }
        ClusterDescription cluster;
        synchronized (this) {
            cluster = client == null ? null : client.getClusterDescription();
        }
        return SourceFaults.of(address(), cluster, cause);
    }

    private static SourceException otherSet(String wanted, Answer answer, Throwable cause) {
        return new SourceException(
                Kind.UNREADABLE,
                answer.name()
                        .map(name -> "%s is of the replica set '%s', not of '%s' as the connection string says"
                                .formatted(answer.server(), name, wanted))
                        .orElseGet(() ->
                                "%s is a standalone server: %s".formatted(answer.server(), SourceFaults.NEEDS_SET)),
                cause);
    }

    /** Closes all connections, those in use too. The next use makes new ones. */
    synchronized void disconnect() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        disconnect();
    }
}
