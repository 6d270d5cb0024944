package dev.corecdc.target.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.target.mongodb.MongoTargetSettings.LetterCase;
import dev.corecdc.target.mongodb.MongoTargetSettings.WithoutKey;
import dev.corecdc.testing.mongodb.MongoServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A new database for a target, which the rows of all schemas go to.
 *
 * @param client for looking at it
 */
record Place(MongoServer server, MongoClient client, String database) implements AutoCloseable {

    static Place on(MongoServer server) {
        return new Place(server, server.connect(), server.newDatabaseName("copy"));
    }

    MongoTargetSettings settings() {
        return settings(WithoutKey.APPEND, LetterCase.AS_IS, false);
    }

    MongoTargetSettings settings(WithoutKey withoutKey, LetterCase letterCase, boolean mergeTables) {
        return settings(database, withoutKey, letterCase, mergeTables, false);
    }

    /** With rows of each schema in a database of its own, as {@code databases} says. */
    MongoTargetSettings apart(String databases, LetterCase letterCase, boolean exactlyOnce) {
        return settings(databases, WithoutKey.APPEND, letterCase, false, exactlyOnce);
    }

    private MongoTargetSettings settings(
            String databases, WithoutKey withoutKey, LetterCase letterCase, boolean mergeTables, boolean exactlyOnce) {
        return new MongoTargetSettings(
                server.uri(),
                databases,
                "{table}",
                letterCase,
                withoutKey,
                mergeTables,
                exactlyOnce,
                database + ".positions",
                Duration.ofSeconds(10),
                Duration.ofMinutes(1));
    }

    MongoTarget open() {
        return MongoTarget.open("copy", settings());
    }

    void save(ChangeRecord... changes) throws Exception {
        try (MongoTarget target = open()) {
            target.save(List.of(changes));
        }
    }

    MongoDatabase content() {
        return client.getDatabase(database);
    }

    MongoCollection<BsonDocument> collection(String name) {
        return content().getCollection(name, BsonDocument.class);
    }

    /** The documents in the order of their ids. */
    List<BsonDocument> documents(String collection) {
        return collection(collection)
                .find()
                .sort(BsonDocument.parse("{_id: 1}"))
                .into(new ArrayList<>());
    }

    /** The same as relaxed Extended JSON. */
    List<String> texts(String collection) {
        return documents(collection).stream().map(BsonDocument::toJson).toList();
    }

    @Override
    public void close() {
        content().drop();
        client.close();
    }
}
