package dev.corecdc.testing.mongodb;

import static dev.corecdc.testing.mongodb.EventShapes.assertShape;
import static dev.corecdc.testing.mongodb.EventShapes.people;
import static dev.corecdc.testing.mongodb.EventShapes.person;

import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import org.bson.Document;

/**
 * One case for each kind of change event of collections, indexes and databases, with all its fields, after the pages "Change Events" of MongoDB's manual
 * ({@code /docs/manual/reference/change-events/}), which each case names. They hold for the stand-in as for a real server.
 */
class StructureEventShapesIT {

    /** Page {@code create}. */
    @OnEveryMongo
    void create(MongoKind kind) {
        assertShape(kind, EventShapes.Watch.EXPANDED, db -> {}, db -> db.createCollection("names"), """
                {operationType: 'create', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'names'},
                 operationDescription: {idIndex: {v: 2, key: {_id: 1}, name: '_id_'}}}""");
    }

    /** Page {@code createIndexes}. */
    @OnEveryMongo
    void createIndexes(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.EXPANDED,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).createIndex(Indexes.ascending("name")),
                """
                {operationType: 'createIndexes', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'people'},
                 operationDescription: {indexes: [{v: 2, key: {name: 1}, name: 'name_1'}]}}""");
    }

    /** Page {@code dropIndexes}. */
    @OnEveryMongo
    void dropIndexes(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.EXPANDED,
                db -> people(db).createIndex(Indexes.ascending("name")),
                db -> people(db).dropIndex("name_1"),
                """
                {operationType: 'dropIndexes', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'people'},
                 operationDescription: {indexes: [{v: 2, key: {name: 1}, name: 'name_1'}]}}""");
    }

    /** Page {@code modify}. */
    @OnEveryMongo
    void modify(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.EXPANDED,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> db.runCommand(new Document("collMod", "people")
                        .append("changeStreamPreAndPostImages", new Document("enabled", true))),
                """
                {operationType: 'modify', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'people'},
                 operationDescription: {changeStreamPreAndPostImages: {enabled: true}},
                 stateBeforeChange: {collectionOptions: {uuid: 'any'}}}""");
    }

    /** Page {@code rename}. */
    @OnEveryMongo
    void rename(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.DATABASE,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).renameCollection(new MongoNamespace(db.getName(), "folk")),
                """
                {operationType: 'rename', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'},
                 to: {db: 'DB', coll: 'folk'}}""");
    }

    /** Page {@code rename}, expanded. */
    @OnEveryMongo
    void renameExpanded(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.EXPANDED,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).renameCollection(new MongoNamespace(db.getName(), "folk")),
                """
                {operationType: 'rename', clusterTime: 'any', wallTime: 'any', collectionUUID: 'any',
                 ns: {db: 'DB', coll: 'people'}, to: {db: 'DB', coll: 'folk'},
                 operationDescription: {to: {db: 'DB', coll: 'folk'}}}""");
    }

    /** Page {@code drop}. */
    @OnEveryMongo
    void drop(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.DATABASE,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).drop(),
                """
                {operationType: 'drop', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'}}""");
    }

    /** Pages {@code dropDatabase} and {@code invalidate}: the collections first, then the database, then the stream's end. */
    @OnEveryMongo
    void dropDatabase(MongoKind kind) {
        assertShape(
                kind,
                EventShapes.Watch.DATABASE,
                db -> people(db).insertOne(person(1, "Ada")),
                MongoDatabase::drop,
                """
                {operationType: 'drop', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'}}""",
                """
                {operationType: 'dropDatabase', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB'}}""",
                """
                {operationType: 'invalidate', clusterTime: 'any', wallTime: 'any'}""");
    }

    /** Page {@code invalidate}: a stream of one collection ends when that is dropped. */
    @OnEveryMongo
    void invalidate(MongoKind kind) {
        assertShape(
                kind,
                db -> people(db).insertOne(person(1, "Ada")),
                db -> people(db).drop(),
                """
                {operationType: 'drop', clusterTime: 'any', wallTime: 'any', ns: {db: 'DB', coll: 'people'}}""",
                """
                {operationType: 'invalidate', clusterTime: 'any', wallTime: 'any'}""");
    }
}
