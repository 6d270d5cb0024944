package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.mongodb.MongoNamespace;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.mongodb.MongoKind;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a deployment is followed, chosen by the server. */
@ParameterizedClass(name = "{0}")
@EnumSource(MongoKind.class)
class ScopeIT {

    private final FollowedDatabase followed;

    ScopeIT(MongoKind kind) {
        this.followed = new FollowedDatabase(kind.server().uri());
    }

    @BeforeEach
    void start() {
        followed.clear();
    }

    @AfterEach
    void stop() {
        followed.close();
    }

    @Test
    void followsTheWholeDeployment() throws Exception {
        assertInserted(followed.follow(), "test.people", "test.places", "other.people", "end.end");
    }

    @Test
    void followsADatabase() throws Exception {
        assertInserted(followed.follow().database("test"), "test.people", "test.places");
    }

    @Test
    void followsACollection() throws Exception {
        assertInserted(followed.follow().collection("people"), "test.people");
    }

    @Test
    void runsTheStagesOfThePipeline() throws Exception {
        Processor processor = followed.follow()
                .with("pipeline[0]", "{\"$match\": {\"fullDocument.n\": {\"$gt\": 1}}}")
                .with("pipeline[1]", "{\"$addFields\": {\"seen\": true}}")
                .processor();

        List<ChangeRecord> records = new ArrayList<>();
        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.collection("people").insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
            followed.collection("people").insertOne(BsonDocument.parse("{_id: 2, n: 2}"));
            Batches.read(reader, 1).forEach(batch -> records.addAll(batch.records()));
        }
        assertThat(records)
                .extracting(FollowedDatabase::document)
                .singleElement()
                .satisfies(event ->
                        assertThat(event.getDocument("fullDocument")).isEqualTo(BsonDocument.parse("{_id: 2, n: 2}")))
                .satisfies(
                        event -> assertThat(event.getBoolean("seen").getValue()).isTrue());
    }

    @Test
    void takesOnlyTheWantedKindsOfChangesAndAllDdl() throws Exception {
        Processor processor = followed.follow()
                .events(EventType.UPDATE, EventType.DELETE)
                .exclude("end.*")
                .processor();

        try (ChangeReader reader = processor.open(processor.locate("latest"))) {
            followed.database().createCollection("people");
            followed.collection("people").insertOne(BsonDocument.parse("{_id: 1, n: 1}"));
            followed.collection("people")
                    .updateOne(BsonDocument.parse("{_id: 1}"), BsonDocument.parse("{$set: {n: 2}}"));
            followed.collection("people").replaceOne(BsonDocument.parse("{_id: 1}"), BsonDocument.parse("{n: 3}"));
            followed.collection("people").deleteOne(BsonDocument.parse("{_id: 1}"));
            assertThat(Batches.events(Batches.read(reader, 4)))
                    .extracting(ChangeEvent::type)
                    .containsExactly(EventType.QUERY, EventType.UPDATE, EventType.UPDATE, EventType.DELETE);
        }
    }

    /** The server's choice is that of {@link TableFilter}, which says what the patterns mean. */
    @ParameterizedTest
    @CsvSource({
        "test.*,",
        "*.people,",
        "test.people,",
        "te?t.peop?e,",
        "*.*, test.*",
        ", test.people",
        ", *.people",
        "test.*, *.p*s",
        "test.p+(x)[1]^|,",
        "test.p+(*)[?]^|,",
        "test.p\\d,",
        "test.čaj*,",
        "*.a.b,",
        "test.*.*, test.a.?"
    })
    void choosesAsThePatternsSay(String include, String exclude) throws Exception {
        List<String> collections = List.of(
                "people",
                "places",
                "peoplf",
                "p+(x)[1]^|",
                "p\\d",
                "p1",
                "čajovna",
                "a.b",
                "a.b.c",
                "a",
                "x\ny",
                "PEOPLE");
        List<String> included = include == null ? List.of() : List.of(include);
        List<String> excluded = exclude == null ? List.of() : List.of(exclude);
        TableFilter filter = new TableFilter(included, excluded);
        Processor processor = followed.follow()
                .include(included.toArray(String[]::new))
                .exclude(excluded.toArray(String[]::new))
                .with("show-expanded-events", false)
                .processor();
        List<String> expected = new ArrayList<>();

        Position start = processor.locate("latest");
        for (String database : List.of("test", "toast")) {
            for (String collection : collections) {
                followed.client()
                        .getDatabase(database)
                        .getCollection(collection, BsonDocument.class)
                        .insertOne(new BsonDocument());
                if (filter.accepts(database, collection)) {
                    expected.add(database + "." + collection);
                }
            }
        }

        assertThat(expected).isNotEmpty();
        try (ChangeReader reader = processor.open(start)) {
            List<ChangeBatch> batches = Batches.read(reader, expected.size());
            batches.addAll(Batches.readQuietly(reader));
            assertThat(names(batches)).isEqualTo(expected);
        }
    }

    @Test
    void tellsOfARenamingToOrFromAWantedName() throws Exception {
        Processor processor = followed.follow().include("test.wanted*").processor();
        Position start = processor.locate("latest");
        followed.database().createCollection("a");
        followed.collection("a").renameCollection(new MongoNamespace("test.wanted1"));
        followed.collection("wanted1").renameCollection(new MongoNamespace("test.b"));
        followed.collection("b").renameCollection(new MongoNamespace("test.c"));
        followed.collection("wanted2").insertOne(new BsonDocument());

        try (ChangeReader reader = processor.open(start)) {
            List<ChangeEvent> events = Batches.events(Batches.read(reader, 4));
            assertThat(events.stream().filter(DdlEvent.class::isInstance).map(event -> ((DdlEvent) event).tables()))
                    .containsExactly(List.of("a", "wanted1"), List.of("wanted1", "b"), List.of("wanted2"));
        }
    }

    @Test
    void tellsOfADroppedDatabaseOfWhichSomethingIsWanted() throws Exception {
        Processor some = followed.follow().include("test.people").processor();
        Processor none = followed.follow().exclude("test.*").processor();
        Position start = some.locate("latest");
        followed.collection("people").insertOne(new BsonDocument("_id", new BsonInt32(1)));
        followed.database().drop();
        followed.client().getDatabase("end").getCollection("end").insertOne(new org.bson.Document());

        try (ChangeReader reader = some.open(start)) {
            List<ChangeBatch> batches = Batches.read(reader, 4);
            assertThat(Batches.events(batches).stream()
                            .filter(DdlEvent.class::isInstance)
                            .map(event -> BsonDocument.parse(((DdlEvent) event).statement())
                                    .getString("operationType")
                                    .getValue()))
                    .containsExactly("create", "drop", "dropDatabase");
        }
        try (ChangeReader reader = none.open(start)) {
            assertThat(names(Batches.read(reader, 2))).containsExactly("end.end");
        }
    }

    @Test
    void refusesAScopeOfWhichNothingIsLeft() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> followed.follow().with("collection", "people").processor())
                .withMessageContaining("mongodb.database");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        followed.follow().database("test").include("other.*").processor())
                .withMessageContaining("leave nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> followed.follow()
                        .collection("people")
                        .exclude("test.p*")
                        .processor())
                .withMessageContaining("leave nothing");
    }

    /** Inserts into each of some collections, of which only {@code expected} are followed. */
    private void assertInserted(FollowedDatabase.Following following, String... expected) throws Exception {
        Processor processor = following.with("show-expanded-events", false).processor();
        Position start = processor.locate("latest");
        for (String name : List.of("test.people", "test.places", "other.people", "end.end")) {
            MongoNamespace namespace = new MongoNamespace(name);
            followed.client()
                    .getDatabase(namespace.getDatabaseName())
                    .getCollection(namespace.getCollectionName(), BsonDocument.class)
                    .insertOne(new BsonDocument());
        }
        try (ChangeReader reader = processor.open(start)) {
            List<ChangeBatch> batches = Batches.read(reader, expected.length);
            batches.addAll(Batches.readQuietly(reader));
            assertThat(names(batches)).containsExactly(expected);
        }
    }

    private static List<String> names(List<ChangeBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record ->
                        record.columns().schema() + "." + record.columns().table())
                .toList();
    }
}
