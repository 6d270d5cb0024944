package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.util.ArrayList;
import java.util.List;

/** Two readers of one server that were given the same id. */
class SharedServerIdIT {

    @OnEveryServer
    void isSaidAndLeftToTheOtherForATime(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        MySqlBinlogProcessor one = withId(followed, "424242").processor();
        MySqlBinlogProcessor other = withId(followed, "424242").processor();
        BinlogPosition start = followed.latest();
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        List<ChangeBatch> read = new ArrayList<>();
        ChangeReader kickedOut = one.open(start);
        read.addAll(Batches.read(kickedOut, 1));
        try (ChangeReader winner = other.open(start)) {
            SourceException taken = Batches.readToFailure(kickedOut, read);
            kickedOut.close();

            assertThat(taken.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(taken)
                    .hasMessageContainingAll(
                            "same server id", "'server-id'", followed.settings().address());
            SourceException waits = Connecting.failure(() -> one.open(start).close());
            assertThat(waits.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(waits).hasMessageContainingAll("server-id 424242", "again in", "derives one");
            followed.execute("INSERT INTO t VALUES (1)");
            assertThat(FollowedServer.texts(Batches.read(winner, 2))).contains("INSERT t [1]");

            // Later it is tried again, and then it is the other who is told.
            await().atMost(FollowedServer.PATIENCE)
                    .ignoreExceptionsInstanceOf(SourceException.class)
                    .untilAsserted(() -> {
                        try (ChangeReader again = one.open(Batches.last(read).resumePosition())) {
                            assertThat(FollowedServer.texts(Batches.read(again, 1)))
                                    .containsExactly("INSERT t [1]");
                        }
                    });
            assertThat(Batches.readToFailure(winner, new ArrayList<>())).hasMessageContaining("same server id");
        }
    }

    @OnEveryServer
    void isAvoidedWhereThereIsARange(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        MySqlBinlogProcessor one = withId(followed, "434343-434344").processor();
        MySqlBinlogProcessor other = withId(followed, "434343").processor();
        BinlogPosition start = followed.latest();
        ChangeReader kickedOut = one.open(start);
        try (ChangeReader winner = other.open(start)) {
            Batches.readToFailure(kickedOut, new ArrayList<>());
            kickedOut.close();
            try (ChangeReader again = one.open(start)) {
                followed.execute("INSERT INTO t VALUES (1)");

                for (ChangeReader reader : List.of(winner, again)) {
                    assertThat(FollowedServer.texts(Batches.read(reader, 1))).containsExactly("INSERT t [1]");
                }
            }
        }
    }

    private static FollowedServer withId(FollowedServer followed, String serverId) {
        MySqlSettings settings = followed.settings();
        return followed.with(
                MySqlSettingsBuilder.like(settings).serverId(serverId).build());
    }
}
