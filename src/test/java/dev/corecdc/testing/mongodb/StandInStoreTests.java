package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.StandInFixture.errorOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoNamespace;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.bulk.ClientBulkWriteResult;
import com.mongodb.client.model.bulk.ClientNamespacedWriteModel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading and writing documents, as far as tests need it. */
class StandInStoreTests {

    private final StandInFixture standIn = new StandInFixture();

    @AfterEach
    void close() {
        standIn.close();
    }

    @Test
    void keepsValuesOfEveryType() {
        BsonDocument all = BsonDocument.parse("""
                {_id: 1, double: 1.5, string: 'x', document: {a: {b: 1}}, array: [1, 'x', {y: null}, []], null: null,
                 binary: {$binary: {base64: 'AQID', subType: '00'}}, md5: {$binary: {base64: 'AQID', subType: '05'}},
                 user: {$binary: {base64: 'AQID', subType: '80'}}, uuid: {$uuid: '3b241101-e2bb-4255-8caf-4136c566a962'},
                 undefined: {$undefined: true}, id: {$oid: '674d3c4778be6ac4a6210f24'}, bool: true,
                 date: {$date: {$numberLong: '-1'}}, regex: {$regularExpression: {pattern: 'a.*', options: 'i'}},
                 pointer: {$dbPointer: {'$ref': 'db.c', '$id': {'$oid': '674d3c4778be6ac4a6210f24'}}}, code: {$code: 'f()'},
                 symbol: {$symbol: 's'}, scoped: {$code: 'f()', $scope: {a: 1}}, int: 7,
                 timestamp: {$timestamp: {t: 5, i: 6}}, long: {$numberLong: '7'}, decimal: {$numberDecimal: '1.20'},
                 min: {$minKey: 1}, max: {$maxKey: 1}}""");
        var people = standIn.shop().getCollection("people", BsonDocument.class);
        try (RawEvents events = RawEvents.of(people.watch())) {
            people.insertOne(all);
            people.updateOne(Filters.eq(1), Updates.set("touched", true));

            assertThat(events.next().getDocument("fullDocument")).isEqualTo(all);
            assertThat(people.find()).containsExactly(all.clone().append("touched", org.bson.BsonBoolean.TRUE));
        }
    }

    @Test
    void updatesOnlyWhatTheConditionFinds() {
        standIn.people()
                .insertOne(new Document("_id", "writer").append("epoch", 3).append("owner", "a"));

        var lost = standIn.people()
                .withWriteConcern(WriteConcern.MAJORITY)
                .updateOne(Filters.and(Filters.eq("writer"), Filters.lt("epoch", 3)), Updates.set("owner", "b"));
        var won = standIn.people()
                .withWriteConcern(WriteConcern.MAJORITY)
                .updateOne(Filters.and(Filters.eq("writer"), Filters.lt("epoch", 4)), Updates.set("owner", "c"));

        assertThat(List.of(lost.getMatchedCount(), won.getMatchedCount(), won.getModifiedCount()))
                .containsExactly(0L, 1L, 1L);
        assertThat(errorOf(() -> standIn.people()
                                .replaceOne(
                                        Filters.and(Filters.eq("writer"), Filters.lt("epoch", 1)),
                                        new Document("epoch", 9),
                                        new ReplaceOptions().upsert(true)))
                        .getCode())
                .isEqualTo(11000);
    }

