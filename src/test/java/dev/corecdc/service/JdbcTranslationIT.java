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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL follows a MySQL or MariaDB with a schema of twenty tables, which are made, altered, swapped and dropped while rows change, and the service is killed
 * in between.
 */
@Timeout(150)
class JdbcTranslationIT {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE country (code CHAR(2) PRIMARY KEY, name VARCHAR(60) NOT NULL, area DECIMAL(12,3) UNSIGNED, UNIQUE KEY (name))",
            "CREATE TABLE city (id INT UNSIGNED AUTO_INCREMENT PRIMARY KEY, country CHAR(2) NOT NULL, name VARCHAR(80) NOT NULL,"
                    + " people BIGINT UNSIGNED DEFAULT '0', KEY by_name (name), CONSTRAINT city_of FOREIGN KEY (country) REFERENCES"
                    + " country (code) ON UPDATE CASCADE)",
            "CREATE TABLE person (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT, mail VARCHAR(120) NOT NULL, born DATE, city INT"
                    + " UNSIGNED, boss BIGINT UNSIGNED, kind ENUM('staff','client') NOT NULL DEFAULT 'client', flags SET('a','b','c'),"
                    + " PRIMARY KEY (id), UNIQUE KEY by_mail (mail), KEY by_boss (boss), FOREIGN KEY (city) REFERENCES city (id),"
                    + " FOREIGN KEY (boss) REFERENCES person (id) ON DELETE SET NULL) ENGINE=InnoDB COMMENT='people; and more'",
            "CREATE TABLE account (person BIGINT UNSIGNED PRIMARY KEY, balance DECIMAL(20,4) NOT NULL DEFAULT 0.0000, since TIMESTAMP"
                    + " NOT NULL DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (person) REFERENCES person (id) ON DELETE CASCADE)",
            "CREATE TABLE category (id SMALLINT PRIMARY KEY, parent SMALLINT, title VARCHAR(40), FOREIGN KEY (parent) REFERENCES"
                    + " category (id))",
            "CREATE TABLE product (id INT PRIMARY KEY, category SMALLINT, title VARCHAR(200) NOT NULL, price DECIMAL(10,2), about TEXT,"
                    + " picture BLOB, facts JSON, weight FLOAT, volume DOUBLE, listed BIT(3) DEFAULT b'101', made YEAR, FULLTEXT KEY"
                    + " (about), KEY (title(20)), KEY by_price (price DESC, id), FOREIGN KEY (category) REFERENCES category (id))",
            "CREATE TABLE tag (name VARCHAR(30) PRIMARY KEY, colour BINARY(3))",
            "CREATE TABLE product_tag (product INT NOT NULL, tag VARCHAR(30) NOT NULL, PRIMARY KEY (product, tag), FOREIGN KEY"
                    + " (product) REFERENCES product (id) ON DELETE CASCADE, FOREIGN KEY (tag) REFERENCES tag (name) ON DELETE CASCADE)",
            "CREATE TABLE `order` (id INT PRIMARY KEY, person BIGINT UNSIGNED, at DATETIME(6) NOT NULL, `group` VARCHAR(9) DEFAULT"
                    + " 'none', total DECIMAL(10,2), KEY (at), FOREIGN KEY (person) REFERENCES person (id))",
            "CREATE TABLE order_line (`order` INT NOT NULL, line SMALLINT UNSIGNED NOT NULL, product INT, amount MEDIUMINT NOT NULL"
                    + " DEFAULT 1, price DECIMAL(10,2), cost DECIMAL(12,2) AS (amount * price) STORED, PRIMARY KEY (`order`, line), FOREIGN"
                    + " KEY (`order`) REFERENCES `order` (id) ON DELETE CASCADE, FOREIGN KEY (product) REFERENCES product (id))",
            "CREATE TABLE stock (product INT PRIMARY KEY, amount INT NOT NULL, checked TIME(3), FOREIGN KEY (product) REFERENCES"
                    + " product (id))",
            "CREATE TABLE note (text VARCHAR(100), at TIMESTAMP(3) NULL)",
            "CREATE TABLE session (id BINARY(16) PRIMARY KEY, content LONGBLOB, started DATETIME)",
            "CREATE TABLE setting (name VARCHAR(40) PRIMARY KEY, value MEDIUMTEXT)",
            "CREATE TABLE audit (id BIGINT AUTO_INCREMENT PRIMARY KEY, what TINYTEXT, n TINYINT, big BIGINT) PARTITION BY HASH (id)"
                    + " PARTITIONS 2",
            "CREATE TABLE visit (id INT PRIMARY KEY, page VARCHAR(30), length INT)",
            "CREATE TABLE visit_copy LIKE visit",
            "CREATE TABLE passing (id INT PRIMARY KEY, a INT, b INT)",
            "CREATE TABLE one (id INT PRIMARY KEY, v VARCHAR(9))",
            "CREATE TABLE two (id INT PRIMARY KEY, v VARCHAR(9))");

    private static final List<String> ROWS = List.of(
            "INSERT INTO country VALUES ('DE', 'Deutschland', 357022.123), ('SE', 'Sverige', NULL)",
            "INSERT INTO city (id, country, name, people) VALUES (1, 'DE', 'Köln', 18446744073709551615), (2, 'SE', 'Malmö', 0)",
            "INSERT INTO person (id, mail, born, city, boss, kind, flags) VALUES (1, 'a@x', '1990-01-15', 1, NULL, 'staff', 'a,c'),"
                    + " (2, 'b@x', NULL, 2, 1, 'client', ''), (3, 'c@x', '2000-02-29', NULL, 2, 'staff', NULL)",
            "INSERT INTO account VALUES (1, 12345678901234.5678, '2024-07-03 03:48:55'), (2, -0.5, '2001-01-01 00:00:00')",
            "INSERT INTO category VALUES (1, NULL, 'all'), (2, 1, 'some'), (3, 2, 'few')",
            "INSERT INTO product VALUES (1, 2, 'Schüssel', 9.99, 'rund', x'00ff5c27', '{\"a\": 1}', 1.5, 0.25, b'011', 2024),"
                    + " (2, 3, 'Löffel', NULL, NULL, NULL, NULL, NULL, NULL, b'100', NULL), (3, NULL, '', 0, '', '', '[1, 2.5]', -2, 1e10,"
                    + " b'001', 1999)",
            "INSERT INTO tag VALUES ('neu', x'00aa'), ('alt', x'ffffff')",
            "INSERT INTO product_tag VALUES (1, 'neu'), (1, 'alt'), (2, 'alt')",
            "INSERT INTO `order` VALUES (1, 1, '2024-12-03 03:48:55.123456', 'x', 19.98), (2, 2, '2024-12-04 00:00:00', DEFAULT, 0)",
            "INSERT INTO order_line (`order`, line, product, amount, price) VALUES (1, 1, 1, 2, 9.99), (1, 2, 2, 3, NULL), (2, 1, 3,"
                    + " 1, 1)",
            "INSERT INTO stock VALUES (1, 7, '12:34:56.789'), (2, 0, NULL)",
            "INSERT INTO note VALUES ('same', NULL), ('same', NULL), ('other', '2020-05-05 05:05:05.125')",
            "INSERT INTO session VALUES (x'01', REPEAT('x', 70000), '1999-12-31 23:59:59')",
            "INSERT INTO setting VALUES ('one', 'Ω'), ('two', REPEAT('y', 5000))",
            "INSERT INTO audit (what, n, big) VALUES ('made', -128, -9223372036854775808), ('gone', 127, 5)",
            "INSERT INTO visit VALUES (1, 'home', 5), (2, 'shop', NULL), (3, 'cart', 7)",
            "INSERT INTO passing VALUES (1, 1, 2), (2, 3, 4)",
            "INSERT INTO one VALUES (1, 'one')",
            "INSERT INTO two VALUES (2, 'two'), (3, 'two')",
            "UPDATE country SET code = 'DK' WHERE code = 'SE'",
            "DELETE FROM tag WHERE name = 'neu'");

    /** With tools' ways of changing tables among them: gh-ost's, by a table like it, and pt-online-schema-change's. */
    private static final List<String> CHANGES = List.of(
            "ALTER TABLE person ADD COLUMN phone VARCHAR(20) NOT NULL DEFAULT '' AFTER mail, ADD rating TINYINT NOT NULL, ADD seen"
                    + " DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP, ADD KEY (rating)",
            "UPDATE person SET phone = '123', rating = 5 WHERE id = 1",
            "ALTER TABLE product DROP COLUMN weight, MODIFY price DECIMAL(12,1) DEFAULT '1.5', CHANGE title name VARCHAR(100)",
            "INSERT INTO product (id, name) VALUES (4, 'Gabel')",
            "ALTER TABLE product RENAME COLUMN about TO description, ADD UNIQUE KEY by_name (name), DROP INDEX by_price",
            "ALTER TABLE city MODIFY people VARCHAR(30), MODIFY name VARCHAR(200)",
            "UPDATE city SET people = 'many' WHERE id = 2",
            "ALTER TABLE visit_copy ADD extra INT NOT NULL DEFAULT 3",
            "INSERT INTO visit_copy VALUES (1, 'copy', 1, 2)",
            "CREATE TABLE _visit_gho LIKE visit",
            "ALTER TABLE _visit_gho MODIFY page VARCHAR(60), ADD referrer VARCHAR(60)",
            "INSERT INTO _visit_gho (id, page, length) SELECT id, page, length FROM visit",
            "CREATE TABLE _visit_del (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB COMMENT='ghost-cut-over-sentry'",
            "DROP TABLE IF EXISTS `_visit_del`",
            "RENAME /* gh-ost */ TABLE `shop`.`visit` TO `shop`.`_visit_del`, `shop`.`_visit_gho` TO `shop`.`visit`",
            "DROP TABLE IF EXISTS _visit_del",
            "CREATE TABLE `shop`.`_setting_new` (`name` varchar(40) NOT NULL, `value` mediumtext, PRIMARY KEY (`name`), KEY k"
                    + " (`name`)) ENGINE=InnoDB",
            "INSERT IGNORE INTO _setting_new SELECT * FROM setting",
            "RENAME TABLE `shop`.`setting` TO `shop`.`_setting_old`, `shop`.`_setting_new` TO `shop`.`setting`",
            "DROP TABLE IF EXISTS `shop`.`_setting_old`",
            "RENAME TABLE one TO swap, two TO one, swap TO two",
            "INSERT INTO two VALUES (9, 'two')",
            "ALTER TABLE setting DROP KEY k, ADD KEY k (name)",
            "TRUNCATE TABLE audit",
            "INSERT INTO audit (what) VALUES ('after')",
            "ALTER TABLE passing RENAME COLUMN a TO b, RENAME COLUMN b TO a",
            "INSERT INTO passing (id, a, b) VALUES (3, 30, 31)");

    private static final List<String> MORE_CHANGES = List.of(
            "ALTER TABLE stock ADD place VARCHAR(9), DROP COLUMN checked",
            "UPDATE stock SET place = 'here'",
            "DROP TABLE passing",
            "CREATE TABLE passing (id INT PRIMARY KEY, only VARCHAR(9))",
            "INSERT INTO passing VALUES (1, 'again')",
            "ALTER TABLE tag RENAME TO label");

    private static final List<String> LAST_CHANGES = List.of(
            "ALTER TABLE order_line DROP FOREIGN KEY order_line_ibfk_2, DROP PRIMARY KEY, ADD PRIMARY KEY (line, `order`), ADD KEY"
                    + " (`order`)",
            "DELETE FROM stock WHERE product = 2",
            "DELETE FROM product WHERE id = 2",
            "DELETE FROM label WHERE name = 'alt'",
            "DELETE FROM `order` WHERE id = 1",
            "CREATE INDEX by_at ON note (at)",
            "DROP INDEX by_name ON city",
            "CREATE VIEW v AS SELECT * FROM country",
            "DROP VIEW v",
            "ALTER TABLE account ALTER balance SET DEFAULT 7, ENGINE=InnoDB",
            "INSERT INTO person (id, mail, rating) VALUES (50, 'late', 1)",
            "INSERT INTO account (person) VALUES (50)");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("country.code", "text NOT NULL"),
            Map.entry("country.area", "numeric(12,3)"),
            Map.entry("city.id", "bigint NOT NULL"),
            Map.entry("city.people", "text"),
            Map.entry("person.born", "date"),
            Map.entry("person.rating", "smallint NOT NULL"),
            Map.entry("person.seen", "timestamp(0) without time zone"),
            Map.entry("account.since", "timestamp(0) with time zone"),
            Map.entry("product.price", "numeric(12,1)"),
            Map.entry("product.picture", "bytea"),
            Map.entry("product.facts", "jsonb"),
            Map.entry("product.volume", "double precision"),
            Map.entry("product.listed", "bit(3)"),
            Map.entry("product.made", "smallint"),
            Map.entry("order.at", "timestamp(6) without time zone"),
            Map.entry("order_line.cost", "numeric(12,2)"),
            Map.entry("session.id", "bytea NOT NULL"),
            Map.entry("visit.referrer", "text"),
            Map.entry("passing.only", "text"));

    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("country_name", "CREATE UNIQUE INDEX country_name ON shop.country USING btree (name)"),
            Map.entry("person_by_mail", "CREATE UNIQUE INDEX person_by_mail ON shop.person USING btree (mail)"),
            Map.entry("product_by_name", "CREATE UNIQUE INDEX product_by_name ON shop.product USING btree (name)"),
            Map.entry("note_by_at", "CREATE INDEX note_by_at ON shop.note USING btree (at)"),
            Map.entry(
                    "shop.person person_ibfk_2",
                    "FOREIGN KEY (boss) REFERENCES shop.person(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED"),
            Map.entry(
                    "shop.product_tag product_tag_ibfk_2",
                    "FOREIGN KEY (tag) REFERENCES shop.label(name) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"));

    private final Path folder;

    JdbcTranslationIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void aPostgreSqlFollowsASchemaThatLives(ServerKind kind) throws Exception {
        try (DatabaseServer source = kind.start(ServerOptions.DEFAULT)) {
            CopyDatabase database = CopyDatabase.onPostgreSql();
            MixedCopy copy = new MixedCopy(source, database, "shop");
            String yaml =
                    Yaml.shopToCopy(source, database, "").replace("type: jdbc", "type: jdbc\n      execute-ddl: true");
            try (ServiceProcess service = ServiceProcess.main(CoreCdcApplication.class, folder, yaml)) {
                service.start().awaitOutput("shop is RUNNING");
                source.execute(with("CREATE DATABASE shop DEFAULT CHARACTER SET utf8mb4", "USE shop", TABLES));
                source.execute(with("USE shop", "SET time_zone = '+00:00'", ROWS));
                try (Traffic traffic = new Traffic(source)) {
                    source.execute(with("USE shop", "SET time_zone = '+03:00'", CHANGES));
                    awaitSame(copy, service, traffic);
                    service.kill();
                    source.execute(with("USE shop", "SET time_zone = '+00:00'", MORE_CHANGES));
                    service.startAnew().awaitOutput("shop is RUNNING");
                    source.execute(with("USE shop", "SET time_zone = '+00:00'", LAST_CHANGES));
                    awaitSame(copy, service, traffic);
                }
            }
            assertThat(copy.types()).containsAllEntriesOf(TYPES);
            assertThat(copy.keys()).containsAllEntriesOf(KEYS);
        }
    }

    private static String[] with(String first, String second, List<String> statements) {
        return Stream.concat(Stream.of(first, second), statements.stream()).toArray(String[]::new);
    }

    private static void awaitSame(MixedCopy copy, ServiceProcess service, Traffic traffic) {
        traffic.whilePaused(() -> {
            try {
                await().atMost(Duration.ofSeconds(40))
                        .pollInterval(Duration.ofMillis(200))
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(copy.differences()).isEmpty());
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(service.output(), e);
            }
        });
    }

    /** Rows that change all the time; of tables with a key, since changes come again after a kill. */
    private static final class Traffic implements AutoCloseable {

        private final DatabaseServer source;
        private final ReentrantLock going = new ReentrantLock(true);
        private final CompletableFuture<Void> running;
        private volatile boolean ended;
        private int last = 100;

        Traffic(DatabaseServer source) {
            this.source = source;
            this.running = CompletableFuture.runAsync(this::run);
        }

        void whilePaused(Runnable work) {
            going.lock();
            try {
                work.run();
            } finally {
                going.unlock();
            }
        }

        private void run() {
            while (!ended) {
                going.lock();
                try {
                    change();
                } finally {
                    going.unlock();
                }
                LockSupport.parkNanos(2_000_000);
            }
        }

        /** A table that has another name for a moment is left alone. */
        private void change() {
            last++;
            for (String sql : List.of(
                    "INSERT INTO shop.visit (id, page) VALUES (%d, 'p%1$d')",
                    "UPDATE shop.visit SET page = CONCAT(page, '+') WHERE id = %d - 3",
                    "DELETE FROM shop.visit WHERE id = %d - 20 AND id %% 3 = 0",
                    "INSERT INTO shop.person (id, mail, boss) VALUES (%d, 'm%1$d', 1)",
                    "DELETE FROM shop.person WHERE id = %d - 5")) {
                try {
                    source.execute(sql.formatted(last));
                } catch (IllegalStateException e) {
                    // for the moment
                }
            }
        }

        @Override
        public void close() {
            ended = true;
            running.join();
        }
    }
}
