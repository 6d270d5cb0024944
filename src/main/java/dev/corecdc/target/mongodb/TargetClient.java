package dev.corecdc.target.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoNamespace;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import dev.corecdc.target.TargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** The client of one target. It reads from the primary. Safe for use by several threads. */
final class TargetClient implements AutoCloseable {

    /** The wire versions of MongoDB 4.0 and 4.2. */
    private static final int TRANSACTIONS = 7;

    private static final int SHARDED_TRANSACTIONS = 8;

    private final MongoClient client;
    private final WriteConcern writeConcern;
    private final String target;
    private final String address;

    /**
     * Makes a client, without connecting.
     *
     * @param target the name of the target
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     */
    TargetClient(String target, MongoTargetSettings settings) {
        this.target = target;
        ConnectionString uri = parse(settings.uri());
        WriteConcern wanted = uri.getWriteConcern();
        this.writeConcern = wanted == null ? WriteConcern.MAJORITY : wanted;
        if (!writeConcern.isAcknowledged()) {
            throw new IllegalArgumentException(
                    "'mongodb.uri' has w=0, by which nobody would know whether anything was written");
        }
        this.address = String.join(",", uri.getHosts());
        this.client = MongoClients.create(clientSettings(uri, settings));
    }

    private MongoClientSettings clientSettings(ConnectionString uri, MongoTargetSettings settings) {
        long connect = settings.connectTimeout().toMillis();
        MongoClientSettings.Builder builder = MongoClientSettings.builder()
                .applicationName("core-cdc")
                .applyConnectionString(uri)
                .writeConcern(writeConcern)
                .readConcern(ReadConcern.LOCAL)
                .readPreference(ReadPreference.primary())
                .timeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        // At the level DEBUG the driver would log the beginning of what is written, with its values.
        builder.applyToLoggerSettings(logging -> logging.maxDocumentLength(1));
        if (uri.getServerSelectionTimeout() == null) {
            builder.applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(connect, TimeUnit.MILLISECONDS));
        }
        if (uri.getConnectTimeout() == null) {
            builder.applyToSocketSettings(socket -> socket.connectTimeout(connect, TimeUnit.MILLISECONDS));
        }
        return builder.build();
    }

    /** The driver's own message might show a part of the password. */
    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'mongodb.uri' is not a connection string that the driver understands;"
                    + " it begins with mongodb:// or mongodb+srv://, and reserved characters in the user's name and"
                    + " password are percent-encoded");
        } catch (MongoException e) {
            throw new IllegalArgumentException(
                    "'mongodb.uri' names servers that cannot be looked up: " + e.getMessage(), e);
        }
    }

    /** Where the server is, for people. */
    String address() {
        return address;
    }

    MongoClient client() {
        return client;
    }

    WriteConcern writeConcern() {
        return writeConcern;
    }

    MongoCollection<BsonDocument> collection(MongoNamespace name) {
        return client.getDatabase(name.getDatabaseName()).getCollection(name.getCollectionName(), BsonDocument.class);
    }

    /**
     * Makes sure that the server has transactions.
     *
     * @throws TargetException when it has none
     * @throws MongoException when it does not answer
     */
    void requireTransactions() {
        client.getDatabase("admin").runCommand(new BsonDocument("ping", new BsonInt32(1)));
        for (ServerDescription server : client.getClusterDescription().getServerDescriptions()) {
            if (server.getType() == ServerType.STANDALONE) {
                throw withoutTransactions("is a standalone server, which has no transactions");
            }
            int needed = server.getType() == ServerType.SHARD_ROUTER ? SHARDED_TRANSACTIONS : TRANSACTIONS;
            if (server.isOk() && server.getMaxWireVersion() < needed) {
                throw withoutTransactions("is too old for transactions");
            }
        }
    }

    private TargetException withoutTransactions(String what) {
        return new TargetException(
                "The target '%s' has 'mongodb.exactly-once' set, which needs transactions; and the MongoDB at %s %s."
                        .formatted(target, address, what),
                "Start it with --replSet rs0 and run 'rs.initiate()' in its shell once, with MongoDB 4.2 or later; or leave"
                        + " 'exactly-once' off.",
                null);
    }

    /** A database whose answers may take as long as they take. */
    MongoDatabase patient(String database) {
        return client.getDatabase(database).withTimeout(0, TimeUnit.MILLISECONDS);
    }

    /** Lets an interrupt of the thread wait until the server has answered, as the driver would give up what is under way. */
    static <T> T uninterrupted(Callable<T> work) throws Exception {
        boolean interrupted = Thread.interrupted();
        try {
            return work.call();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
