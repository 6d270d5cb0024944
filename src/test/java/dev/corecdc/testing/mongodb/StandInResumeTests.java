package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static dev.corecdc.testing.mongodb.StandInFixture.id;
import static dev.corecdc.testing.mongodb.StandInFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where change streams begin and go on, and when they cannot. */
class StandInResumeTests {

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void tokensAscendThroughEventsAndIdleTimes() {
        List<String> tokens = new ArrayList<>();
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            assertThat(events.look()).isNull();
            tokens.add(events.token().getString("_data").getValue());
            standIn.insert(1);
            tokens.add(token(events.next()));
            standIn.shop().getCollection("other").insertOne(new Document());
            assertThat(events.look()).isNull();
            tokens.add(events.token().getString("_data").getValue());
            standIn.insert(2);
            tokens.add(token(events.next()));
        }

        assertThat(tokens).isSorted().doesNotHaveDuplicates().allMatch(token -> token.startsWith("82"));
    }

    @Test
    void theTokenOfAnIdleStreamMovesWithWhatTheServerNotes() {
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            assertThat(events.look()).isNull();
            BsonDocument before = events.token();
            assertThat(events.look()).isNull();
            assertThat(events.token()).isEqualTo(before);
            standIn.server().note();
            assertThat(events.look()).isNull();

            assertThat(events.token().getString("_data")).isGreaterThan(before.getString("_data"));
        }
    }

    @Test
    void goesOnAfterAnEvent() {
        BsonDocument first = firstOf(1, 2, 3);

        try (RawEvents after = RawEvents.of(standIn.people().watch().resumeAfter(first.getDocument("_id")));
                RawEvents started = RawEvents.of(standIn.people().watch().startAfter(first.getDocument("_id")))) {
            assertThat(after.next(2)).extracting(StandInFixture::id).containsExactly(2, 3);
            assertThat(started.next(2)).extracting(StandInFixture::id).containsExactly(2, 3);
        }
    }

    @Test
    void goesOnWithinATransaction() {
        BsonDocument second;
        try (RawEvents events = RawEvents.of(standIn.people().watch());
                ClientSession session = standIn.client().startSession()) {
            session.withTransaction(() -> standIn.people()
                    .insertMany(
                            session, List.of(new Document("_id", 1), new Document("_id", 2), new Document("_id", 3))));
            second = events.next(2).get(1);
        }
        try (RawEvents events = RawEvents.of(standIn.people().watch().resumeAfter(second.getDocument("_id")))) {
            assertThat(id(events.next())).isEqualTo(3);
        }
    }

    @Test
    void goesOnWhereAnIdleStreamStopped() {
        BsonDocument idle;
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(1);
            events.next();
            standIn.server().note();
            events.look();
            idle = events.token();
        }
        standIn.insert(2);
        try (RawEvents events = RawEvents.of(standIn.people().watch().resumeAfter(idle))) {
            assertThat(id(events.next())).isEqualTo(2);
        }
    }

    @Test
    void startsAtATimeWithWhatHappenedThen() {
        BsonTimestamp time = firstOf(1, 2).getTimestamp("clusterTime");

        try (RawEvents events = RawEvents.of(standIn.people().watch().startAtOperationTime(time))) {
            assertThat(events.next(2)).extracting(StandInFixture::id).containsExactly(1, 2);
        }
    }

    @Test
    void namesItsStartingPointInAnEmptyFirstBatch() {
        BsonTimestamp time = firstOf(1, 2).getTimestamp("clusterTime");

        Document cursor = standIn.open(new Document("startAtOperationTime", time), new Document("batchSize", 0));

        assertThat(cursor.getList("firstBatch", Document.class)).isEmpty();
        String token = cursor.get("postBatchResumeToken", Document.class).getString("_data");
        assertThat(token).isEqualTo("82%08X%08X2B0429296E1404".formatted(time.getTime(), time.getInc()));
        try (RawEvents events =
                RawEvents.of(standIn.people().watch().resumeAfter(BsonDocument.parse("{_data: '" + token + "'}")))) {
            assertThat(id(events.next())).isEqualTo(1);
        }
    }

    @Test
    void namesTheTokenThatItResumesFromInAnEmptyFirstBatch() {
        BsonDocument token = firstOf(1, 2).getDocument("_id");

        Document cursor = standIn.open(new Document("resumeAfter", token), new Document("batchSize", 0));

        assertThat(cursor.get("postBatchResumeToken", Document.class).toBsonDocument())
                .isEqualTo(token);
    }

    @Test
    void onlyStartAfterGoesOnAfterAnInvalidation() {
        BsonDocument end;
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(1);
            standIn.people().drop();
            end = events.next(3).get(2).getDocument("_id");
        }
        standIn.insert(2);

        MongoException error =
                errorOf(() -> standIn.people().watch().resumeAfter(end).cursor());
        assertThat(error.getCode()).isEqualTo(260);
        try (RawEvents events = RawEvents.of(standIn.people().watch().startAfter(end))) {
            assertThat(id(events.next())).isEqualTo(2);
        }
    }

    @Test
    void resumedAfterADropAStreamStillEnds() {
        BsonDocument drop;
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(1);
            standIn.people().drop();
            drop = events.next(2).get(1).getDocument("_id");
        }
        try (RawEvents events = RawEvents.of(standIn.people().watch().resumeAfter(drop))) {
            assertThat(events.next().getString("operationType").getValue()).isEqualTo("invalidate");
        }
    }

    @Test
    void doesNotFindATokenOfAnotherCollection() {
        BsonDocument foreign;
        try (RawEvents events =
                RawEvents.of(standIn.shop().getCollection("other").watch())) {
            standIn.shop().getCollection("other").insertOne(new Document());
            foreign = events.next().getDocument("_id");
        }
        standIn.insert(1);

        MongoException error =
                errorOf(() -> standIn.people().watch().resumeAfter(foreign).cursor());

        assertThat(error.getCode()).isEqualTo(280);
        assertThat(error.getErrorLabels()).containsExactly("NonResumableChangeStreamError");
        assertThat(error).hasMessageContaining("cannot resume stream; the resume token was not found");
    }

    /** As a real server: a token of a time to come waits, and only what happens after that time tells that it is unknown. */
    @Test
    void waitsForATokenOfTheFuture() {
        BsonDocument foreign;
        try (StandInFixture other = new StandInFixture();
                RawEvents events = RawEvents.of(other.people().watch())) {
            other.insert(1, 2, 3, 4);
            foreign = events.next(4).get(3).getDocument("_id");
        }
        try (RawEvents events = RawEvents.of(standIn.people().watch().resumeAfter(foreign))) {
            assertThat(events.look()).isNull();
            standIn.server().note();
            standIn.insert(1, 2, 3, 4, 5);

            assertThat(errorOf(events::next).getCode()).isEqualTo(280);
        }
    }

    @Test
    void refusesToGoOnWhereTheHistoryIsLost() {
        BsonDocument first = firstOf(1, 2);
        BsonTimestamp time = first.getTimestamp("clusterTime");
        standIn.server().forgetHistory();

        for (MongoException error : List.of(
                errorOf(() -> standIn.people()
                        .watch()
                        .resumeAfter(first.getDocument("_id"))
                        .cursor()),
                errorOf(() ->
                        standIn.people().watch().startAtOperationTime(time).cursor()))) {
            assertThat(error.getCode()).isEqualTo(286);
            assertThat(error.getErrorLabels()).containsExactly("NonResumableChangeStreamError");
        }
    }

    @Test
    void anOpenStreamLosesTheHistoryThatItHasNotRead() {
        try (RawEvents events = RawEvents.of(standIn.people().watch().batchSize(1))) {
            standIn.insert(1, 2, 3);
            assertThat(id(events.next())).isEqualTo(1);
            standIn.server().forgetHistory();

            MongoException error = errorOf(events::next);

            assertThat(error.getCode()).isEqualTo(286);
            assertThat(error.getErrorLabels()).containsExactly("NonResumableChangeStreamError");
        }
    }

    @Test
    void keepsWhatIsNotForgotten() {
        BsonDocument first = firstOf(1, 2, 3);
        standIn.server().forgetBefore(first.getTimestamp("clusterTime"));

        try (RawEvents events = RawEvents.of(standIn.people().watch().resumeAfter(first.getDocument("_id")))) {
            assertThat(events.next(2)).extracting(StandInFixture::id).containsExactly(2, 3);
        }
        assertThat(oldestOfTheOplog())
                .extracting(entry -> entry.get("ts"))
                .containsExactly(first.getTimestamp("clusterTime"));
    }

    private List<Document> oldestOfTheOplog() {
        return standIn.client()
                .getDatabase("local")
                .getCollection("oplog.rs")
                .find()
                .sort(new Document("$natural", 1))
                .limit(1)
                .into(new ArrayList<>());
    }

    @Test
    void refusesTokensThatAreNone() {
        assertThat(errorOf(() -> standIn.people()
                                .watch()
                                .resumeAfter(BsonDocument.parse("{_data: 'x'}"))
                                .cursor())
                        .getCode())
                .isEqualTo(9);
        assertThat(errorOf(() -> standIn.people()
                                .watch()
                                .resumeAfter(BsonDocument.parse("{_data: '82AB'}"))
                                .cursor())
                        .getCode())
                .isEqualTo(50811);
        assertThat(errorOf(() -> standIn.people()
                                .watch()
                                .resumeAfter(BsonDocument.parse("{data: '82AB'}"))
                                .cursor())
                        .getCode())
                .isEqualTo(40647);
    }

    @Test
    void refusesTheTokenOfADatabaseForOneCollection() {
        BsonDocument dropped;
        try (RawEvents events = RawEvents.of(standIn.shop().watch())) {
            standIn.shop().drop();
            dropped = events.next().getDocument("_id");
        }

        assertThat(errorOf(() -> standIn.people().watch().startAfter(dropped).cursor())
                        .getCode())
                .isEqualTo(260);
    }

    private BsonDocument firstOf(int... ids) {
        try (RawEvents events = RawEvents.of(standIn.people().watch())) {
            standIn.insert(ids);
            return events.next();
        }
    }
}
