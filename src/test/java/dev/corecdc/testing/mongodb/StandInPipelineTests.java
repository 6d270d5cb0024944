package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static dev.corecdc.testing.mongodb.StandInFixture.id;
import static dev.corecdc.testing.mongodb.StandInFixture.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Scopes and stages of change streams, and events that are too large for one document. */
class StandInPipelineTests {

    private static final Bson SPLIT = new Document("$changeStreamSplitLargeEvent", new Document());
    private static final int LIMIT = 4_000;

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void aStreamSeesItsScopeAndNoSystemCollection() {
        try (RawEvents cluster = RawEvents.of(standIn.client().watch());
                RawEvents database = RawEvents.of(standIn.shop().watch());
                RawEvents collection = RawEvents.of(standIn.people().watch())) {
            standIn.client().getDatabase("admin").getCollection("x").insertOne(new Document("_id", 0));
            standIn.client().getDatabase("config").getCollection("x").insertOne(new Document("_id", 0));
            standIn.client().getDatabase("other").getCollection("people").insertOne(new Document("_id", 1));
            standIn.shop().getCollection("people2").insertOne(new Document("_id", 2));
            standIn.insert(3);

            assertThat(cluster.next(3)).extracting(StandInFixture::id).containsExactly(1, 2, 3);
            assertThat(database.next(2)).extracting(StandInFixture::id).containsExactly(2, 3);
            assertThat(id(collection.next())).isEqualTo(3);
        }
    }

    @Test
    void refusesScopesThatAServerRefuses() {
        assertThat(errorOf(() -> standIn.client().getDatabase("admin").watch().cursor())
                        .getCode())
                .isEqualTo(73);
        assertThat(errorOf(() -> standIn.shop()
                                .getCollection("system.views")
                                .watch()
                                .cursor())
                        .getCode())
                .isEqualTo(73);
    }

    @Test
    void matchesByNamespaceTypeAndPattern() {
        List<Bson> stages = List.of(Aggregates.match(Filters.and(
                Filters.or(Filters.regex("ns.coll", "^peo"), Filters.eq("ns.coll", "orders")),
                Filters.in("operationType", "insert", "delete"))));
        try (RawEvents events = RawEvents.of(standIn.shop().watch(stages))) {
            standIn.insert(1);
            standIn.people().updateOne(Filters.eq(1), Updates.set("name", "Ada"));
            standIn.shop().getCollection("orders").insertOne(new Document("_id", 2));
            standIn.shop().getCollection("order").insertOne(new Document("_id", 3));
            standIn.people().deleteOne(Filters.eq(1));

            assertThat(events.next(3)).extracting(StandInFixture::id).containsExactly(1, 2, 1);
        }
    }

    @Test
    void projectsAndAddsWithoutTouchingWhatOthersSee() {
        List<Bson> stages = List.of(
                Aggregates.addFields(new com.mongodb.client.model.Field<>("fullDocument.secret", "hidden")),
                Aggregates.project(Projections.include("operationType", "documentKey", "fullDocument")));
        try (RawEvents changed = RawEvents.of(standIn.people().watch(stages));
                RawEvents plain = RawEvents.of(standIn.people().watch())) {
            standIn.people().insertOne(new Document("_id", 1).append("secret", "42"));

            assertThat(changed.next())
                    .containsOnlyKeys("_id", "operationType", "documentKey", "fullDocument")
                    .extractingByKey("fullDocument")
                    .isEqualTo(BsonDocument.parse("{_id: 1, secret: 'hidden'}"));
            assertThat(plain.next().get("fullDocument")).isEqualTo(BsonDocument.parse("{_id: 1, secret: '42'}"));
        }
    }

    @Test
    void failsWhereTheTokenWasTakenAway() {
        List<Bson> stages = List.of(Aggregates.project(Projections.excludeId()));
        try (RawEvents events = RawEvents.of(standIn.people().watch(stages))) {
            standIn.insert(1);

            MongoException error = errorOf(events::next);

            assertThat(error.getCode()).isEqualTo(280);
            assertThat(error.getErrorLabels()).containsExactly("NonResumableChangeStreamError");
        }
    }

    @Test
    void refusesStagesThatAServerRefuses() {
        assertThat(openingError(new Document("$nonsense", new Document())).getCode())
                .isEqualTo(40324);
        assertThat(openingError(new Document("$group", new Document("_id", null)))
                        .getCode())
                .isEqualTo(20);
        assertThat(openingError(new Document("$changeStream", new Document())).getCode())
                .isEqualTo(40602);
    }

    private MongoException openingError(Bson stage) {
        return errorOf(() -> standIn.people().watch(List.of(stage)).cursor());
    }

    @Test
    void requiresImagesThatAreNotThere() {
        standIn.insert(1, 2);
        try (RawEvents before = RawEvents.of(
                        standIn.people().watch().fullDocumentBeforeChange(FullDocumentBeforeChange.REQUIRED));
                RawEvents after = RawEvents.of(standIn.people().watch().fullDocument(FullDocument.REQUIRED))) {
            standIn.people().updateOne(Filters.eq(1), Updates.set("name", "Ada"));

            assertThat(errorOf(before::next).getCode()).isEqualTo(47);
            assertThat(errorOf(after::next).getCode()).isEqualTo(47);
        }
    }

