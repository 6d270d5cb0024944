package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeEvent;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GTIDs of MariaDB in several domains, each of which counts by itself. */
class MariaDbDomainsIT {

    private static final ServerOptions LOGGING = ServerOptions.DEFAULT.with("--log-slave-updates=ON");

    @Test
    void readsOnExactlyBehindTransactionsOfAnyDomain() throws Exception {
        try (DatabaseServer server = ServerKind.MARIADB.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = followed.latest();
            List<ChangeBatch> all = new ArrayList<>();
            try (ChangeReader reader = followed.processor().open(start)) {
                for (int i = 1; i <= 9; i++) {
                    followed.execute("SET SESSION gtid_domain_id = " + i % 3, "INSERT INTO t VALUES (%d)".formatted(i));
                    if (i % 4 == 0) {
                        followed.execute("FLUSH BINARY LOGS");
                    }
                    all.addAll(Batches.read(reader, 1));
                }
            }
            assertThat(Batches.events(all)).extracting(FollowedServer::text).isEqualTo(inserts(1, 9));
            assertThat(Batches.events(all))
                    .extracting((ChangeEvent event) ->
                            String.valueOf(event.origin().globalId()).charAt(0))
                    .containsExactly('1', '2', '0', '1', '2', '0', '1', '2', '0');
            for (int i = 0; i < all.size(); i++) {
                List<ChangeBatch> rest = followed.readToEnd(all.get(i).resumePosition());
                assertThat(FollowedServer.described(rest))
                        .isEqualTo(FollowedServer.described(all.subList(i + 1, all.size())));
            }
            BinlogPosition end = followed.latest();
            assertThat(String.valueOf(end.gtidSet()).split(",", -1)).hasSize(3);
            String reached = String.valueOf(((BinlogPosition) Batches.last(all).resumePosition()).gtidSet());
            assertThat(reached.split(",", -1))
                    .containsExactlyInAnyOrder(String.valueOf(end.gtidSet()).split(",", -1));
        }
    }

    @Test
    void followsAServerThatReplicatesTwoOthers() throws Exception {
        try (DatabaseServer a = ServerKind.MARIADB.start(LOGGING.with("--gtid-domain-id=1"));
                DatabaseServer b = ServerKind.MARIADB.start(LOGGING.with("--gtid-domain-id=2"));
                DatabaseServer both = ServerKind.MARIADB.start(LOGGING.with("--gtid-domain-id=3"))) {
            FollowedServer followed = FollowedServer.of(both);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            follow(both, "a", a);
            follow(both, "b", b);
            Position start = followed.latest();
            for (DatabaseServer source : List.of(a, b)) {
                source.execute(
                        "SET SESSION sql_log_bin = 0",
                        "CREATE DATABASE " + followed.database(),
                        "CREATE TABLE %s.t (id INT PRIMARY KEY)".formatted(followed.database()));
            }
            List<ChangeBatch> all = new ArrayList<>();
            try (ChangeReader reader = followed.processor().open(start)) {
                for (int i = 1; i <= 6; i++) {
                    (i % 2 == 0 ? a : b).execute("INSERT INTO %s.t VALUES (%d)".formatted(followed.database(), i));
                    followed.execute("INSERT INTO t VALUES (%d)".formatted(100 + i));
                    all.addAll(Batches.read(reader, 2));
                }
            }
            assertThat(Batches.events(all))
                    .extracting(FollowedServer::text)
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 6)
                            .boxed()
                            .flatMap(i ->
                                    List.of("INSERT t [%d]".formatted(i), "INSERT t [%d]".formatted(100 + i)).stream())
                            .toList());
            for (ChangeBatch batch : all) {
                List<ChangeBatch> rest = followed.readToEnd(batch.resumePosition());
                assertThat(FollowedServer.described(rest))
                        .isEqualTo(FollowedServer.described(all.subList(all.indexOf(batch) + 1, all.size())));
            }
        }
    }

    private static void follow(DatabaseServer replica, String name, DatabaseServer source) {
        replica.execute(
                ("CHANGE MASTER '%s' TO MASTER_HOST = '%s', MASTER_PORT = %d, MASTER_USER = '%s', MASTER_PASSWORD = '%s',"
                                + " MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0, MASTER_USE_GTID = slave_pos")
                        .formatted(name, source.host(), source.port(), source.user(), source.password()),
                "START SLAVE '%s'".formatted(name));
        await().atMost(FollowedServer.PATIENCE)
                .until(() -> !LostConnectionIT.dumps(source).isEmpty());
    }

    private static List<String> inserts(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj("INSERT t [%d]"::formatted)
                .toList();
    }
}
