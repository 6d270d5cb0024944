package dev.corecdc.testing.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.ChangeStreamIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ChangeStreamPreAndPostImagesOptions;
import com.mongodb.client.model.CreateCollectionOptions;
import com.mongodb.client.model.changestream.FullDocument;
import com.mongodb.client.model.changestream.FullDocumentBeforeChange;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.Document;

/** Compares whole change events with their shapes, in which {@code 'any'} stands for times and ids and {@code 'DB'} for the database. */
final class EventShapes {

    private static final Map<String, BsonType> TYPES_OF_THE_MOMENT = Map.of(
            "clusterTime", BsonType.TIMESTAMP,
            "wallTime", BsonType.DATE_TIME,
            "collectionUUID", BsonType.BINARY,
            "uuid", BsonType.BINARY);
    static final CreateCollectionOptions KEEPING_IMAGES = new CreateCollectionOptions()
            .changeStreamPreAndPostImagesOptions(new ChangeStreamPreAndPostImagesOptions(true));

    /** What is watched, and how. */
    record Watch(Function<MongoDatabase, ChangeStreamIterable<?>> stream) {

        static final Watch PEOPLE = people(stream -> stream);
        static final Watch WITH_IMAGES = people(stream -> stream.fullDocument(FullDocument.WHEN_AVAILABLE)
                .fullDocumentBeforeChange(FullDocumentBeforeChange.WHEN_AVAILABLE));
        static final Watch DATABASE = new Watch(MongoDatabase::watch);
        static final Watch EXPANDED = new Watch(db -> db.watch().showExpandedEvents(true));

        static Watch people(UnaryOperator<ChangeStreamIterable<Document>> options) {
            return new Watch(db -> options.apply(EventShapes.people(db).watch()));
        }
    }

    private EventShapes() {}

    /** Does something on a new database of the shared server, and compares the events of it with these, in order. */
    static void assertShape(MongoKind kind, Consumer<MongoDatabase> action, String... expected) {
        assertShape(kind, Watch.PEOPLE, db -> {}, action, expected);
    }

    static void assertShape(
            MongoKind kind, Consumer<MongoDatabase> before, Consumer<MongoDatabase> action, String... expected) {
        assertShape(kind, Watch.PEOPLE, before, action, expected);
    }

    static void assertShape(
            MongoKind kind,
            Watch watch,
            Consumer<MongoDatabase> before,
            Consumer<MongoDatabase> action,
            String... expected) {
        MongoServer server = kind.server();
        try (MongoClient client = server.connect()) {
            MongoDatabase db = client.getDatabase(server.newDatabaseName("shapes"));
            before.accept(db);
            try (RawEvents events = RawEvents.of(watch.stream().apply(db))) {
                action.accept(db);

                for (String shape : expected) {
                    BsonDocument wanted = BsonDocument.parse(shape.replace("'DB'", "'" + db.getName() + "'"));
                    BsonDocument event = events.next();
                    assertThat(event.getDocument("_id").getString("_data").getValue())
                            .matches("82[0-9A-F]{20,}04");
                    event.remove("_id");
                    assertThat(withoutValuesOfTheMoment(event)).isEqualTo(wanted);
                }
            }
        }
    }

    /** Puts {@code 'any'} in the place of times and ids, if they are of the right type. */
    private static BsonDocument withoutValuesOfTheMoment(BsonDocument document) {
        BsonDocument result = new BsonDocument();
        document.forEach((name, value) -> {
            if (value.getBsonType() == TYPES_OF_THE_MOMENT.get(name)) {
                result.put(name, new BsonString("any"));
            } else {
                result.put(name, value.isDocument() ? withoutValuesOfTheMoment(value.asDocument()) : value);
            }
        });
        return result;
    }

    static Document person(int id, String name) {
        return new Document("_id", id).append("name", name);
    }

    static MongoCollection<Document> people(MongoDatabase db) {
        return db.getCollection("people");
    }
}
