package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Multi-document transactions: all or nothing, seen by nobody before, and never two winners. */
class StandInTransactionTests {

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void isSeenByOthersOnlyWhenCommitted() {
        standIn.insert(1);
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 2));
            standIn.people().updateOne(session, Filters.eq(1), Updates.set("name", "Ada"));
            standIn.people().deleteOne(session, Filters.eq(1));

            assertThat(ids(session)).containsExactly(2);
            assertThat(ids(null)).containsExactly(1);
            assertThat(standIn.people().countDocuments(Filters.exists("name"))).isZero();
            session.commitTransaction();
        }
        assertThat(ids(null)).containsExactly(2);
    }

    @Test
    void leavesNothingBehindWhenAborted() {
        standIn.insert(1, 2);
        try (RawEvents events = RawEvents.of(standIn.people().watch());
                ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 3));
            standIn.people().updateMany(session, new Document(), Updates.set("name", "Ada"));
            standIn.people().replaceOne(session, Filters.eq(1), new Document("name", "Grace"));
            standIn.people().deleteOne(session, Filters.eq(2));
            session.abortTransaction();
            standIn.insert(4);

            assertThat(StandInFixture.id(events.next())).isEqualTo(4);
        }
        assertThat(standIn.people().find())
                .containsExactly(new Document("_id", 1), new Document("_id", 2), new Document("_id", 4));
    }

    @Test
    void giveTheirEventsAtTheirCommitInTheOrderOfTheirWrites() {
        try (RawEvents events = RawEvents.of(standIn.people().watch());
                ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 1));
            standIn.people().insertOne(session, new Document("_id", 2));
            standIn.insert(3);
            session.commitTransaction();

            assertThat(events.next(3)).extracting(StandInFixture::id).containsExactly(3, 1, 2);
        }
    }

    @Test
    void conflictOverADocument() {
        standIn.insert(1);
        try (ClientSession first = standIn.client().startSession();
                ClientSession second = standIn.client().startSession()) {
            first.startTransaction();
            second.startTransaction();
            take(first, "first");

            MongoException error = errorOf(() -> take(second, "second"));

            assertThat(error.getCode()).isEqualTo(112);
            assertThat(error.getErrorLabels()).contains("TransientTransactionError");
            first.commitTransaction();
        }
        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("owner", "first"));
    }

    @Test
    void conflictWithWhatWasWrittenSinceTheyBegan() {
        standIn.insert(1);
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            assertThat(ids(session)).containsExactly(1);
            standIn.people().updateOne(Filters.eq(1), Updates.set("owner", "other"));

            assertThat(errorOf(() -> standIn.people().updateOne(session, Filters.eq(1), Updates.set("owner", "mine")))
                            .getCode())
                    .isEqualTo(112);
        }
    }

    @Test
    void letOtherWritersWait() throws Exception {
        standIn.insert(1);
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            assertThat(take(session, "transaction")).isEqualTo(1);
            CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> standIn.people()
                    .updateOne(
                            Filters.and(Filters.eq(1), Filters.exists("owner", false)), Updates.set("owner", "other"))
                    .getModifiedCount());
            assertThat(standIn.people().find(Filters.eq(1))).containsExactly(new Document("_id", 1));
            session.commitTransaction();

            assertThat(other.get(20, TimeUnit.SECONDS)).isZero();
        }
        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("owner", "transaction"));
    }

    @Test
    void endWhenSomebodyWaitsAndTheirLifetimeIsOver() {
        ReplicaSetOptions hasty = ReplicaSetOptions.defaults().withTransactionLifetime(Duration.ofMillis(100));
        try (StandInFixture brief = new StandInFixture(hasty);
                ClientSession session = brief.client().startSession()) {
            brief.insert(1);
            session.startTransaction();
            brief.people().deleteOne(session, Filters.eq(1));

            brief.people().updateOne(Filters.eq(1), Updates.set("name", "Ada"));

            assertThat(brief.people().find()).containsExactly(new Document("_id", 1).append("name", "Ada"));
            assertThat(errorOf(session::commitTransaction).getCode()).isEqualTo(251);
        }
    }

    @Test
    void refuseAnInsertThatAnotherOpenTransactionMade() {
        try (ClientSession first = standIn.client().startSession();
                ClientSession second = standIn.client().startSession()) {
            first.startTransaction();
            second.startTransaction();
            standIn.people().insertOne(first, new Document("_id", 1));

            assertThat(errorOf(() -> standIn.people().insertOne(second, new Document("_id", 1)))
                            .getCode())
                    .isEqualTo(112);
            first.commitTransaction();
        }
        assertThat(errorOf(() -> standIn.insert(1)).getCode()).isEqualTo(11000);
    }

    @Test
    void areRetriedByTheDriverUntilTheyWin() {
        standIn.people().insertOne(new Document("_id", 1).append("count", 0));

        List<CompletableFuture<Void>> writers = java.util.stream.IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(this::countToTwenty))
                .toList();
        writers.forEach(CompletableFuture::join);

        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("count", 80));
    }

    /** Reads, then writes what follows from it: lost updates would show. */
    private void countToTwenty() {
        try (ClientSession session = standIn.client().startSession()) {
            for (int i = 0; i < 20; i++) {
                session.withTransaction(() -> {
                    int count = standIn.people()
                            .find(session, Filters.eq(1))
                            .map(counter -> counter.getInteger("count"))
                            .iterator()
                            .next();
                    return standIn.people().updateOne(session, Filters.eq(1), Updates.set("count", count + 1));
                });
            }
        }
    }

    @Test
    void endWithAWriteThatFails() {
        standIn.insert(1);
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 2));
            assertThat(errorOf(() -> standIn.people().insertOne(session, new Document("_id", 1)))
                            .getCode())
                    .isEqualTo(11000);

            assertThat(errorOf(session::commitTransaction).getCode()).isEqualTo(251);
        }
        assertThat(ids(null)).containsExactly(1);
    }

    @Test
    void readFromASnapshot() {
        standIn.insert(1);
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            assertThat(ids(session)).containsExactly(1);
            standIn.insert(2);
            standIn.people().deleteOne(Filters.eq(1));

            assertThat(ids(session)).containsExactly(1);
            session.commitTransaction();
        }
        assertThat(ids(null)).containsExactly(2);
    }

    @Test
    void mayBeCommittedTwice() {
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            standIn.people().insertOne(session, new Document("_id", 1));
            session.commitTransaction();
            session.commitTransaction();
        }
        assertThat(ids(null)).containsExactly(1);
    }

    @Test
    void takeUpsertsWithConditions() {
        standIn.people().insertOne(new Document("_id", 1).append("epoch", 5));
        try (ClientSession session = standIn.client().startSession()) {
            session.startTransaction();
            MongoException error = errorOf(() -> standIn.people()
                    .updateOne(
                            session,
                            Filters.and(Filters.eq(1), Filters.lt("epoch", 5)),
                            Updates.set("epoch", 5),
                            new UpdateOptions().upsert(true)));
            assertThat(error.getCode()).isEqualTo(11000);
        }
    }

    private long take(ClientSession session, String owner) {
        return standIn.people()
                .updateOne(
                        session,
                        Filters.and(Filters.eq(1), Filters.exists("owner", false)),
                        Updates.set("owner", owner))
                .getModifiedCount();
    }

    private List<Integer> ids(@org.jspecify.annotations.Nullable ClientSession session) {
        return (session == null ? standIn.people().find() : standIn.people().find(session))
                .map(person -> person.getInteger("_id"))
                .into(new java.util.ArrayList<>());
    }
}
