package dev.corecdc.checkpoint.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import dev.corecdc.checkpoint.CheckpointException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/** The store's own client. What it writes is on the disks of a majority; no request lasts longer than a time that is given. */
final class StoreClient implements AutoCloseable {

    private final MongoClient client;
    private final MongoDatabaseFactory databases;
    private final String collection;
    private final String address;
    private final StoreFaults faults;

    /**
     * Makes a client, without connecting.
     *
     * @throws IllegalArgumentException when the settings are wrong; the message names the key
     * @throws CheckpointException when the servers are to be looked up by name and are not found
     */
    StoreClient(MongoCheckpointSettings settings, Duration timeout) {
        ConnectionString uri = parse(settings.uri());
        this.client = MongoClients.create(clientSettings(uri, timeout));
        this.databases = new SimpleMongoClientDatabaseFactory(client, settings.database());
        this.collection = settings.collection();
        this.address = String.join(",", uri.getHosts());
        this.faults = new StoreFaults(
                "MongoDB at %s (%s.%s)".formatted(address, settings.database(), settings.collection()),
                client::getClusterDescription);
    }

    static MongoClientSettings clientSettings(ConnectionString uri, Duration timeout) {
        return MongoClientSettings.builder()
                .applicationName("core-cdc")
                .applyConnectionString(uri)
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }

    /** The driver's own message might show a part of the password. */
    private static ConnectionString parse(String uri) {
        try {
            return new ConnectionString(uri);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'mongodb.uri' is not a connection string, as in"
                    + " mongodb://user:password@host1:27017,host2:27017/?replicaSet=rs0; in a user name and a password, each of"
                    + " : / ? # [ ] @ and the percent sign is written as a percent sign and two hexadecimal digits");
        } catch (MongoException e) {
            throw new CheckpointException(
                    "The MongoDB of the checkpoints cannot be looked up: %s.".formatted(e.getMessage()),
                    "Make sure that the name in cdc.checkpoint.mongodb.uri is right and can be resolved from here.",
                    e);
        }
    }

    /** The document of a service there. */
    StoredService service(String name) {
        return new StoredService(
                databases.getMongoDatabase().getCollection(collection, BsonDocument.class), name, faults);
    }

    /**
     * Connects, and makes sure that a majority means something there.
     *
     * @throws CheckpointException when it cannot be reached, or is no replica set
     */
    void connect() {
        try {
            databases.getMongoDatabase().runCommand(new BsonDocument("ping", new BsonInt32(1)));
        } catch (RuntimeException e) {
            throw faults.of(e);
        }
        for (ServerDescription server : client.getClusterDescription().getServerDescriptions()) {
            if (server.getType() == ServerType.STANDALONE) {
                throw new CheckpointException(
                        "Checkpoints need a replica set, and the MongoDB at %s is a standalone server."
                                .formatted(address),
                        "Start it with --replSet rs0 and run 'rs.initiate()' in its shell once; a replica set of one"
                                + " will do.",
                        null);
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
