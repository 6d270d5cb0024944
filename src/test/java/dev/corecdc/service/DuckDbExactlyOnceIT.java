package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The service is killed while it writes to a DuckDB. Its last life is in this process, as no other can read the file then. Longer with
 * {@code -Donce.kills=20}; {@code -Donce=false} shows that it can fail.
 */
class DuckDbExactlyOnceIT {

    private static final int KILLS = Integer.getInteger("once.kills", 1);
    private static final boolean ONCE = !"false".equals(System.getProperty("once"));
    private static final long SEED = Long.getLong("once.seed", System.nanoTime());

    private final Path folder;

    DuckDbExactlyOnceIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyChangeOfAMySqlIsOnceInADuckDb() throws Exception {
        System.out.printf("-Donce.kills=%d -Donce.seed=%d%n", KILLS, SEED);
        CopyDatabase copy = CopyDatabase.onDuckDb(folder.resolve("copy.db"));
        try (DatabaseServer source = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            RandomTables tables = new RandomTables(source, new Random(SEED), TimeUnit.MILLISECONDS.toNanos(2));
            String yaml = Yaml.shopToCopy(source, copy, ", schema-evolution: basic, exactly-once: " + ONCE);
            try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml)) {
                service.start().awaitOutput("shop is RUNNING");
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> tables.write(1_500 * KILLS));
                Random random = new Random(SEED + 1);
                for (int kill = 0; kill < KILLS; kill++) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(2_000)));
                    service.kill();
                    if (kill < KILLS - 1) {
                        service.startAnew().awaitOutput("shop is RUNNING");
                    }
                }
                writing.get();
            }
            Path file = folder.resolve("last.yml");
            Files.writeString(file, yaml);
            try (Connection open = copy.connect();
                    ConfigurableApplicationContext service = new SpringApplicationBuilder(CoreCdcApplication.class)
                            .run(
                                    "--server.port=0",
                                    "--spring.config.additional-location=file:" + file,
                                    "--cdc.checkpoint.file.directory=" + folder.resolve("data/checkpoints"))) {
                JdbcCopyIT.awaitTheSame(source, copy);
                assertThat(open.isClosed() || !service.isRunning()).isFalse();
            }
        }
    }
}
