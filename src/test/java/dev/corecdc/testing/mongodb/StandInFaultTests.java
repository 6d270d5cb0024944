package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static dev.corecdc.testing.mongodb.StandInFixture.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the levers do, as the unmodified driver sees it. */
class StandInFaultTests {

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void aStepDownEndsCursorsAndTheDriverGoesOnWhereItWas() {
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(1);
            assertThat(id(events.next())).isEqualTo(1);

            standIn.server().stepDown();
            assertThat(standIn.server().openChangeStreams()).isZero();
            standIn.insert(2);

            assertThat(id(events.next())).isEqualTo(2);
        }
    }

    @Test
    void duringAStepDownWritesAndReadsFail() {
        try (MongoClient impatient = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(
                        new com.mongodb.ConnectionString(standIn.server().uri()))
                .retryWrites(false)
                .retryReads(false)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(200, TimeUnit.MILLISECONDS))
                .build())) {
            var people = impatient.getDatabase("shop").getCollection("people");
            people.insertOne(new Document("_id", 1));

            standIn.server().stepDown(Duration.ofMinutes(1));

            assertThat(errorOf(() -> people.insertOne(new Document("_id", 2))))
                    .satisfiesAnyOf(error -> assertThat(error.getCode()).isEqualTo(10107), error -> assertThat(error)
                            .isInstanceOf(MongoTimeoutException.class));
            assertThat(errorOf(() -> people.find().first())).isInstanceOf(MongoTimeoutException.class);
            standIn.server().stepUp();
            Awaitility.await().ignoreExceptions().until(() -> people.countDocuments() == 1);
        }
    }

    @Test
    void aStepDownAbortsTransactions() {
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 1));
            standIn.server().stepDown(Duration.ofMillis(50));

            MongoException error = errorOf(session::commitTransaction);

            assertThat(error.getErrorLabels()).contains("TransientTransactionError");
        }
        assertThat(standIn.people().countDocuments()).isZero();
    }

    /** The driver sends both in the same session, the one of its pool. */
    @Test
    void aWriteIsDoneOnceHoweverOftenItIsSent() {
        standIn.people().insertOne(new Document("_id", 1).append("count", 0));
        Document increment = new Document("update", "people")
                .append(
                        "updates",
                        List.of(new Document("q", new Document("_id", 1))
                                .append("u", new Document("$inc", new Document("count", 1)))))
                .append("txnNumber", 1_000L);

        Document first = standIn.shop().runCommand(increment);
        Document again = standIn.shop().runCommand(increment);

        assertThat(again.get("n")).isEqualTo(first.get("n")).isEqualTo(1);
        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("count", 1));
    }

    @Test
    void aKilledCursorFailsWhoeverWaitsOnIt() throws Exception {
        Document cursor = standIn.open(new Document(), new Document());
        CompletableFuture<MongoException> waiting = CompletableFuture.supplyAsync(() -> errorOf(() -> getMore(cursor)));
        Awaitility.await().until(() -> standIn.server().waitingGetMores() == 1);

        standIn.server().killCursors();

        MongoException error = waiting.get(20, TimeUnit.SECONDS);
        assertThat(error.getCode()).isEqualTo(237);
        assertThat(error.getErrorLabels()).isEmpty();
        assertThat(errorOf(() -> getMore(cursor)).getCode()).isEqualTo(43);
    }

    private Document getMore(Document cursor) {
        return standIn.shop()
                .runCommand(new Document("getMore", cursor.getLong("id"))
                        .append("collection", "people")
                        .append("maxTimeMS", 20_000));
    }

    @Test
    void theDriverOpensAnewWhereACursorIsNotFound() {
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            assertThat(events.look()).isNull();
            standIn.server().killCursors();
            standIn.insert(1);

            assertThat(id(events.next())).isEqualTo(1);
        }
    }

    @Test
    void anErrorOnDemandHasTheLabelsThatAServerGivesToItsCode() {
        for (int code : new int[] {11602, 10107, 91, 189, 234}) {
            standIn.server().failNext("aggregate", code, "OnDemand");
            assertThat(errorOf(() -> standIn.open(new Document(), new Document()))
                            .getErrorLabels())
                    .containsExactly("ResumableChangeStreamError");
        }
        for (int code : new int[] {280, 286}) {
            standIn.server().failNext("aggregate", code, "OnDemand");
            assertThat(errorOf(() -> standIn.open(new Document(), new Document()))
                            .getErrorLabels())
                    .containsExactly("NonResumableChangeStreamError");
        }
        standIn.server().failNext("aggregate", 11601, "Interrupted");
        assertThat(errorOf(() -> standIn.open(new Document(), new Document())).getErrorLabels())
                .isEmpty();
    }

    @Test
    void anErrorOnDemandHappensOnceAndWithTheLabelsGiven() {
        standIn.server().failNext("insert", 64, "WriteConcernTimeout", "Mine");

        MongoException error = errorOf(() -> standIn.insert(1));

        assertThat(error.getCode()).isEqualTo(64);
        assertThat(error.getErrorLabels()).containsExactly("Mine");
        standIn.insert(1);
        assertThat(standIn.people().countDocuments()).isEqualTo(1);
    }

    @Test
    void anErrorOnDemandMeetsAGetMoreThatWaits() throws Exception {
        Document cursor = standIn.open(new Document(), new Document());
        CompletableFuture<MongoException> waiting = CompletableFuture.supplyAsync(() -> errorOf(() -> getMore(cursor)));
        Awaitility.await().until(() -> standIn.server().waitingGetMores() == 1);

        standIn.server().failNext("getMore", 11600, "InterruptedAtShutdown");

        assertThat(waiting.get(20, TimeUnit.SECONDS).getErrorLabels()).containsExactly("ResumableChangeStreamError");
    }

    @Test
    void aRefusedCommandIsUnauthorizedUntilItIsAllowed() {
        standIn.server().refuse("aggregate");

        assertThat(errorOf(() -> standIn.people().watch().cursor()).getCode()).isEqualTo(13);
        standIn.insert(1);
        standIn.server().allow("aggregate");
        assertThat(standIn.people().countDocuments()).isEqualTo(1);
    }

    @Test
    void theDriverComesBackAfterACutConnection() {
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(1);
            assertThat(id(events.next())).isEqualTo(1);
            standIn.server().disconnectClients();
            standIn.insert(2);

            assertThat(id(events.next())).isEqualTo(2);
        }
    }

    @Test
    void keepsDataAndPortWhileItIsAway() {
        int port = standIn.server().port();
        standIn.insert(1);

        standIn.server().goAway();
        standIn.server().comeBack();

        assertThat(standIn.server().port()).isEqualTo(port);
        standIn.people().updateOne(Filters.eq(1), Updates.set("name", "Ada"));
        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("name", "Ada"));
    }
}
