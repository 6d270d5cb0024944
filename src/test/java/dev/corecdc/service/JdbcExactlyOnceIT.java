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
import java.util.concurrent.CountDownLatch;
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
    private static final int DOUBLINGS = Integer.getInteger("once.doublings", 15);
    private static final boolean ONCE = !"false".equals(System.getProperty("once"));
    private static final long SEED = Long.getLong("once.seed", System.nanoTime());

    private static final String BIG = "CREATE TABLE shop.big (x INT, y VARCHAR(20))";
    private static final String SUM = "(SELECT COUNT(*) AS n, COUNT(DISTINCT x) AS d, SUM(x) AS s FROM shop.big) sums";
    private static final int ROWS = 1 << DOUBLINGS;

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
            CountDownLatch filled = new CountDownLatch(1);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                int share = 1_000 * KILLS;
                tables.write(share);
                fill(source);
                filled.countDown();
                tables.write(2 * share);
            });
            Random random = new Random(SEED + 1);
            int early = KILLS / 2;
            for (int kill = 0; kill < early; kill++) {
                killAtAnyMoment(service, random);
            }
            assertThat(filled.await(5, TimeUnit.MINUTES)).isTrue();
            int inside = 0;
            for (int had = 0; early + inside < KILLS && had < ROWS; had = rowsOfBig(copy)) {
                inside += killInside(service, copy, had, random) ? 1 : 0;
            }
            service.awaitOutput("shop is RUNNING");
            for (int kill = early + inside; kill < KILLS; kill++) {
                killAtAnyMoment(service, random);
            }
            System.out.printf(
                    "%d kills, %d of them when the copy had a part of the %d rows of one transaction%n",
                    KILLS, inside, ROWS);
            writing.get();
            JdbcCopyIT.awaitTheSame(source, copy);
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(copy.rows(SUM)).isEqualTo(CopyDatabase.rows(source, SUM)));
            assertThat(copy.rows("shop.big").equals(CopyDatabase.rows(source, "shop.big")))
                    .as("the rows of the large transaction are the same")
                    .isTrue();
            assertThat(inside).as("kills in the large transaction").isPositive();
        }
    }

    private static void killAtAnyMoment(ServiceProcess service, Random random) throws InterruptedException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(4_000)));
        service.kill();
        service.startAnew().awaitOutput("shop is RUNNING");
    }

    /**
     * Kills the service when the copy has some more rows of the large transaction, and starts it again; whether it had but a part of them.
     *
     * @param had how many it had before
     */
    private static boolean killInside(ServiceProcess service, CopyDatabase copy, int had, Random random)
            throws InterruptedException {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> rowsOfBig(copy) > had);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(30)));
        service.kill();
        boolean inside = rowsOfBig(copy) < ROWS;
        service.startAnew();
        return inside;
    }

    private static int rowsOfBig(CopyDatabase copy) {
        return Integer.parseInt(
                copy.rows("(SELECT COUNT(*) AS n FROM shop.big) counted").get(0).replaceAll("\\D", ""));
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
