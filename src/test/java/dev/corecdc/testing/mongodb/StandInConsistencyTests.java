package dev.corecdc.testing.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** What every test on the stand-in relies on: its events, in order, make its collections. */
class StandInConsistencyTests {

    private static final int WRITERS = 4;
    private static final int ROUNDS = 150;
    private static final int IDS = 12;
    private static final int LAST = -1;

    @Test
    void eventsRebuildTheCollectionThroughTransactionsStepDownsAndCutConnections() {
        try (StandInFixture standIn = new StandInFixture();
                RawEvents events = RawEvents.of(standIn.people().watch())) {
            List<CompletableFuture<Void>> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> CompletableFuture.runAsync(() -> write(standIn, new Random(writer))))
                    .toList();
            CompletableFuture<Void> disturbance = CompletableFuture.runAsync(() -> {
                for (CompletableFuture<Void> writer : writers) {
                    standIn.server().stepDown(Duration.ofMillis(20));
                    writer.join();
                    standIn.server().disconnectClients();
                }
                insist(() -> standIn.insert(LAST));
            });

            Map<Integer, BsonDocument> rebuilt = rebuild(events);

            disturbance.join();
            MongoCollection<BsonDocument> people = standIn.shop().getCollection("people", BsonDocument.class);
            assertThat(rebuilt.values())
                    .containsExactlyInAnyOrderElementsOf(
                            people.find(Filters.ne("_id", LAST)).into(new ArrayList<>()));
        }
    }

    private static void write(StandInFixture standIn, Random random) {
        try (ClientSession session = standIn.client().startSession()) {
            for (int round = 0; round < ROUNDS; round++) {
                if (random.nextInt(3) == 0) {
                    long seed = random.nextLong();
                    insist(() -> session.withTransaction(() -> {
                        Random sameEachTime = new Random(seed);
                        for (int i = 0; i < 3; i++) {
                            writeOne(standIn.people(), session, sameEachTime);
                        }
                        return true;
                    }));
                } else {
                    insist(() -> writeOne(standIn.people(), session, random));
                }
            }
        }
    }

    /** The driver tries again once only, and one disturbance may follow the other. */
    private static void insist(Runnable write) {
        for (int attempt = 1; ; attempt++) {
            try {
                write.run();
                return;
            } catch (MongoException e) {
                assertThat(attempt).as(e.toString()).isLessThan(10);
            }
        }
    }

    private static void writeOne(MongoCollection<Document> people, ClientSession session, Random random) {
        int id = random.nextInt(IDS);
        int value = random.nextInt(1000);
        switch (random.nextInt(4)) {
            case 0 -> people.deleteOne(session, Filters.eq(id));
            case 1 ->
                people.replaceOne(
                        session, Filters.eq(id), new Document("replaced", value), new ReplaceOptions().upsert(true));
            case 2 ->
                people.updateMany(
                        session,
                        Filters.gt("_id", id),
                        Updates.combine(Updates.set("many", value), Updates.unset("one")));
            default ->
                people.updateOne(session, Filters.eq(id), Updates.set("one", value), new UpdateOptions().upsert(true));
        }
    }

    private static Map<Integer, BsonDocument> rebuild(RawEvents events) {
        Map<Integer, BsonDocument> people = new HashMap<>();
        while (true) {
            BsonDocument event = events.next();
            int id = StandInFixture.id(event);
            if (id == LAST) {
                return people;
            }
            switch (event.getString("operationType").getValue()) {
                case "insert", "replace" -> people.put(id, event.getDocument("fullDocument"));
                case "delete" -> assertThat(people.remove(id)).isNotNull();
                default -> {
                    assertThat(people).as("what is updated was inserted").containsKey(id);
                    people.computeIfPresent(id, (same, person) -> updated(person, event));
                }
            }
        }
    }

    private static BsonDocument updated(BsonDocument person, BsonDocument event) {
        BsonDocument description = event.getDocument("updateDescription");
        person.putAll(description.getDocument("updatedFields"));
        description
                .getArray("removedFields")
                .forEach(field -> person.remove(field.asString().getValue()));
        return person;
    }
}
