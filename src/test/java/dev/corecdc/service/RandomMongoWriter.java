package dev.corecdc.service;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.bson.Document;

/**
 * Writes random changes of a collection in transactions of 1 to 50, or alone, and knows what it has committed, in order. A change is
 * named as {@code INSERT 7 v3}: what was done, the document's id, its value; a deletion shows no value.
 */
final class RandomMongoWriter implements AutoCloseable {

    private static final int LARGEST_TRANSACTION = 50;

    /** Writing goes on while the service is started again. */
    private static final long PAUSE_NANOS_A_CHANGE = 3_000_000;

    private final MongoClient client;
    private final MongoCollection<Document> items;
    private final Random random;
    private final List<String> committed = new ArrayList<>();
    private final List<Integer> alive = new ArrayList<>();
    private int lastId;
    private int lastValue;

    RandomMongoWriter(String uri, Random random) {
        this.client = MongoClients.create(uri);
        this.items = client.getDatabase("shop").getCollection("item");
        this.random = random;
        client.getDatabase("shop").createCollection("item");
    }

    /** Writes at least so many changes. */
    void write(int changes) {
        while (progress() < changes) {
            int before = progress();
            writeSome();
            LockSupport.parkNanos((progress() - before) * PAUSE_NANOS_A_CHANGE);
        }
    }

    private void writeSome() {
        List<Change> changes = new ArrayList<>();
        int size = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(LARGEST_TRANSACTION);
        for (int i = 0; i < size; i++) {
            changes.add(next());
        }
        try (ClientSession session = client.startSession()) {
            session.withTransaction(() -> {
                changes.forEach(change -> change.apply(items, session));
                return changes;
            });
        }
        synchronized (committed) {
            changes.forEach(change -> committed.add(change.name()));
        }
    }

    private Change next() {
        String value = "v" + ++lastValue;
        int kind = alive.isEmpty() ? 0 : random.nextInt(5);
        if (kind <= 1) {
            int id = ++lastId;
            alive.add(id);
            return new Change("INSERT", id, value);
        }
        int index = random.nextInt(alive.size());
        int id = alive.get(index);
        if (kind == 4) {
            alive.remove(index);
            return new Change("DELETE", id, "");
        }
        return new Change(kind == 2 ? "UPDATE" : "REPLACE", id, value);
    }

    /** How many changes have been committed. */
    int progress() {
        synchronized (committed) {
            return committed.size();
        }
    }

    /** Everything that has been committed, in order; no change is like another. */
    List<String> committed() {
        synchronized (committed) {
            return List.copyOf(committed);
        }
    }

    /** What is in the collection now: values by id. */
    Map<Integer, String> content() {
        Map<Integer, String> content = new TreeMap<>();
        for (Document item : items.find()) {
            content.put(item.getInteger("_id"), item.getString("value"));
        }
        return content;
    }

    @Override
    public void close() {
        client.close();
    }

    private record Change(String kind, int id, String value) {

        void apply(MongoCollection<Document> items, ClientSession session) {
            switch (kind) {
                case "INSERT" -> items.insertOne(session, new Document("_id", id).append("value", value));
                case "UPDATE" -> items.updateOne(session, Filters.eq(id), Updates.set("value", value));
                case "REPLACE" -> items.replaceOne(session, Filters.eq(id), new Document("value", value));
                default -> items.deleteOne(session, Filters.eq(id));
            }
        }

        String name() {
            return "%s %d %s".formatted(kind, id, value).strip();
        }
    }
}
