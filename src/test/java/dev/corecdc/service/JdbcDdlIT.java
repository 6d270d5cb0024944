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
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;

/** With {@code execute-ddl} a copy on a server of the same kind follows the statements, each in its database, among the changes. */
class JdbcDdlIT {

    private final Path folder;

    JdbcDdlIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void theCopyFollowsTheStatements(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT);
                DatabaseServer target = kind.start(ServerOptions.DEFAULT)) {
            CopyDatabase copy = CopyDatabase.on(target);
            String yaml = Yaml.shopToCopy(source, copy, "")
                    .replace("include: [\"shop.*\"]", "include: [\"shop.*\", \"store.*\"]")
                    .replace("type: jdbc", "type: jdbc\n      execute-ddl: true");
            try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml)) {
                service.start().awaitOutput("shop is RUNNING");
                source.execute(
                        "CREATE DATABASE shop",
                        "USE shop",
                        "CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20) CHARACTER SET latin1, UNIQUE (name))",
                        "INSERT INTO item VALUES (1, 'eins'), (2, 'zwölf')",
                        "CREATE DATABASE store",
                        "CREATE TABLE store.stock (item INT, n INT NOT NULL DEFAULT 7) COMMENT 'in another database'",
                        "ALTER TABLE item ADD COLUMN price DECIMAL(10,2) FIRST",
                        "INSERT INTO item VALUES (3.50, 3, 'drei')",
                        "UPDATE item SET price = id + 0.25",
                        "INSERT INTO store.stock VALUES (1, 1), (2, 2)",
                        "TRUNCATE TABLE store.stock",
                        "INSERT INTO store.stock VALUES (3, 3)",
                        "RENAME TABLE item TO thing",
                        "ALTER TABLE thing DROP COLUMN name, ADD COLUMN full_price DECIMAL(12,4) AS (price * 1.19) STORED",
                        "UPDATE thing SET price = 10 WHERE id = 1",
                        "CREATE TABLE gone (id INT)",
                        "DROP TABLE gone",
                        "INSERT INTO thing (price, id) VALUES (5, 9)");
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(
                                copy.rows("shop.thing"))
                        .isEqualTo(CopyDatabase.rows(source, "shop.thing"))
                        .hasSize(4));

                service.kill();
                source.execute("ALTER TABLE shop.thing ADD COLUMN last INT", "UPDATE shop.thing SET last = id");
                service.startAnew().awaitOutput("shop is RUNNING");
                await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(
                                copy.rows("shop.thing"))
                        .isEqualTo(CopyDatabase.rows(source, "shop.thing")));
            }
            for (String table : new String[] {"shop.thing", "store.stock"}) {
                assertThat(definition(target, table)).isEqualTo(definition(source, table));
            }
            assertThat(copy.rows("store.stock")).containsExactly("[3, 3]");
        }
    }

    private static String definition(DatabaseServer server, String table) {
        return Objects.requireNonNull(server.value("SHOW CREATE TABLE " + table, 2));
    }
}
