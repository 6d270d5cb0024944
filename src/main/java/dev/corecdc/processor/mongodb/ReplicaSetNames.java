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
     * What one of the servers says, when all of them answer and none is of the set {@code wanted}; else empty.
     *
     * @param settings how the deployment is reached otherwise
     */
    static Optional<Answer> ask(ConnectionString uri, MongoClientSettings settings, String wanted) {
        Optional<Answer> other = Optional.empty();
        for (String host : uri.getHosts()) {
            other = ask(new ServerAddress(host), settings)
                    .filter(answer -> !answer.waiting() && !answer.name().equals(Optional.of(wanted)));
            if (other.isEmpty()) {
                return other;
            }
        }
        return other;
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
            return Optional.of(new Answer(
                    server.toString(),
                    Optional.ofNullable(hello.getString("setName")),
                    hello.containsKey("isreplicaset")));
        } catch (MongoException e) {
            return Optional.empty();
        }
    }

    /**
     * Which replica set a server is of.
     *
     * @param name none, for a standalone server
     * @param waiting whether it is of one that has not been initiated yet
     */
    record Answer(String server, Optional<String> name, boolean waiting) {}
}
