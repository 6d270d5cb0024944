package dev.corecdc.processor.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** Asks servers, each by itself, which replica set they are of: the driver passes over those of another one in silence. */
final class ReplicaSetNames {

    private static final long PATIENCE_MILLIS = 2_000;

    private ReplicaSetNames() {}

    /**
     * What the first server says that answers; empty when none does.
     *
     * @param settings how the deployment is reached otherwise
     */
    static Optional<Answer> ask(ConnectionString uri, MongoClientSettings settings) {
        return uri.getHosts().stream()
                .map(host -> ask(new ServerAddress(host), settings))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Answer> ask(ServerAddress server, MongoClientSettings settings) {
        MongoClientSettings single = MongoClientSettings.builder(settings)
                .applyToClusterSettings(cluster -> cluster.mode(ClusterConnectionMode.SINGLE)
                        .hosts(List.of(server))
                        .requiredReplicaSetName(null)
                        .requiredClusterType(ClusterType.UNKNOWN)
                        .serverSelectionTimeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS))
                .build();
        try (MongoClient client = MongoClients.create(single)) {
            Document hello = client.getDatabase("admin").runCommand(new Document("hello", 1));
            return Optional.of(new Answer(server.toString(), Optional.ofNullable(hello.getString("setName"))));
        } catch (MongoException e) {
            return Optional.empty();
        }
    }

    /** Which replica set a server is of; none, for a standalone server. */
    record Answer(String server, Optional<String> name) {}
}
