package dev.corecdc.processor.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What a MongoDB deployment says of itself.
 *
 * @param identity who it is; null for a server that is neither a member of a replica set nor a router
 * @param waiting whether it is a member of a replica set that has not been initiated yet
 * @param major the first number of its version
 * @param minor the second
 * @param patch the third
 */
record Deployment(@Nullable Identity identity, boolean waiting, int major, int minor, int patch) {

    /** What routers of sharded clusters are called; they tell no name of their own. */
    private static final String SHARDED = "sharded";

    /**
     * Who a deployment is.
     *
     * @param name the replica set's name
     * @param id the replica set's id, null where the user may not ask for it
     */
    record Identity(String name, @Nullable String id) {

        /** Whether the two can be the same, as far as is known. */
        boolean canBe(Identity that) {
            return (id != null && that.id != null) ? id.equals(that.id) : name.equals(that.name);
        }

        @Override
        public String toString() {
            return id == null ? "'%s'".formatted(name) : "'%s' (%s)".formatted(name, id);
        }
    }

    /** Asks it. Everybody may, but for the id. */
    static Deployment ask(MongoDatabase admin) {
        List<BsonValue> version = run(admin, "buildInfo").getArray("versionArray");
        BsonDocument hello = run(admin, "hello");
        return new Deployment(
                identity(admin, hello),
                hello.containsKey("isreplicaset"),
                number(version, 0),
                number(version, 1),
                number(version, 2));
    }

    private static @Nullable Identity identity(MongoDatabase admin, BsonDocument hello) {
        if (hello.containsKey("setName")) {
            return new Identity(hello.getString("setName").getValue(), replicaSetId(admin));
        }
        boolean router =
                hello.containsKey("msg") && hello.getString("msg").getValue().equals("isdbgrid");
        return router ? new Identity(SHARDED, null) : null;
    }

    private static @Nullable String replicaSetId(MongoDatabase admin) {
        try {
            BsonDocument settings =
                    run(admin, "replSetGetConfig").getDocument("config").getDocument("settings", new BsonDocument());
            return settings.containsKey("replicaSetId")
                    ? settings.getObjectId("replicaSetId").getValue().toHexString()
                    : null;
        } catch (MongoCommandException e) {
            return null; // it needs a privilege that following changes does not
        }
    }

    private static BsonDocument run(MongoDatabase admin, String command) {
        return admin.runCommand(new BsonDocument(command, new BsonInt32(1)), BsonDocument.class);
    }

    private static int number(List<BsonValue> version, int index) {
        return index < version.size() ? version.get(index).asNumber().intValue() : 0;
    }

    boolean isSharded() {
        return identity != null && identity.name().equals(SHARDED);
    }

    /** Who it is, where it is known to be somebody. */
    Identity knownIdentity() {
        return Objects.requireNonNull(identity);
    }

    /** Whether it records documents as they were before and after a change. */
    boolean hasImages() {
        return major >= 6;
    }

    /** Whether it tells all that happens to collections and indexes. */
    boolean hasExpandedEvents() {
        return major >= 6;
    }

    /** Whether it cuts events that are larger than a document may be (from 7.0 on, and 6.0.9). */
    boolean splitsLargeEvents() {
        return major >= 7 || (major == 6 && (minor > 0 || patch >= 9));
    }

    String version() {
        return "%d.%d.%d".formatted(major, minor, patch);
    }
}
