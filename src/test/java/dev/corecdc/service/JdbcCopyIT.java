package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/** Tables that somebody changes at random, and their copies in a PostgreSQL, a MySQL and a MariaDB, are the same in the end. */
class JdbcCopyIT {

    private static final int STATEMENTS = Integer.getInteger("copy.statements", 600);
    private static final long SEED = Long.getLong("copy.seed", System.nanoTime());

    private final Path folder;

    JdbcCopyIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void theCopyInPostgreSqlIsTheSame(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT)) {
            CopyDatabase copy = CopyDatabase.onPostgreSql();
            copy.execute("CREATE SCHEMA shop");
            copies(source, copy);
        }
    }

    @OnEveryServer
    void theCopyOfAnImageThatIsMinimalIsTheSame(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT.with("--binlog-row-image=MINIMAL"))) {
            CopyDatabase copy = CopyDatabase.onPostgreSql();
            copy.execute("CREATE SCHEMA shop");
            copies(source, copy);
        }
    }

    @OnEveryServer
    void theCopyInTheOtherServerIsTheSame(ServerKind kind) throws Exception {
        ServerKind other = kind == ServerKind.MYSQL ? ServerKind.MARIADB : ServerKind.MYSQL;
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT);
                DatabaseServer target = other.start(ServerOptions.DEFAULT)) {
            CopyDatabase copy = CopyDatabase.on(target);
            copy.execute("CREATE DATABASE shop");
            copies(source, copy);
        }
    }

    private void copies(DatabaseServer source, CopyDatabase copy) throws Exception {
        System.out.printf("%s: -Dcopy.statements=%d -Dcopy.seed=%d%n", source.kind(), STATEMENTS, SEED);
        copy.execute(RandomTables.DEFINITIONS.toArray(String[]::new));
        RandomTables tables = new RandomTables(source, new Random(SEED), 0);
        try (ServiceProcess service =
                ServiceProcess.main(CoreCdcApplication.class, folder, Yaml.shopToCopy(source, copy, ""))) {
            service.start().awaitOutput("shop is RUNNING");
            tables.write(STATEMENTS);
            awaitTheSame(source, copy);
            assertThat(service.output()).doesNotContain("not in the copy").doesNotContain("RETRYING");
        }
    }

    /** Waits until the copies of all tables are the same; tells where they differ if they are not. */
    static void awaitTheSame(DatabaseServer source, CopyDatabase copy) {
        for (String name : RandomTables.NAMES) {
            String table = "shop." + name;
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(
                            () -> assertThat(copy.rows(table)).as(table).isEqualTo(CopyDatabase.rows(source, table)));
        }
    }
}
