package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the stand-in presents itself, and what it lets a test play back. */
class StandInServerTests {

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void greetsAsThePrimaryOfAReplicaSet() {
        Document hello = standIn.admin(new Document("hello", 1));

        assertThat(hello)
                .containsEntry("isWritablePrimary", true)
                .containsEntry("setName", "rs0")
                .containsEntry("maxWireVersion", 25)
                .containsEntry("primary", "127.0.0.1:" + standIn.server().port());
        assertThat(standIn.admin(new Document("buildInfo", 1))).containsEntry("version", "8.0.4");
        assertThat(standIn.admin(new Document("ping", 1))).containsEntry("ok", 1.0);
        assertThat(standIn.admin(new Document("connectionStatus", 1))).containsKey("authInfo");
    }

    @Test
    void tellsTheIdOfItsReplicaSet() {
        ObjectId id = new ObjectId();
        try (StandInFixture named =
                new StandInFixture(ReplicaSetOptions.defaults().withReplicaSetId(id))) {
            assertThat(replicaSetId(named)).isEqualTo(id);
        }
        assertThat(replicaSetId(standIn)).isNotEqualTo(id);
    }

    private static Object replicaSetId(StandInFixture server) {
        return server.admin(new Document("replSetGetConfig", 1))
                .getEmbedded(List.of("config", "settings", "replicaSetId"), Object.class);
    }

    @Test
    void hasNoChangeStreamsAsAStandalone() {
        try (StandInFixture alone =
                new StandInFixture(ReplicaSetOptions.defaults().asStandalone())) {
            alone.insert(1);

            assertThat(alone.admin(new Document("hello", 1))).doesNotContainKey("setName");
            assertThat(errorOf(() -> alone.people().watch().cursor()))
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("The $changeStream stage is only supported on replica sets")
                    .satisfies(error -> assertThat(error.getCode()).isEqualTo(40573));
            assertThat(errorOf(() -> alone.admin(new Document("replSetGetConfig", 1)))
                            .getCode())
                    .isEqualTo(76);
        }
    }

    @Test
    void letsInWhoKnowsThePassword() {
        ReplicaSetOptions guarded = ReplicaSetOptions.defaults().withUser("cdc", "secret");
        try (StandInFixture server = new StandInFixture(guarded)) {
            server.insert(1);
            assertThat(server.people().countDocuments()).isEqualTo(1);
            String address = "127.0.0.1:" + server.server().port() + "/?replicaSet=rs0";

            try (MongoClient stranger = MongoClients.create("mongodb://" + address)) {
                assertThat(errorOf(() -> stranger.getDatabase("shop")
                                        .getCollection("people")
                                        .countDocuments())
                                .getCode())
                        .isEqualTo(13);
            }
            try (MongoClient mistaken = MongoClients.create("mongodb://cdc:guess@" + address)) {
                assertThat(errorOf(() -> mistaken.getDatabase("shop")
                                .getCollection("people")
                                .countDocuments()))
                        .isInstanceOf(MongoSecurityException.class)
                        .hasRootCauseInstanceOf(MongoCommandException.class)
                        .rootCause()
                        .satisfies(cause -> assertThat(((MongoCommandException) cause).getErrorCode())
                                .isEqualTo(18));
            }
        }
    }

    @Test
    void playsBackRecordedEvents() {
        BsonDocument recorded = BsonDocument.parse("""
                {_id: {_data: '82674D3C47000000012B022C0100296E5A1004EED3A947B256417181A8398FEE8F22CD46645F69640064674D3C4778BE\
                6AC4A6210F240004'},
                 operationType: 'insert', clusterTime: {$timestamp: {t: 1733114951, i: 1}}, ns: {db: 'test', coll: 'people'},
                 documentKey: {_id: {$oid: '674d3c4778be6ac4a6210f24'}},
                 fullDocument: {_id: {$oid: '674d3c4778be6ac4a6210f24'}, name: 'Alek', age: 39}}""");
        try (RawEvents events = RawEvents.of(standIn.client().watch())) {
            standIn.server().append(recorded);
            standIn.insert(1);

            assertThat(events.next()).isEqualTo(recorded);
            assertThat(StandInFixture.id(events.next())).isEqualTo(1);
        }
        try (RawEvents after = RawEvents.of(standIn.client().watch().resumeAfter(recorded.getDocument("_id")))) {
            assertThat(StandInFixture.id(after.next())).isEqualTo(1);
        }
    }

    @Test
    void takesItsTimeFromTheClockGiven() {
        Instant then = Instant.parse("2024-12-02T04:49:11Z");
        ReplicaSetOptions options = ReplicaSetOptions.defaults().withClock(Clock.fixed(then, ZoneOffset.UTC));
        try (StandInFixture old = new StandInFixture(options);
                RawEvents events = RawEvents.of(old.people().watch())) {
            old.insert(1, 2);

            BsonDocument second = events.next(2).get(1);

            assertThat(second.getDateTime("wallTime").getValue()).isEqualTo(then.toEpochMilli());
            assertThat(second.getTimestamp("clusterTime"))
                    .isEqualTo(new BsonTimestamp((int) then.getEpochSecond(), 4))
                    .isEqualTo(old.server().latestTime());
        }
    }

    /** A thread for each of them would be more threads than the stand-in has. */
    @Test
    void letsManyWaitForEventsWithoutAThreadForEach() {
        int count = 60;
        List<Document> cursors = IntStream.range(0, count)
                .mapToObj(stream -> standIn.open(new Document(), new Document()))
                .toList();
        List<CompletableFuture<Document>> waiting = new ArrayList<>();
        cursors.forEach(cursor -> waiting.add(inItsOwnThread(() -> standIn.shop()
                .runCommand(new Document("getMore", cursor.getLong("id"))
                        .append("collection", "people")
                        .append("maxTimeMS", 60_000)))));
        Awaitility.await().until(() -> standIn.server().waitingGetMores() == count);

        standIn.insert(1);

        assertThat(waiting).allSatisfy(answer -> assertThat(answer.get(20, TimeUnit.SECONDS)
                        .get("cursor", Document.class)
                        .getList("nextBatch", Document.class))
                .hasSize(1));
    }

    private static <T> CompletableFuture<T> inItsOwnThread(java.util.function.Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> result.complete(work.get()), "waiter");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    @Test
    void answersAnIdleGetMoreWhenItsTimeIsOver() {
        Document cursor = standIn.open(new Document(), new Document());
        long start = System.nanoTime();

        Document answer = standIn.shop()
                .runCommand(new Document("getMore", cursor.getLong("id"))
                        .append("collection", "people")
                        .append("maxTimeMS", 300));

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(290));
        assertThat(answer.get("cursor", Document.class).getList("nextBatch", Document.class))
                .isEmpty();
        assertThat(answer.get("cursor", Document.class)).containsKey("postBatchResumeToken");
    }
}
