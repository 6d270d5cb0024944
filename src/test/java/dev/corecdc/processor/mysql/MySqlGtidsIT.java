package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What GTIDs of MySQL can look like. */
class MySqlGtidsIT {

    @Test
    void readsOnExactlyBehindTransactionsWithTags() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        Position start = followed.latest();
        List<ChangeBatch> all = new ArrayList<>();
        try (ChangeReader reader = followed.processor().open(start)) {
            for (int i = 1; i <= 6; i++) {
                followed.execute(
                        "SET SESSION gtid_next = '%s'".formatted(i % 2 == 0 ? "AUTOMATIC" : "AUTOMATIC:blue"),
                        "INSERT INTO t VALUES (%d)".formatted(i));
                all.addAll(Batches.read(reader, 1));
            }
        }
        List<ChangeEvent> changes = Batches.events(all);
        assertThat(changes).hasSize(6);
        assertThat(changes.get(0).origin().globalId()).contains("blue");
        assertThat(changes.get(1).origin().globalId()).doesNotContain("blue");
        assertThat(followed.server()
                        .value("SELECT GTID_SUBTRACT(@@gtid_executed, '%s')"
                                .formatted(((BinlogPosition) Batches.last(all).resumePosition()).gtidSet())))
                .isEmpty();
        for (int i = 0; i < all.size(); i++) {
            List<ChangeBatch> rest = followed.readToEnd(all.get(i).resumePosition());
            assertThat(FollowedServer.described(rest))
                    .isEqualTo(FollowedServer.described(all.subList(i + 1, all.size())));
        }
    }

    @Test
    void readsBehindAPurgedSetThatIsTooLongForTheListOfVariables() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            String purged = IntStream.range(0, 60)
                    .mapToObj(i -> new UUID(i, i) + ":1-" + (i + 2))
                    .collect(Collectors.joining(","));
            server.execute("RESET BINARY LOGS AND GTIDS", "SET GLOBAL gtid_purged = '" + purged + "'");
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");

            List<ChangeBatch> batches = followed.readToEnd(followed.processor().locate("earliest"));

            assertThat(FollowedServer.texts(batches)).endsWith("INSERT t [1]");
            assertThat(Batches.last(batches).resumePosition().covers(followed.latest()))
                    .isTrue();
        }
    }
}
