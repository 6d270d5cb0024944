package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.MongoNamespace;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections of one MongoDB, and their copies in another, are the same in the end. Both are the stand-in. */
class MongoToMongoIT {

    private static final int CHANGES = Integer.getInteger("copy.changes", 400);
    private static final long SEED = Long.getLong("copy.seed", System.nanoTime());

    /** Values of every type of BSON that relaxed Extended JSON shows less exactly, and others. */
    private static final List<String> VALUES = List.of(
            "5",
            "{$numberLong: '5'}",
            "5.0",
            "{$numberDecimal: '1.20'}",
            "{$date: {$numberLong: '1733197735123'}}",
            "{$binary: {base64: 'AP8=', subType: '80'}}",
            "{$oid: '674d3c4778be6ac4a6210f25'}",
            "'674d3c4778be6ac4a6210f25'",
            "[1, {$numberLong: '2'}, [3.0]]",
            "{a: {b: {$timestamp: {t: 5, i: 1}}}, c: null}");

    private final Path folder;

    MongoToMongoIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {", save-full-event: false", ", full-document: default"})
    void theCopyIsTheSame(String more) throws Exception {
        System.out.printf("-Dcopy.changes=%d -Dcopy.seed=%d%n", CHANGES, SEED);
        try (InMemoryReplicaSet source = InMemoryReplicaSet.start();
                InMemoryReplicaSet copy = InMemoryReplicaSet.start();
                MongoClient client = source.connect();
                MongoClient copied = copy.connect();
                ServiceProcess service = ServiceProcess.main(
                        CoreCdcApplication.class, folder, Yaml.peopleToMongo(source.uri(), more, copy.uri()))) {
            service.start().awaitOutput("people is RUNNING");
            MongoDatabase database = client.getDatabase("test");
            write(client, database.getCollection("people", BsonDocument.class), new Random(SEED));
            if (more.contains("save-full-event: false")) {
                // What is not looked up before the collection has another name would not be known.
                awaitTheSame(client, copied, "people");
            }
            database.createCollection("empty");
            database.getCollection("people").renameCollection(new MongoNamespace("test", "persons"));
            database.getCollection("gone").insertOne(new Document("_id", 1));
            database.getCollection("gone").drop();
            database.getCollection("persons", BsonDocument.class)
                    .insertOne(new BsonDocument("_id", new BsonString("last")));

            awaitTheSame(client, copied, "persons");
            assertThat(copied.getDatabase("test").listCollectionNames()).containsExactlyInAnyOrder("persons", "empty");
            assertThat(service.output()).doesNotContain("RETRYING");
        }
    }

    private static void awaitTheSame(MongoClient source, MongoClient copy, String collection) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertThat(documents(copy, collection))
                        .hasSizeGreaterThan(5)
                        .isEqualTo(documents(source, collection)));
    }

    private static List<BsonDocument> documents(MongoClient client, String collection) {
        return client.getDatabase("test")
                .getCollection(collection, BsonDocument.class)
                .find()
                .sort(BsonDocument.parse("{_id: 1}"))
                .into(new ArrayList<>());
    }

    private static void write(MongoClient client, MongoCollection<BsonDocument> people, Random random) {
        List<BsonDocument> ids = new ArrayList<>();
        for (int change = 0; change < CHANGES; change++) {
            try (ClientSession session = client.startSession()) {
                session.withTransaction(() -> {
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        writeOne(session, people, random, ids);
                    }
                    return true;
                });
            }
        }
    }

    private static void writeOne(
            ClientSession session, MongoCollection<BsonDocument> people, Random random, List<BsonDocument> ids) {
        int kind = ids.isEmpty() ? 0 : random.nextInt(7);
        if (kind <= 1) {
            BsonDocument id = new BsonDocument("_id", id(random, ids.size()));
            ids.add(id);
            people.insertOne(session, document(random, id));
            return;
        }
        BsonDocument id = ids.get(random.nextInt(ids.size()));
        switch (kind) {
            case 2 -> people.replaceOne(session, id, document(random, id));
            case 3 -> people.updateOne(session, id, new BsonDocument("$set", new BsonDocument("a.b", value(random))));
            case 4 ->
                people.updateOne(session, id, BsonDocument.parse("{$push: {list: {$each: [1, 2, 3], $slice: -4}}}"));
            case 5 -> people.updateOne(session, id, BsonDocument.parse("{$unset: {c: ''}, $inc: {n: 1}}"));
            default -> {
                people.deleteOne(session, id);
                ids.remove(id);
            }
        }
    }

    private static BsonValue id(Random random, int number) {
        return switch (random.nextInt(3)) {
            case 0 -> new BsonObjectId(new ObjectId());
            case 1 -> new BsonString(new ObjectId().toHexString());
            default -> new BsonDocument("x", new BsonInt32(number)).append("y", new BsonInt32(random.nextInt()));
        };
    }

    private static BsonDocument document(Random random, BsonDocument id) {
        return id.clone().append("a", new BsonDocument("b", value(random))).append("c", value(random));
    }

    private static BsonValue value(Random random) {
        return Objects.requireNonNull(BsonDocument.parse("{v: " + VALUES.get(random.nextInt(VALUES.size())) + "}")
                .get("v"));
    }
}
