package dev.corecdc.demo;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody called Alek, who comes, gets younger, and goes, over and over again. */
final class PeopleLoad implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeopleLoad.class);
    private static final long STEP_MILLIS = 2_000;
    private static final String NAME = "name";
    private static final String ALEK = "Alek";

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "people-load"));
    private final MongoClient client;
    private final MongoCollection<Document> people;
    private final ScheduledFuture<?> timer;
    private int steps;

    private PeopleLoad(MongoClient client) {
        this.client = client;
        this.people = client.getDatabase("test").getCollection("people");
        this.timer = executor.scheduleWithFixedDelay(this::step, 0, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    static PeopleLoad start(String uri) {
        MongoClient client = MongoClients.create(uri);
        client.getDatabase("test").createCollection("people");
        return new PeopleLoad(client);
    }

    private void step() {
        try {
            switch (steps++ % 3) {
                case 0 -> people.insertOne(new Document(NAME, ALEK).append("age", 39));
                case 1 -> people.updateOne(Filters.eq(NAME, ALEK), Updates.set("age", 30));
                default -> people.deleteOne(Filters.eq(NAME, ALEK));
            }
        } catch (MongoException e) {
            if (!executor.isShutdown()) {
                LOG.warn("Alek is lost: {}", e.getMessage());
                executor.shutdown();
            }
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
        executor.shutdown();
        client.close();
    }
}