    @Test
    void findsAndChangesOne() {
        standIn.people()
                .insertMany(
                        List.of(new Document("_id", 1).append("age", 30), new Document("_id", 2).append("age", 40)));
        FindOneAndUpdateOptions oldestAfter =
                new FindOneAndUpdateOptions().sort(Sorts.descending("age")).returnDocument(ReturnDocument.AFTER);

        assertThat(standIn.people().findOneAndUpdate(new Document(), Updates.inc("age", 1), oldestAfter))
                .isEqualTo(new Document("_id", 2).append("age", 41));
        assertThat(standIn.people()
                        .findOneAndUpdate(
                                Filters.eq(1),
                                List.of(new Document(
                                        "$set", new Document("twice", new Document("$multiply", List.of("$age", 2))))),
                                new FindOneAndUpdateOptions().projection(Projections.include("age"))))
                .isEqualTo(new Document("_id", 1).append("age", 30));
        assertThat(standIn.people().find(Filters.eq(1)))
                .containsExactly(new Document("_id", 1).append("age", 30).append("twice", 60));
        assertThat(standIn.people()
                        .findOneAndUpdate(
                                Filters.eq(3),
                                Updates.set("age", 1),
                                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER)))
                .isEqualTo(new Document("_id", 3).append("age", 1));
        assertThat(standIn.people().findOneAndUpdate(Filters.eq(4), Updates.set("age", 1)))
                .isNull();
        assertThat(standIn.people().findOneAndDelete(Filters.eq(3))).isEqualTo(new Document("_id", 3).append("age", 1));
        assertThat(standIn.people().findOneAndReplace(Filters.eq(2), new Document("age", 5)))
                .isEqualTo(new Document("_id", 2).append("age", 41));
        assertThat(standIn.people().countDocuments()).isEqualTo(2);
    }

    @Test
    void writesInBulk() {
        var result = standIn.people()
                .bulkWrite(List.of(
                        new InsertOneModel<>(new Document("_id", 1)),
                        new UpdateOneModel<>(Filters.eq(1), Updates.set("a", 1)),
                        new UpdateOneModel<>(Filters.eq(2), Updates.set("a", 2), new UpdateOptions().upsert(true)),
                        new DeleteOneModel<>(Filters.eq(1))));

        assertThat(List.of(result.getInsertedCount(), result.getModifiedCount(), result.getDeletedCount()))
                .containsExactly(1, 1, 1);
        assertThat(result.getUpserts()).hasSize(1);
        List<InsertOneModel<Document>> twice =
                List.of(new InsertOneModel<>(new Document("_id", 2)), new InsertOneModel<>(new Document("_id", 3)));
        assertThat(bulkInserted(twice, true)).isZero();
        assertThat(bulkInserted(twice, false)).isEqualTo(1);
    }

    private int bulkInserted(List<InsertOneModel<Document>> writes, boolean ordered) {
        try {
            return standIn.people()
                    .bulkWrite(writes, new BulkWriteOptions().ordered(ordered))
                    .getInsertedCount();
        } catch (MongoBulkWriteException e) {
            assertThat(e.getWriteErrors()).hasSize(1).allSatisfy(error -> {
                assertThat(error.getCode()).isEqualTo(11000);
                assertThat(error.getIndex()).isZero();
            });
            return e.getWriteResult().getInsertedCount();
        }
    }

    @Test
    void writesToSeveralCollectionsInBulk() {
        MongoNamespace people = new MongoNamespace("shop.people");
        MongoNamespace orders = new MongoNamespace("shop.orders");
        standIn.insert(1);

        ClientBulkWriteResult result = standIn.client()
                .bulkWrite(List.of(
                        ClientNamespacedWriteModel.insertOne(orders, new Document("_id", 10)),
                        ClientNamespacedWriteModel.updateOne(people, Filters.eq(1), Updates.set("name", "Ada")),
                        ClientNamespacedWriteModel.deleteOne(orders, Filters.eq(10))));

        assertThat(List.of(result.getInsertedCount(), result.getMatchedCount(), result.getDeletedCount()))
                .containsExactly(1L, 1L, 1L);
        assertThat(standIn.people().find()).containsExactly(new Document("_id", 1).append("name", "Ada"));
    }

    @Test
    void keepsValuesUniqueWhereAnIndexSaysSo() {
        standIn.people().createIndex(Indexes.ascending("email"), new IndexOptions().unique(true));
        standIn.people().insertOne(new Document("_id", 1).append("email", "a@b"));

        assertThat(errorOf(() -> standIn.people().insertOne(new Document("_id", 2).append("email", "a@b")))
                        .getCode())
                .isEqualTo(11000);
        assertThat(standIn.people().countDocuments()).isEqualTo(1);
    }

    @Test
    void readsInBatchesAndAggregates() {
        standIn.people()
                .insertMany(IntStream.range(0, 500)
                        .mapToObj(id -> new Document("_id", id).append("even", id % 2 == 0))
                        .toList());

        assertThat(standIn.people()
                        .find()
                        .batchSize(7)
                        .sort(Sorts.ascending("_id"))
                        .into(new ArrayList<>()))
                .hasSize(500);
        assertThat(standIn.people()
                        .find(Filters.gt("_id", 490))
                        .sort(Sorts.ascending("_id"))
                        .limit(3))
                .extracting(person -> person.get("_id"))
                .containsExactly(491, 492, 493);
        assertThat(standIn.people()
                        .aggregate(List.of(Aggregates.match(Filters.eq("even", true)), Aggregates.count("n"))))
                .containsExactly(new Document("n", 250));
        assertThat(standIn.people().estimatedDocumentCount()).isEqualTo(500);
    }

    @Test
    void tellsOptionsAndIdsOfCollections() {
        standIn.shop()
                .runCommand(new Document("create", "kept")
                        .append("changeStreamPreAndPostImages", new Document("enabled", true)));
        standIn.insert(1);

        assertThat(standIn.shop().listCollections().into(new ArrayList<>()))
                .hasSize(2)
                .allSatisfy(it -> assertThat(it.getEmbedded(List.of("info", "uuid"), Object.class))
                        .isNotNull())
                .filteredOn(it -> "kept".equals(it.get("name")))
                .extracting(it -> it.get("options"))
                .containsExactly(new Document("changeStreamPreAndPostImages", new Document("enabled", true)));
        assertThat(standIn.shop().listCollectionNames()).containsExactlyInAnyOrder("kept", "people");
    }

    @Test
    void showsItsLogAsTheOplog() {
        standIn.insert(1);
        standIn.people().deleteOne(Filters.eq(1));

        List<Document> entries = standIn.client()
                .getDatabase("local")
                .getCollection("oplog.rs")
                .find()
                .sort(Sorts.descending("$natural"))
                .limit(2)
                .into(new ArrayList<>());

        assertThat(entries).extracting(entry -> entry.get("op")).containsExactly("d", "i");
        assertThat(entries.get(0).get("ts")).isEqualTo(standIn.server().latestTime());
    }

    @Test
    void doesNotMixUpIdsOfDifferentTypes() {
        List<Object> ids =
                List.of("1", 1, new Document("a", 1), UUID.randomUUID().toString());
        ids.forEach(id -> standIn.people().insertOne(new Document("_id", id)));

        ids.forEach(id -> assertThat(standIn.people().find(Filters.eq(id))).hasSize(1));
    }
}
