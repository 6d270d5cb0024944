package dev.corecdc.checkpoint.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A collection of checkpoints that a test looks at and spoils. */
final class StorePlace implements AutoCloseable {

    private final MongoClient client;
    private final MongoCollection<BsonDocument> collection;
    private final StoreFaults faults;
    private volatile Runnable way = () -> {};
    private volatile Runnable wayBack = () -> {};

    StorePlace(String uri, String name) {
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .writeConcern(WriteConcern.MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .addCommandListener(new CommandListener() {
                    @Override
                    public void commandStarted(CommandStartedEvent event) {
                        way.run();
                    }

                    @Override
                    public void commandSucceeded(CommandSucceededEvent event) {
                        wayBack.run();
                    }
                })
                .build());
        collection = client.getDatabase("core_cdc").getCollection(name, BsonDocument.class);
        faults = new StoreFaults("MongoDB at " + name, client::getClusterDescription);
    }

    StoredService service(String name) {
        return new StoredService(collection, name, faults);
    }

    String where() {
        return faults.where();
    }

    /** What happens while a request is on its way to the server, and while the answer is. */
    void onTheWay(Runnable there, Runnable back) {
        way = there;
        wayBack = back;
    }

    BsonDocument document(String service) {
        return Objects.requireNonNull(
                collection.find(Filters.eq("_id", service)).first());
    }

    void put(BsonDocument document) {
        collection.insertOne(document);
    }

    void set(String service, String path, BsonValue value) {
        collection.updateOne(Filters.eq("_id", service), Updates.set(path, value));
    }

    void drop() {
        collection.drop();
    }

    @Override
    public void close() {
        client.close();
    }
}
