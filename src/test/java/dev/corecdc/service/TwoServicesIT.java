package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three services of one name, with their checkpoints in one database: one at a time works, and none of the changes is missing. */
class TwoServicesIT {

    /** So long that a service on a slow machine is not taken for dead. */
    private static final Duration LEASE = Duration.ofSeconds(12);

    /** Between two bursts of changes. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());

    private final Path folder;

    TwoServicesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals that freeze a process")
    void workOneAfterTheOtherWithMongoDb() throws Exception {
        try (DatabaseServer server = ServerKind.MARIADB.start(ServerOptions.DEFAULT);
                InMemoryReplicaSet checkpoints = InMemoryReplicaSet.start()) {
            workOneAfterTheOther(server, "mongodb", "uri: \"%s\"".formatted(checkpoints.uri()));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals that freeze a process")
    void workOneAfterTheOtherWithJdbc() throws Exception {
        try (DatabaseServer server = ServerKind.MARIADB.start(ServerOptions.DEFAULT)) {
            server.execute(
                    "CREATE DATABASE checkpoints",
                    "CREATE USER keeper IDENTIFIED BY 's3cret'",
                    "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE ON checkpoints.* TO keeper");
            workOneAfterTheOther(
                    server,
                    "jdbc",
                    "url: \"jdbc:mysql://%s:%d/checkpoints\", username: keeper, password: s3cret"
                            .formatted(server.host(), server.port()));
        }
    }

    private void workOneAfterTheOther(DatabaseServer server, String store, String settings) throws Exception {
        System.out.printf("-Dkill.seed=%d%n", SEED);
        try (ServiceProcess first = service("first", server, store, settings);
                ServiceProcess second = service("second", server, store, settings);
                ServiceProcess third = service("third", server, store, settings)) {
            RandomWriter writer = new RandomWriter(server, new Random(SEED));
            first.start().awaitOutput("shop is RUNNING");
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                while (!done.get()) {
                    writer.write(writer.progress() + 20);
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            });

            assertThat(second.start().awaitExit()).isEqualTo(1);
            assertThat(second.output())
                    .contains("Description:", "Another service called 'test' is running: ", "Action:", "cdc.service");
            awaitChanges("first", 200);

            first.kill();
            second.startAnew().awaitOutput("shop is RUNNING");
            assertThat(second.output()).contains("The checkpoints of 'test' are held by ", "epoch 2");
            awaitChanges("second", 200);

            second.freeze();
            third.start().awaitOutput("shop is RUNNING");
            List<String> bySecond = changes("second");
            second.thaw();
            second.awaitOutput("Another service called 'test' has taken over").awaitOutput("shop is FAILED");
            awaitChanges("third", 200);

            done.set(true);
            writing.get();
            List<String> expected = writer.committed();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> changes("first", "second", "third").size() >= expected.size());
            assertThat(changes("first", "second", "third")).containsExactlyElementsOf(expected);
            assertThat(changes("second")).startsWith(bySecond.toArray(String[]::new));
            assertThat(second.terminate()).isIn(0, 143);
            third.terminate();
        }
    }

    private ServiceProcess service(String name, DatabaseServer server, String store, String settings) {
        String yaml = Yaml.shopToFile(server, "shop.*") + """
                  checkpoint:
                    type: %s
                    %s: { %s, lease: %ds }
                """.formatted(store, store, settings, LEASE.toSeconds());
        return ServiceProcess.jar(folder.resolve(name), yaml);
    }

    private void awaitChanges(String name, int atLeast) {
        await().atMost(Duration.ofMinutes(2)).until(() -> changes(name).size() >= atLeast);
    }

    /** What services have delivered, one after the other, each change where it came first. */
    private List<String> changes(String... names) throws IOException {
        Set<String> seen = new LinkedHashSet<>();
        for (String name : names) {
            seen.addAll(WrittenChanges.read(folder.resolve(name).resolve("data/out.ndjson")));
        }
        return List.copyOf(seen);
    }
}
