package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed again and again, and the server restarted once, while somebody writes: every committed change is in the
 * file, in the order of commits once repeats are dropped.
 *
 * <p>Longer with {@code -Dkill.rows=20000 -Dkill.kills=5}; another course with {@code -Dkill.seed=…}.
 */
class KillIT {

    private static final int ROWS = Integer.getInteger("kill.rows", 3_000);
    private static final int KILLS = Integer.getInteger("kill.kills", 2);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    private final Path folder;

    KillIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void everyCommittedChangeIsInTheFileInOrder(ServerKind kind) throws Exception {
        System.out.printf("%s: -Dkill.rows=%d -Dkill.kills=%d -Dkill.seed=%d%n", kind, ROWS, KILLS, SEED);
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                ServiceProcess service = ServiceProcess.jar(folder, Yaml.shopToFile(server, "shop.*"))) {
            RandomWriter writer = new RandomWriter(server, new Random(SEED));
            service.start().awaitOutput("shop is RUNNING");

            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> writer.write(ROWS));
            disturb(service, server, writer, new Random(SEED + 1));
            writing.get();

            List<String> expected = writer.committed();
            Path out = folder.resolve("data/out.ndjson");
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> WrittenChanges.withoutRepeats(out).size() >= expected.size());
            service.terminate();
            assertThat(WrittenChanges.withoutRepeats(out)).containsExactlyElementsOf(expected);
        }
    }

    /** Kills and restarts the service each time a further part of the rows is written; in the middle restarts the server too. */
    private static void disturb(ServiceProcess service, DatabaseServer server, RandomWriter writer, Random random)
            throws InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            int when = (ROWS * kill + random.nextInt(ROWS)) / KILLS;
            await().atMost(Duration.ofMinutes(5)).until(() -> writer.progress() >= Math.min(when, ROWS - 100));
            service.kill();
            if (kill == KILLS / 2) {
                writer.pauseWhile(server::restart);
            }
            service.startAnew().awaitOutput("shop is RUNNING");
        }
    }
}
