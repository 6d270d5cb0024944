package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The service is killed again and again in mid-load, also inside a large transaction: with {@code exactly-once} all tables are the same in the end,
 * those without a key too.
 *
 * <p>Longer with {@code -Donce.kills=20 -Donce.doublings=19}; {@code -Donce=false} shows that it can fail; another course with {@code -Donce.seed=…}.
 */
class JdbcExactlyOnceIT {

    private static final int KILLS = Integer.getInteger("once.kills", 2);
    private static final int DOUBLINGS = Integer.getInteger("once.doublings", 14);
    private static final boolean ONCE = !"false".equals(System.getProperty("once"));
    private static final long SEED = Long.getLong("once.seed", System.nanoTime());

    private static final String BIG = "CREATE TABLE shop.big (x INT, y VARCHAR(20))";
    private static final String SUM = "(SELECT COUNT(*) AS n, COUNT(DISTINCT x) AS d, SUM(x) AS s FROM shop.big) sums";

    private final Path folder;

    JdbcExactlyOnceIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void everyChangeOfAMySqlIsOnceInAPostgreSql() throws Exception {
        try (DatabaseServer source = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            CopyDatabase copy = CopyDatabase.onPostgreSql();
            copy.execute("CREATE SCHEMA shop");
            survives(source, copy);
        }
    }

    @Test
    void everyChangeOfAMariaDbIsOnceInAMySql() throws Exception {
        try (DatabaseServer source = ServerKind.MARIADB.start(ServerOptions.DEFAULT);
                DatabaseServer target = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            CopyDatabase copy = CopyDatabase.on(target);
            copy.execute("CREATE DATABASE shop");
            survives(source, copy.in("shop"));
        }
    }

    private void survives(DatabaseServer source, CopyDatabase copy) throws Exception {
        System.out.printf("-Donce.kills=%d -Donce.doublings=%d -Donce.seed=%d%n", KILLS, DOUBLINGS, SEED);
        copy.execute(RandomTables.DEFINITIONS.toArray(String[]::new));
        copy.execute(BIG);
        RandomTables tables = new RandomTables(source, new Random(SEED), TimeUnit.MILLISECONDS.toNanos(2));
        source.execute(BIG);
        String yaml = Yaml.shopToCopy(source, copy, ", exactly-once: " + ONCE);
        try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml)) {
            service.start().awaitOutput("shop is RUNNING");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                int share = 1_000 * KILLS;
                tables.write(share);
                fill(source);
                tables.write(2 * share);
            });
            killAgainAndAgain(service, new Random(SEED + 1));
            writing.get();
            JdbcCopyIT.awaitTheSame(source, copy);
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(copy.rows(SUM)).isEqualTo(CopyDatabase.rows(source, SUM)));
        }
    }

    /** A kill may come at any moment. */
    private static void killAgainAndAgain(ServiceProcess service, Random random) throws InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(4_000)));
            service.kill();
            service.startAnew().awaitOutput("shop is RUNNING");
        }
    }

    /** A transaction of many rows. */
    private static void fill(DatabaseServer source) {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO shop.big VALUES (0, 'a row of many')");
            for (int i = 0; i < DOUBLINGS; i++) {
                statement.execute("INSERT INTO shop.big SELECT x + %d, y FROM shop.big".formatted(1 << i));
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
