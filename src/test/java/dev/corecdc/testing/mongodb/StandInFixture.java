package dev.corecdc.testing.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.BsonDocument;
import org.bson.Document;

/** A stand-in with a client, a database {@code shop} and a collection {@code people}. */
final class StandInFixture implements AutoCloseable {

    private final InMemoryReplicaSet server;
    private final MongoClient client;

    StandInFixture() {
        this(ReplicaSetOptions.defaults());
    }

    StandInFixture(ReplicaSetOptions options) {
        server = InMemoryReplicaSet.start(options);
        client = server.connect();
    }

    InMemoryReplicaSet server() {
        return server;
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase shop() {
        return client.getDatabase("shop");
    }

    MongoCollection<Document> people() {
        return shop().getCollection("people");
    }

    /** Inserts one document for each id. */
    void insert(int... ids) {
        for (int id : ids) {
            people().insertOne(new Document("_id", id));
        }
    }

    Document admin(Document command) {
        return client.getDatabase("admin").runCommand(command);
    }

    /** Runs {@code aggregate} with a change stream on the collection as it is, and gives the cursor of the answer. */
    Document open(Document changeStream, Document cursor) {
        Document command = new Document("aggregate", "people")
                .append("pipeline", List.of(new Document("$changeStream", changeStream)))
                .append("cursor", cursor);
        return shop().runCommand(command).get("cursor", Document.class);
    }

    static int id(BsonDocument event) {
        return event.getDocument("documentKey").getInt32("_id").getValue();
    }

    static String token(BsonDocument event) {
        return event.getDocument("_id").getString("_data").getValue();
    }

    /** The server's error that an action meets. */
    static MongoException errorOf(ThrowingCallable action) {
        MongoException error = catchThrowableOfType(MongoException.class, action);
        assertThat(error).as("a server's error").isNotNull();
        return error;
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
