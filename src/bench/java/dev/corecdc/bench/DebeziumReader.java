package dev.corecdc.bench;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** Debezium's embedded engine with JSON and the batch sizes that it has by default. */
final class DebeziumReader {

    private static final String NAME = "bench";
    private static final Pattern WRITTEN_AT = Pattern.compile("\"written_at\":(\\d+)");

    private DebeziumReader() {}

    public static void main(String[] arguments) throws IOException {
        Reading reading = Reading.of(arguments);
        System.setProperty(
                PlacedOffsets.PLACE,
                "{\"file\":\"%s\",\"pos\":4,\"gtids\":\"%s\"}".formatted(reading.file(), reading.gtids()));
        Properties properties = new Properties();
        properties.setProperty("name", NAME);
        properties.setProperty("connector.class", "io.debezium.connector.mysql.MySqlConnector");
        properties.setProperty("topic.prefix", NAME);
        properties.setProperty("offset.storage", PlacedOffsets.class.getName());
        properties.setProperty("schema.history.internal", "io.debezium.relational.history.MemorySchemaHistory");
        // There is a place to go on from, and no history: the tables are read from the server as they are.
        properties.setProperty("snapshot.mode", "recovery");
        properties.setProperty("snapshot.locking.mode", "none");
        properties.setProperty("database.hostname", reading.host());
        properties.setProperty("database.port", Integer.toString(reading.port()));
        properties.setProperty("database.user", reading.user());
        properties.setProperty("database.password", reading.password());
        properties.setProperty("database.ssl.mode", "disabled");
        properties.setProperty("driver.allowPublicKeyRetrieval", "true");
        properties.setProperty("database.server.id", "90002");
        properties.setProperty("table.include.list", reading.tables().replace(".", "\\."));
        properties.setProperty("include.schema.changes", "false");
        properties.setProperty("converter.schemas.enable", "false");
        boolean timed = reading.variant().equals(Latencies.VARIANT);
        Consumer<List<ChangeEvent<String, String>>> delivered = timed ? timing(reading) : counting(reading);
        try (DebeziumEngine<ChangeEvent<String, String>> engine = DebeziumEngine.create(Json.class)
                .using(properties)
                .notifying((events, committer) -> {
                    for (ChangeEvent<String, String> event : events) {
                        committer.markProcessed(event);
                    }
                    committer.markBatchFinished();
                    // A tombstone has no value.
                    delivered.accept(events.stream()
                            .filter(event -> event.value() != null)
                            .toList());
                })
                .using((success, message, error) -> System.out.println(message + " " + error))
                .build()) {
            engine.run();
        }
    }

    private static Consumer<List<ChangeEvent<String, String>>> counting(Reading reading) {
        Meter meter = new Meter(reading.rows());
        return events -> {
            if (!events.isEmpty()) {
                meter.count(events.size());
            }
        };
    }

    private static Consumer<List<ChangeEvent<String, String>>> timing(Reading reading) {
        Latencies latencies = new Latencies(reading.rows());
        return events -> {
            for (ChangeEvent<String, String> event : events) {
                Matcher time = WRITTEN_AT.matcher(event.value());
                if (time.find()) {
                    latencies.delivered(Long.parseLong(time.group(1)));
                }
            }
        };
    }

    /** Offsets in memory, which begin at the place of the workload. */
    public static final class PlacedOffsets extends MemoryOffsetBackingStore {

        private static final String PLACE = "bench.place";

        @Override
        public void configure(WorkerConfig config) {
            super.configure(config);
            data.put(bytes("[\"%s\",{\"server\":\"%s\"}]".formatted(NAME, NAME)), bytes(System.getProperty(PLACE, "")));
        }

        @Override
        public Set<Map<String, Object>> connectorPartitions(String connector) {
            return Set.of();
        }

        private static ByteBuffer bytes(String text) {
            return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
