package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service is killed again and again while its target rejects some changes: every committed change was delivered or is a dead letter, none is
 * lost and none kept twice, and of each row what came first was delivered, and all from the first rejected change on is kept, in order.
 *
 * <p>Longer with {@code -Dkill.rows=20000 -Dkill.kills=5}; another course with {@code -Dkill.seed=…}.
 */
class DeadLetterKillIT {

    private static final int ROWS = Integer.getInteger("kill.rows", 800);
    private static final int KILLS = Integer.getInteger("kill.kills", 2);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int PAGE = 500;

    private final Path folder;

    DeadLetterKillIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void everyCommittedChangeIsDeliveredOrADeadLetter(ServerKind kind) throws Exception {
        System.out.printf("%s: -Dkill.rows=%d -Dkill.kills=%d -Dkill.seed=%d%n", kind, ROWS, KILLS, SEED);
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.main(PickyTargetApplication.class, folder, yaml(server))) {
            RandomWriter writer = new RandomWriter(server, new Random(SEED));
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

            List<String> expected = writer.committed();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> delivered().size() + letters(service).size() >= expected.size());
            List<String> delivered = delivered();
            List<String> letters = letters(service);
            service.terminate();

            assertThat(letters).doesNotHaveDuplicates().anyMatch(PickyTargetApplication::rejects);
            assertThat(letters).anyMatch(name -> !PickyTargetApplication.rejects(name));
            Map<String, List<String>> deliveredByRow = byRow(delivered);
            Map<String, List<String>> lettersByRow = byRow(letters);
            byRow(expected).forEach((row, changes) -> {
                List<String> found = new ArrayList<>(deliveredByRow.getOrDefault(row, List.of()));
                found.addAll(lettersByRow.getOrDefault(row, List.of()));
                assertThat(found).as("row " + row).isEqualTo(changes);
            });
            assertThat(delivered.size() + letters.size()).isEqualTo(expected.size());
        }
    }

    private static String yaml(DatabaseServer server) {
        return """
                spring.security.user: { name: me, password: secret }
                cdc:
                  service: test
                  processors:
                    shop:
                      type: %s
                      include: ["shop.*"]
                      %s
                  targets:
                    picky: { type: bean, on-failure: dead-letter, max-dead-letters: 100000 }
                """.formatted(server.kind().type(), Yaml.connection(server));
    }

    private static Map<String, List<String>> byRow(List<String> names) {
        return names.stream().collect(Collectors.groupingBy(name -> name.split(" ", -1)[1]));
    }

    /** Each change where it came first. */
    private List<String> delivered() throws IOException {
        Path file = folder.resolve(PickyTargetApplication.FILE);
        return Files.exists(file) ? List.copyOf(new LinkedHashSet<>(Files.readAllLines(file))) : List.of();
    }

    /** The changes that are kept, dead or waiting, in the order in which they were set aside. */
    private static List<String> letters(ServiceProcess service) throws Exception {
        Http http = Http.of(service);
        List<String> letters = new ArrayList<>();
        JsonNode page;
        int number = 0;
        do {
            page = JsonMapper.shared()
                    .readTree(http.get("/api/dead-letters?size=%d&page=%d".formatted(PAGE, number++)))
                    .path("deadLetters");
            for (JsonNode letter : page) {
                JsonNode row = letter.path("change").path("row");
                letters.add("%s %s %s"
                        .formatted(
                                letter.path("type").asString(),
                                row.path(0).asString(),
                                row.path(1).asString()));
            }
        } while (page.size() == PAGE);
        return letters;
    }
}
