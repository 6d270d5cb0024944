package dev.corecdc.processor.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.Json;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorContract;
import dev.corecdc.testing.mongodb.MongoKind;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of processors, on a replica set that nobody else changes meanwhile. */
@ParameterizedClass(name = "{0}")
@EnumSource(MongoKind.class)
class MongoProcessorIT extends ProcessorContract {

    private final FollowedDatabase followed;
    private Processor processor;
    private int indexes;

    MongoProcessorIT(MongoKind kind) {
        this.followed = new FollowedDatabase(kind.server().uri());
    }

    @BeforeEach
    void start() {
        followed.clear();
        followed.database().createCollection("people");
        followed.database().createCollection("log");
        processor = followed.follow().database("test").exclude("test.log").processor();
    }

    @AfterEach
    void stop() {
        followed.close();
    }

    @Override
    protected Processor processor() {
        return processor;
    }

    @Override
    protected void insert(List<Long> numbers) {
        MongoCollection<BsonDocument> people = followed.collection("people");
        try (ClientSession session = followed.client().startSession()) {
            session.withTransaction(() -> people.insertMany(
                    session,
                    numbers.stream()
                            .map(number -> new BsonDocument("_id", new BsonInt64(number)))
                            .toList()));
        }
    }

    @Override
    protected long numberOf(ChangeRecord change) {
        String id = ((Json) Objects.requireNonNull(change.row().get(Columns.ID))).text();
        // documents of other tests lie further back in the log
        return id.matches("\\d+") ? Long.parseLong(id) : -1;
    }

    @Override
    protected void executeDdl() {
        followed.collection("people").createIndex(Indexes.ascending("field" + ++indexes));
    }

    @Override
    protected void writeExcluded() {
        followed.collection("log").insertOne(new BsonDocument());
    }
}
