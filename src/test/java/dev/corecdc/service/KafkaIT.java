package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.KafkaBroker;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service is killed again and again while it sends what happens in a MySQL to Kafka: to the target {@code once} in transactions, to the target
 * {@code events} without. Whoever reads what is committed has each change of {@code once} once, and of {@code events} at least once, in the order of each row.
 *
 * <p>Longer with {@code -Dkafka.rows=20000 -Dkafka.kills=10}; {@code -Dkafka.once=false} shows that it can fail; another course with {@code -Dkafka.seed=…}.
 */
class KafkaIT {

    private static final int ROWS = Integer.getInteger("kafka.rows", 600);
    private static final int KILLS = Integer.getInteger("kafka.kills", 1);
    private static final boolean ONCE = !"false".equals(System.getProperty("kafka.once"));
    private static final long SEED = Long.getLong("kafka.seed", System.nanoTime());

    private final Path folder;

    KafkaIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyChangeOfAMySqlArrives() throws Exception {
        System.out.printf("-Dkafka.rows=%d -Dkafka.kills=%d -Dkafka.seed=%d%n", ROWS, KILLS, SEED);
        KafkaBroker broker = KafkaBroker.shared();
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml(server, broker))) {
            RandomWriter writer = new RandomWriter(server, new Random(SEED));
            server.execute("CREATE TABLE shop.note (id INT PRIMARY KEY, text LONGTEXT)");
            Random random = new Random(SEED + 1);
            service.start().awaitOutput("shop is RUNNING");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writer.write(ROWS));
            for (int kill = 0; kill < KILLS; kill++) {
                int when = (ROWS * kill + random.nextInt(ROWS)) / KILLS;
                await().atMost(Duration.ofMinutes(3)).until(() -> writer.progress() >= Math.min(when, ROWS - 100));
                service.kill();
                service.startAnew().awaitOutput("shop is RUNNING");
            }
            writing.get();
            server.execute(
                    "INSERT INTO shop.note VALUES (1, 'one'), (2, REPEAT('x', 1200000)), (3, 'three')",
                    "ALTER TABLE shop.item ADD COLUMN more INT");

            List<String> expected = writer.committed();
            awaitLast(broker, "kafka-it.once.shop.item", expected);
            awaitLast(broker, "kafka-it.events.shop.item", expected);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> values(broker, "kafka-it.ddl").stream().anyMatch(text -> text.contains("ADD COLUMN")));

            List<String> once = names(broker.read("kafka-it.once.shop.item"));
            assertThat(once).doesNotHaveDuplicates().hasSameSizeAs(expected);
            assertThat(byRow(once)).isEqualTo(byRow(expected));
            List<String> events = List.copyOf(new LinkedHashSet<>(names(broker.read("kafka-it.events.shop.item"))));
            assertThat(byRow(events)).isEqualTo(byRow(expected));
            assertThat(broker.read("kafka-it.events.shop.note"))
                    .extracting(ConsumerRecord::key)
                    .containsOnly("{\"id\":1}", "{\"id\":3}");
            assertThat(Http.of(service).get("/api/dead-letters")).contains("\"target\":\"events\"", "max.request.size");
            assertThat(service.output()).doesNotContain("ProducerConfig values");
            assertThat(service.terminate()).isEqualTo(143);
        }
    }

    private static String yaml(DatabaseServer server, KafkaBroker broker) {
        return """
                spring.security.user: { name: me, password: secret }
                cdc:
                  service: kafka-it
                  processors:
                    shop:
                      type: mysql
                      include: ["shop.*"]
                      %1$s
                  targets:
                    once:
                      type: kafka
                      ddl: false
                      transforms: { exclude: ["shop.note"] }
                      kafka:
                        bootstrap-servers: "%2$s"
                        topic: "{service}.once.{schema}.{table}"
                        exactly-once: %3$s
                        positions-topic: kafka-it-positions
                    events:
                      type: kafka
                      on-failure: dead-letter
                      kafka: { bootstrap-servers: "%2$s", topic: "{service}.events.{schema}.{table}" }
                """.formatted(Yaml.connection(server), broker.servers(), ONCE);
    }

    private static void awaitLast(KafkaBroker broker, String topic, List<String> expected) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> new LinkedHashSet<>(names(broker.read(topic))).size() >= expected.size());
    }

    private static List<String> values(KafkaBroker broker, String topic) {
        return broker.read(topic).stream().map(ConsumerRecord::value).toList();
    }

    /** As {@link RandomWriter} names changes. */
    private static List<String> names(List<ConsumerRecord<String, String>> messages) {
        List<String> names = new ArrayList<>();
        for (ConsumerRecord<String, String> message : messages) {
            JsonNode change = JsonMapper.shared().readTree(message.value());
            JsonNode row = change.path("record");
            String type = change.path("event_type").asString();
            assertThat(message.key()).isEqualTo("{\"id\":%s}".formatted(row.path("id")));
            assertThat(new String(message.headers().lastHeader("cdc-event-type").value(), StandardCharsets.UTF_8))
                    .isEqualTo(type);
            names.add(
                    "%s %s %s".formatted(type, row.path("id"), row.path("value").asString()));
        }
        return names;
    }

    private static Map<String, List<String>> byRow(List<String> names) {
        return names.stream().collect(Collectors.groupingBy(name -> name.split(" ", -1)[1]));
    }
}
