package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import dev.corecdc.CoreCdcApplication;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.mongodb.InMemoryReplicaSet;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables that somebody changes at random, and their copies in a MongoDB, which is the stand-in, are the same in the end.
 *
 * <p>Longer with {@code -Dcopy.statements=5000 -Donce.kills=10}; another course with {@code -Dcopy.seed=…}.
 */
class MongoCopyIT {

    private static final int STATEMENTS = Integer.getInteger("copy.statements", 500);
    private static final int KILLS = Integer.getInteger("once.kills", 1);
    private static final long SEED = Long.getLong("copy.seed", System.nanoTime());

    private final Path folder;

    MongoCopyIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theCopyOfAnImageThatIsMinimalIsTheSame() throws Exception {
        try (DatabaseServer source =
                ServerKind.MARIADB.start(ServerOptions.DEFAULT.with("--binlog-row-image=MINIMAL"))) {
            copies(source);
        }
    }

    private void copies(DatabaseServer source) throws Exception {
        System.out.printf("%s: -Dcopy.statements=%d -Dcopy.seed=%d%n", source.kind(), STATEMENTS, SEED);
        try (InMemoryReplicaSet copy = InMemoryReplicaSet.start();
                ServiceProcess service = ServiceProcess.main(
                        CoreCdcApplication.class, folder, Yaml.shopToMongo(source, copy.uri(), ""))) {
            RandomTables tables = new RandomTables(source, new Random(SEED), 0);
            service.start().awaitOutput("shop is RUNNING");
            tables.write(STATEMENTS);
            awaitTheSame(source, copy);
            assertThat(service.output()).doesNotContain("not in the copy").doesNotContain("RETRYING");
        }
    }

    /** Also of tables without a key, which a change that came twice would make another. */
    @Test
    void withExactlyOnceTheCopyIsTheSameHoweverOftenTheServiceIsKilled() throws Exception {
        System.out.printf("-Donce.kills=%d -Dcopy.seed=%d%n", KILLS, SEED);
        try (DatabaseServer source = ServerKind.MYSQL.start(ServerOptions.DEFAULT);
                InMemoryReplicaSet copy = InMemoryReplicaSet.start();
                ServiceProcess service = ServiceProcess.main(
                        CoreCdcApplication.class,
                        folder,
                        Yaml.shopToMongo(source, copy.uri(), ", exactly-once: true"))) {
            RandomTables tables = new RandomTables(source, new Random(SEED), TimeUnit.MILLISECONDS.toNanos(2));
            service.start().awaitOutput("shop is RUNNING");
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> tables.write(1_000 * KILLS));
            Random random = new Random(SEED + 1);
            for (int kill = 0; kill < KILLS; kill++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(3_000)));
                service.kill();
                service.startAnew().awaitOutput("shop is RUNNING");
            }
            writing.get();
            awaitTheSame(source, copy);
        }
    }

    private static void awaitTheSame(DatabaseServer source, InMemoryReplicaSet copy) {
        try (MongoClient client = copy.connect()) {
            for (String table : RandomTables.NAMES) {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(() -> assertThat(documents(client, source, table))
                                .as(table)
                                .isEqualTo(CopyDatabase.rows(source, "shop." + table)));
            }
        }
    }

    /** As {@link CopyDatabase#rows} shows rows. */
    private static List<String> documents(MongoClient client, DatabaseServer source, String table) throws SQLException {
        List<String> columns = columns(source, table);
        List<String> documents = new ArrayList<>();
        for (BsonDocument document : client.getDatabase("shop")
                .getCollection(table, BsonDocument.class)
                .find()) {
            assertThat(document.keySet()).contains("_id").containsAll(columns).hasSize(columns.size() + 1);
            documents.add(columns.stream()
                    .map(column -> text(document.get(column, BsonNull.VALUE)))
                    .toList()
                    .toString());
        }
        documents.sort(null);
        return documents;
    }

    private static List<String> columns(DatabaseServer source, String table) throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM shop." + table + " WHERE 1 = 0")) {
            var columns = row.getMetaData();
            List<String> names = new ArrayList<>();
            for (int i : IntStream.rangeClosed(1, columns.getColumnCount()).toArray()) {
                names.add(columns.getColumnName(i));
            }
            return names;
        }
    }

    private static String text(BsonValue value) {
        if (value.isNull()) {
            return "null";
        }
        return value.isString()
                ? value.asString().getValue()
                : Integer.toString(value.asInt32().getValue());
    }
}