    @Test
    void looksUpTheDocumentAsItIsWhenItIsRead() {
        standIn.insert(1, 2);
        try (RawEvents events = RawEvents.of(standIn.people().watch().fullDocument(FullDocument.UPDATE_LOOKUP))) {
            standIn.people().updateOne(Filters.eq(1), Updates.set("a", 1));
            standIn.people().updateOne(Filters.eq(1), Updates.set("b", 2));
            standIn.people().updateOne(Filters.eq(2), Updates.set("a", 1));
            standIn.people().deleteOne(Filters.eq(2));

            assertThat(events.next().get("fullDocument")).isEqualTo(BsonDocument.parse("{_id: 1, a: 1, b: 2}"));
            assertThat(events.next(2).get(1).isNull("fullDocument")).isTrue();
        }
    }

    @Test
    void splitsALargeEventWhereAskedTo() {
        try (StandInFixture small =
                        new StandInFixture(ReplicaSetOptions.defaults().withEventSizeLimit(LIMIT));
                RawEvents events = RawEvents.of(lookingUp(small, List.of(SPLIT)))) {
            small.insert(1);
            assertThat(events.next()).doesNotContainKey("splitEvent");
            enlarge(small);

            List<BsonDocument> parts = events.next(2);

            assertThat(parts)
                    .extracting(part -> part.get("splitEvent"))
                    .containsExactly(
                            BsonDocument.parse("{fragment: 1, of: 2}"), BsonDocument.parse("{fragment: 2, of: 2}"));
            assertThat(parts).extracting(StandInFixture::token).isSorted().doesNotHaveDuplicates();
            BsonDocument whole = new BsonDocument();
            parts.forEach(whole::putAll);
            assertThat(whole).containsKeys("operationType", "clusterTime", "ns", "documentKey", "updateDescription");
            assertThat(whole.getDocument("updateDescription").getDocument("updatedFields"))
                    .containsEntry("text", new BsonString("x".repeat(LIMIT - 1_500)));
            BsonDocument middle = parts.get(0).getDocument("_id");
            try (RawEvents rest = RawEvents.of(lookingUp(small, List.of(SPLIT)).resumeAfter(middle))) {
                assertThat(rest.next()).isEqualTo(parts.get(1));
            }
            assertThat(List.of(
                            errorOf(() -> lookingUp(small, List.of())
                                    .resumeAfter(middle)
                                    .cursor()),
                            errorOf(() -> small.people()
                                    .watch(List.of(SPLIT))
                                    .resumeAfter(middle)
                                    .cursor())))
                    .extracting(MongoException::getCode)
                    .containsExactly(280, 280);
        }
    }

    @Test
    void failsOnALargeEventUnlessItMaySplitIt() {
        try (StandInFixture small =
                        new StandInFixture(ReplicaSetOptions.defaults().withEventSizeLimit(LIMIT));
                RawEvents events = RawEvents.of(lookingUp(small, List.of()))) {
            small.insert(1);
            assertThat(id(events.next())).isEqualTo(1);
            enlarge(small);

            MongoException error = errorOf(events::next);

            assertThat(error.getCode()).isEqualTo(10334);
            assertThat(error.getErrorLabels()).isEmpty();
        }
    }

    private static ChangeStreamIterable<Document> lookingUp(StandInFixture small, List<Bson> stages) {
        return small.people().watch(stages).fullDocument(FullDocument.UPDATE_LOOKUP);
    }

    /** The document and the description of the update are more than the limit together, and neither is alone. */
    private static void enlarge(StandInFixture small) {
        small.people()
                .updateOne(
                        Filters.eq(1),
                        Updates.combine(
                                Updates.set("text", "x".repeat(LIMIT - 1_500)), Updates.set("more", "y".repeat(100))));
    }

    @Test
    void knowsTheOptionsOfItsVersionOnly() {
        try (StandInFixture old =
                new StandInFixture(ReplicaSetOptions.defaults().withVersion(5, 0, 31))) {
            assertThat(errorOf(() -> old.people()
                                    .watch()
                                    .showExpandedEvents(true)
                                    .cursor())
                            .getCode())
                    .isEqualTo(40415);
            assertThat(errorOf(() -> old.people()
                                    .watch()
                                    .fullDocument(FullDocument.REQUIRED)
                                    .cursor())
                            .getCode())
                    .isEqualTo(2);
            assertThat(errorOf(() -> old.people().watch(List.of(SPLIT)).cursor())
                            .getCode())
                    .isEqualTo(40324);
            try (RawEvents events = RawEvents.of(old.people().watch())) {
                old.insert(1);
                BsonDocument event = events.next();
                assertThat(event).doesNotContainKey("wallTime");
                assertThat(token(event)).startsWith("82").contains("2B022C0100296E5A1004");
            }
        }
    }
}
