package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service is killed again and again, and the primary steps down twice, while somebody writes: every committed change is in the file,
 * in the order of commits once repeats are dropped, and the records make the collection what it is.
 *
 * <p>Longer with {@code -Dkill.rows=20000 -Dkill.kills=5}; another course with {@code -Dkill.seed=…}.
 */
class MongoKillIT {

    private static final int CHANGES = Integer.getInteger("kill.rows", 3_000);
    private static final int KILLS = Integer.getInteger("kill.kills", 2);
    private static final int STEP_DOWNS = 2;
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;

    MongoKillIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyCommittedChangeIsInTheFileInOrder() throws Exception {
        System.out.printf("-Dkill.rows=%d -Dkill.kills=%d -Dkill.seed=%d%n", CHANGES, KILLS, SEED);
        try (InMemoryReplicaSet replicaSet = InMemoryReplicaSet.start();
                RandomMongoWriter writer = new RandomMongoWriter(replicaSet.uri(), new Random(SEED));
                ServiceProcess service = ServiceProcess.jar(folder, Yaml.itemsToFile(replicaSet.uri()))) {
            service.start().awaitOutput("items is RUNNING");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writer.write(CHANGES));
            disturb(service, replicaSet, writer);
            writing.get();

            List<String> expected = writer.committed();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> new LinkedHashSet<>(names()).size() >= expected.size());
            service.terminate();

            assertThat(new LinkedHashSet<>(names())).containsExactlyElementsOf(expected);
            assertThat(rebuilt()).isEqualTo(writer.content());
        }
    }

    /** Kills the service each time a further part is written, and lets the primary step down in between. */
    private static void disturb(ServiceProcess service, InMemoryReplicaSet replicaSet, RandomMongoWriter writer)
            throws InterruptedException {
        Random random = new Random(SEED + 1);
        int disturbances = KILLS + STEP_DOWNS;
        for (int i = 0; i < disturbances; i++) {
            int when = (CHANGES * i + random.nextInt(CHANGES)) / disturbances;
            await().atMost(Duration.ofMinutes(5)).until(() -> writer.progress() >= Math.min(when, CHANGES - 100));
            if (i == 1 || i == disturbances - 2) {
                replicaSet.stepDown();
            } else {
                service.kill();
                service.startAnew().awaitOutput("items is RUNNING");
            }
        }
    }

    private List<JsonNode> events() throws Exception {
        Path file = folder.resolve("data/out.ndjson");
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> JSON.readTree(line).get("record"))
                .filter(event -> event.has("documentKey"))
                .toList();
    }

    /** All changes, repeats too, as {@link RandomMongoWriter} names them. */
    private List<String> names() throws Exception {
        return events().stream().map(MongoKillIT::name).toList();
    }

    private static String name(JsonNode event) {
        int id = event.get("documentKey").get("_id").intValue();
        return switch (event.get("operationType").stringValue()) {
            case "insert" -> "INSERT %d %s".formatted(id, value(event));
            case "replace" -> "REPLACE %d %s".formatted(id, value(event));
            case "update" -> "UPDATE %d %s".formatted(id, updated(event));
            default -> "DELETE %d".formatted(id);
        };
    }

    private static String value(JsonNode event) {
        return event.get("fullDocument").get("value").stringValue();
    }

    private static String updated(JsonNode event) {
        return event.get("updateDescription").get("updatedFields").get("value").stringValue();
    }

    /** What the records, one after the other, make of an empty collection: values by id. */
    private Map<Integer, String> rebuilt() throws Exception {
        Map<Integer, String> content = new TreeMap<>();
        for (JsonNode event : events()) {
            int id = event.get("documentKey").get("_id").intValue();
            switch (event.get("operationType").stringValue()) {
                case "insert", "replace" -> content.put(id, value(event));
                case "update" -> content.computeIfPresent(id, (key, old) -> updated(event));
                default -> content.remove(id);
            }
        }
        return content;
    }
}
