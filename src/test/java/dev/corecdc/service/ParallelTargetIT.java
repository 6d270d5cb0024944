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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** A target with {@code parallelism: 4}, and a service that is killed while it delivers. */
class ParallelTargetIT {

    private static final int ROWS = 1_000;
    private static final int STEPS = 150;
    private static final long SEED = Long.getLong("parallel.seed", System.nanoTime());

    private final Path folder;

    ParallelTargetIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void everyChangeIsDeliveredInTheOrderOfItsKey(ServerKind kind) throws Exception {
        System.out.printf("%s: -Dparallel.seed=%d%n", kind, SEED);
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.main(
                        ParallelTargetApplication.class, folder, """
                        cdc.processors.shop:
                          type: %s
                          include: ["shop.*"]
                          %s
                        cdc.targets.parallel: { type: bean, parallelism: 4 }
                        """.formatted(kind.type(), Yaml.connection(server)))) {
            RandomWriter writer = new RandomWriter(server, new Random(SEED));
            server.execute(
                    "CREATE TABLE shop.walk (id INT PRIMARY KEY, step INT)",
                    "CREATE TABLE shop.note (number INT)",
                    "INSERT INTO shop.walk VALUES (0, 0)");
            service.start().awaitOutput("shop is RUNNING");

            writer.write(ROWS / 2);
            service.awaitOutput("4 calls at a time.").kill();
            service.startAnew();
            writer.write(ROWS);
            for (int i = 1; i <= STEPS; i++) {
                server.execute(
                        "UPDATE shop.walk SET id = id + 1, step = %d".formatted(i),
                        "INSERT INTO shop.note VALUES (%d)".formatted(i));
            }

            Set<String> expected = expected(writer);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> changes().containsAll(expected));
            assertThat(service.terminate()).isEqualTo(143);
            List<String> changes = List.copyOf(changes());
            assertThat(changes).hasSameSizeAs(expected);
            assertThat(ofKey(changes, "walk UPDATE")).containsExactlyElementsOf(walk());
            assertThat(ofKey(changes, "note INSERT")).containsExactlyElementsOf(notes());
            Set<String> keys = writer.committed().stream()
                    .map(change -> change.split(" ", -1)[1])
                    .collect(Collectors.toCollection(HashSet::new));
            assertThat(keys).allSatisfy(key -> assertThat(ofItem(changes, key))
                    .containsExactlyElementsOf(ofItem(items(writer), key)));
        }
    }

    /** Each change where it came first. */
    private Set<String> changes() throws IOException {
        Path file = folder.resolve("changes");
        String text = Files.exists(file) ? Files.readString(file) : "";
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<String> expected(RandomWriter writer) {
        Set<String> expected = new HashSet<>(items(writer));
        expected.addAll(walk());
        expected.addAll(notes());
        return expected;
    }

    private static List<String> items(RandomWriter writer) {
        return writer.committed().stream().map(change -> "item " + change).toList();
    }

    private static List<String> walk() {
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj(i -> "walk UPDATE %d %d".formatted(i, i))
                .toList();
    }

    private static List<String> notes() {
        return IntStream.rangeClosed(1, STEPS)
                .mapToObj("note INSERT %d"::formatted)
                .toList();
    }

    private static List<String> ofKey(List<String> changes, String start) {
        return changes.stream().filter(change -> change.startsWith(start)).toList();
    }

    private static List<String> ofItem(List<String> changes, String id) {
        return changes.stream()
                .filter(change -> change.startsWith("item ") && change.split(" ", -1)[2].equals(id))
                .toList();
    }
}
