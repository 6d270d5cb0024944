package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.EventShapes.KEEPING_IMAGES;
import static dev.corecdc.testing.mongodb.EventShapes.assertShape;
import static dev.corecdc.testing.mongodb.EventShapes.people;
import static dev.corecdc.testing.mongodb.EventShapes.person;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.changestream.FullDocument;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * One case for each kind of change event of documents, with all its fields, after the pages "Change Events" of MongoDB's manual
 * ({@code /docs/manual/reference/change-events/}), which each case names. They hold for the stand-in as for a real server.
 */
class DocumentEventShapesIT {

    /** Page {@code insert}. */
    @OnEveryMongo
    void insert(MongoKind kind) {
        assertShape(kind, db -> people(db).insertOne(person(1, "Ada")), """
                {operationType: 'insert', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocument: {_id: 1, name: 'Ada'}}""");
    }

    /** Page {@code update}: fields updated and removed. */
    @OnEveryMongo
    void update(MongoKind kind) {
        assertShape(
                kind,
                db -> people(db).insertOne(person(1, "Ada").append("age", 36)),
                db -> people(db)
                        .updateOne(
                                Filters.eq(1), Updates.combine(Updates.set("name", "Augusta"), Updates.unset("age"))),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1},
                 updateDescription: {updatedFields: {name: 'Augusta'}, removedFields: ['age'], truncatedArrays: []}}""");
    }

    /** Page {@code update}, {@code truncatedArrays}: an array that a pipeline shortens. */
    @OnEveryMongo
    void updateThatTruncatesAnArray(MongoKind kind) {
        Document slice = new Document("$slice", List.of("$tags", 2));
        assertShape(
                kind,
                db -> people(db)
                        .insertOne(person(1, "Ada")
                                .append("tags", List.of("a", "b", "c", "d"))
                                .append("more", "x".repeat(500))),
                db -> people(db).updateOne(Filters.eq(1), List.of(new Document("$set", new Document("tags", slice)))),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1},
                 updateDescription: {updatedFields: {}, removedFields: [],
                                     truncatedArrays: [{field: 'tags', newSize: 2}]}}""");
    }

    /** Page {@code update}: dotted paths where an operator names them, whole values where it names those. */
    @OnEveryMongo
    void updateWithinDocumentsAndArrays(MongoKind kind) {
        assertShape(
                kind,
                db -> people(db)
                        .insertOne(person(1, "Ada")
                                .append("home", new Document("street", "s").append("city", "c"))
                                .append("work", new Document("street", "s").append("city", "c"))
                                .append("tags", List.of("a"))
                                .append("marks", List.of(1, 2, 3))),
                db -> people(db)
                        .updateOne(
                                Filters.eq(1),
                                Updates.combine(
                                        Updates.set("home.city", "London"),
                                        Updates.set("work", new Document("city", "Paris")),
                                        Updates.push("tags", "b"),
                                        Updates.set("marks.1", 20),
                                        Updates.set("new.path", true))),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1},
                 updateDescription: {updatedFields: {'home.city': 'London', work: {city: 'Paris'}, 'tags.1': 'b',
                                                     'marks.1': 20, 'new': {path: true}},
                                     removedFields: [], truncatedArrays: []}}""");
    }

    /** Page {@code update}, {@code disambiguatedPaths}: a name of digits, told from an index of an array. */
    @OnEveryMongo
    void updateOfAnAmbiguousPath(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.people(stream -> stream.showExpandedEvents(true)),
                db -> people(db).insertOne(person(1, "Ada").append("marks", new Document("0", 1))),
                db -> people(db).updateOne(Filters.eq(1), Updates.set("marks.0", 2)),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'people'}, documentKey: {_id: 1},
                 updateDescription: {updatedFields: {'marks.0': 2}, removedFields: [], truncatedArrays: [],
                                     disambiguatedPaths: {'marks.0': ['marks', '0']}}}""");
    }

    /** Page {@code update}, {@code fullDocument} with {@code updateLookup}. */
    @OnEveryMongo
    void updateWithLookup(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.people(stream -> stream.fullDocument(FullDocument.UPDATE_LOOKUP)),
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).updateOne(Filters.eq(1), Updates.set("age", 36)),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocument: {_id: 1, name: 'Ada', age: 36},
                 updateDescription: {updatedFields: {age: 36}, removedFields: [], truncatedArrays: []}}""");
    }

    /** Page {@code update}, {@code fullDocumentBeforeChange} and post-images, of a collection that keeps images. */
    @OnEveryMongo
    void updateWithImages(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.WITH_IMAGES,
                db -> {
                    db.createCollection("people", KEEPING_IMAGES);
                    people(db).insertOne(person(1, "Ada"));
                },
                db -> people(db).updateOne(Filters.eq(1), Updates.set("age", 36)),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocument: {_id: 1, name: 'Ada', age: 36},
                 fullDocumentBeforeChange: {_id: 1, name: 'Ada'},
                 updateDescription: {updatedFields: {age: 36}, removedFields: [], truncatedArrays: []}}""");
    }

    /** Page {@code update}: images asked for when available, of a collection that keeps none. */
    @OnEveryMongo
    void updateWithoutTheImagesAskedFor(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.WITH_IMAGES,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).updateOne(Filters.eq(1), Updates.set("age", 36)),
                """
                {operationType: 'update', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocument: null, fullDocumentBeforeChange: null,
                 updateDescription: {updatedFields: {age: 36}, removedFields: [], truncatedArrays: []}}""");
    }

    /** Page {@code replace}. */
    @OnEveryMongo
    void replace(MongoKind kind) {
        assertShape(
                kind,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).replaceOne(Filters.eq(1), new Document("name", "Grace")),
                """
                {operationType: 'replace', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocument: {_id: 1, name: 'Grace'}}""");
    }

    /** Page {@code delete}. */
    @OnEveryMongo
    void delete(MongoKind kind) {
        assertShape(
                kind,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).deleteOne(Filters.eq(1)),
                """
                {operationType: 'delete', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}}""");
    }

    /** Page {@code delete}, {@code fullDocumentBeforeChange}. */
    @OnEveryMongo
    void deleteWithImage(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.WITH_IMAGES,
                db -> {
                    db.createCollection("people", KEEPING_IMAGES);
                    people(db).insertOne(person(1, "Ada"));
                },
                db -> people(db).deleteOne(Filters.eq(1)),
                """
                {operationType: 'delete', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 documentKey: {_id: 1}, fullDocumentBeforeChange: {_id: 1, name: 'Ada'}}""");
    }

    /** Page {@code insert}, {@code lsid} and {@code txnNumber}: there in a multi-document transaction, and only there. */
    @OnEveryMongo
    void writesOfATransaction(MongoKind kind) {
        MongoServer server = kind.server();
        try (MongoClient client = server.connect();
                ClientSession session = client.startSession()) {
            MongoDatabase db = client.getDatabase(server.newDatabaseName("shapes"));
            people(db).insertOne(person(1, "Ada"));
            try (RawEvents events = RawEvents.of(people(db).watch())) {
                session.startTransaction();
                people(db).insertOne(session, person(2, "Grace"));
                people(db).updateOne(session, Filters.eq(1), Updates.set("age", 36));
                session.commitTransaction();

                List<BsonDocument> both = events.next(2);

                assertThat(both)
                        .extracting(event -> event.getString("operationType").getValue())
                        .containsExactly("insert", "update");
                assertThat(both)
                        .extracting(event -> event.get("clusterTime"))
                        .containsOnly(both.get(0).get("clusterTime"));
                assertThat(both).allSatisfy(event -> {
                    BsonDocument id = event.getDocument("lsid");
                    assertThat(id.get("id"))
                            .isEqualTo(
                                    session.getServerSession().getIdentifier().get("id"));
                    assertThat(id.isBinary("uid")).isTrue();
                    assertThat(event.getInt64("txnNumber").getValue())
                            .isEqualTo(session.getServerSession().getTransactionNumber());
                });
            }
        }
    }
}
