package dev.corecdc.processor.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Columns;
import dev.corecdc.event.EventType;
import dev.corecdc.event.Json;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.Batches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A database of a deployment, with a client that changes it and processors that follow it. */
final class FollowedDatabase implements AutoCloseable {

    static final String NAME = "test";

    private static final Set<String> SYSTEM = Set.of("admin", "config", "local");

    private final String uri;
    private final MongoClient client;
    private final List<MongoChangeStreamProcessor> processors = new ArrayList<>();

    FollowedDatabase(String uri) {
        this.uri = uri;
        this.client = MongoClients.create(uri);
    }

    MongoClient client() {
        return client;
    }

    MongoDatabase database() {
        return client.getDatabase(NAME);
    }

    MongoCollection<BsonDocument> collection(String name) {
        return database().getCollection(name, BsonDocument.class);
    }

    /** Inserts people whose {@code _id} are these numbers, one after the other. */
    void insertPeople(int from, int to) {
        for (int i = from; i <= to; i++) {
            collection("people").insertOne(new BsonDocument("_id", new BsonInt32(i)));
        }
    }

    /** The numbers that are the {@code _id} of changed documents. */
    static List<Integer> ids(List<ChangeBatch> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record -> document(record)
                        .getDocument("documentKey")
                        .getInt32("_id")
                        .getValue())
                .toList();
    }

    /** Reads on, with another reader where the first one says that the source is not there at the moment, which is all that it may say. */
    static List<ChangeBatch> readOn(Processor processor, ChangeReader first, List<ChangeBatch> before, int changes)
            throws Exception {
        List<ChangeBatch> batches = new ArrayList<>();
        try {
            while (Batches.events(batches).size() < changes) {
                ChangeBatch batch = first.poll(Duration.ofSeconds(1));
                if (batch != null) {
                    batches.add(batch);
                }
            }
        } catch (SourceException e) {
            assertThat(e.kind()).as(e.getMessage()).isEqualTo(Kind.UNAVAILABLE);
            Position from = Batches.last(batches.isEmpty() ? before : batches).resumePosition();
            try (ChangeReader second = processor.open(from)) {
                batches.addAll(
                        Batches.read(second, changes - Batches.events(batches).size()));
            }
        }
        return batches;
    }

    /** Follows the whole database. */
    Processor processor() {
        return follow().database(NAME).processor();
    }

    /** Follows the whole deployment, until more is said. */
    Following follow() {
        return new Following();
    }

    /** Removes all that tests make. */
    void clear() {
        for (String name : client.listDatabaseNames()) {
            if (!SYSTEM.contains(name)) {
                client.getDatabase(name).drop();
            }
        }
    }

    @Override
    public void close() {
        processors.forEach(MongoChangeStreamProcessor::close);
        client.close();
    }

    /** The change event, or the document alone, that a record shows. */
    static BsonDocument document(ChangeRecord change) {
        Json event = change.origin().event();
        Json shown = event == null ? (Json) change.row().get(Columns.DOCUMENT) : event;
        return BsonDocument.parse(Objects.requireNonNull(shown).text());
    }

    /** What is to be followed, and how. */
    final class Following {

        private final Map<String, Object> settings = new HashMap<>(Map.of("mongodb.uri", uri));
        private List<String> include = List.of();
        private List<String> exclude = List.of();
        private Set<EventType> events = Set.of(EventType.INSERT, EventType.UPDATE, EventType.DELETE);

        Following database(String name) {
            return with("database", name);
        }

        Following collection(String name) {
            return database(NAME).with("collection", name);
        }

        /** A setting under {@code mongodb}. */
        Following with(String key, Object value) {
            settings.put("mongodb." + key, value);
            return this;
        }

        Following include(String... patterns) {
            include = List.of(patterns);
            return this;
        }

        Following exclude(String... patterns) {
            exclude = List.of(patterns);
            return this;
        }

        Following events(EventType... types) {
            events = Set.of(types);
            return this;
        }

        Processor processor() {
            MongoSettings bound = new Binder(new MapConfigurationPropertySource(settings))
                    .bindOrCreate("mongodb", MongoSettings.class);
            Processor processor = new MongoProcessorFactory()
                    .create(
                            new ProcessorRequest(
                                    "people", "mongodb", "test", "latest", events, new TableFilter(include, exclude)),
                            bound);
            processors.add((MongoChangeStreamProcessor) processor);
            return processor;
        }
    }
}
