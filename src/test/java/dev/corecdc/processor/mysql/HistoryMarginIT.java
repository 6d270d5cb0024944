package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.checkpoint.Checkpoint;
import dev.corecdc.event.HistoryMargin;
import dev.corecdc.processor.SourceException;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.InMemoryCheckpointStore;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How near a server's log is to losing what is still to be read. */
class HistoryMarginIT {

    @OnEveryServer
    void shrinksWithEveryFileThatIsPurged(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            shrinks(server);
        }
    }

    @Test
    void shrinksWithoutGtidsToo() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            shrinks(server);
        }
    }

    private static void shrinks(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        if (server.isMariaDb()) {
            server.execute("SET GLOBAL slave_connections_needed_for_purge = 0");
        }
        HistoryMargin young = margin(followed, followed.latest());
        followed.execute("FLUSH BINARY LOGS");
        aSecondLater();
        followed.execute("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS");
        aSecondLater();
        followed.execute("INSERT INTO t VALUES (2)");
        BinlogPosition place = followed.latest();
        aSecondLater();
        followed.execute("INSERT INTO t VALUES (3)", "FLUSH BINARY LOGS");
        aSecondLater();
        followed.execute("INSERT INTO t VALUES (4)");

        HistoryMargin before = margin(followed, place);
        assertThat(before.files()).isEqualTo(requireNonNull(young.files()) + 2);
        assertThat(before.time()).isBetween(Duration.ofSeconds(3), before.kept().minusSeconds(1));

        purge(server, place.file());
        HistoryMargin after = margin(followed, place);
        assertThat(after.files()).isZero();
        assertThat(after.time()).isBetween(Duration.ofSeconds(1), before.time().minusSeconds(1));
        assertThat(after.kept()).isBetween(after.time().plusSeconds(1), before.kept());

        purge(server, followed.latest().file());
        HistoryMargin gone = margin(followed, place);
        assertThat(gone.files()).isZero();
        assertThat(gone.time()).isZero();

        losesHistory(followed, place);
    }

    /** At zero, the processor does what {@code on-history-lost} says. */
    private static void losesHistory(FollowedServer followed, BinlogPosition place) {
        for (OnHistoryLost how : OnHistoryLost.values()) {
            CollectingTarget target = new CollectingTarget();
            InMemoryCheckpointStore store = new InMemoryCheckpointStore();
            store.save("shop", "target", new Checkpoint(place.toMap(), Instant.now()));
            try (TestStreams streams = TestStreams.builder().stream(new StreamDefinition(
                            "shop",
                            followed.processor(),
                            true,
                            "latest",
                            how,
                            List.of(TestStreams.lane("target", target))))
                    .store(store)
                    .start()) {
                if (how == OnHistoryLost.FAIL) {
                    assertThat(streams.awaitState("shop", ProcessorState.FAILED).reason())
                            .contains(place.file());
                    assertThat(store.load("shop")).allSatisfy((name, checkpoint) -> assertThat(checkpoint.position())
                            .isEqualTo(place.toMap()));
                } else {
                    streams.awaitState("shop", ProcessorState.RUNNING);
                    followed.execute("INSERT INTO t VALUES (5)");
                    target.awaitRecords(1);
                    assertThat(target.events()).extracting(FollowedServer::text).containsExactly("INSERT t [5]");
                }
            }
        }
    }

    @Test
    void saysNothingOfThePlacesOfAnotherServer() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        Map<String, Object> elsewhere = new HashMap<>(followed.latest().toMap());
        elsewhere.put("server", ScriptedLog.SERVER.toString());

        assertThat(followed.processor().margin(BinlogPosition.of(elsewhere))).isNull();
    }

    @Test
    void failsWhenTheServerIsNotThere() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        BinlogPosition place = followed.latest();
        FollowedServer nowhere = followed.with(followed.settings().at(new ServerAddress("localhost", 1)));

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> nowhere.processor().margin(place));
    }

    private static HistoryMargin margin(FollowedServer followed, BinlogPosition place) throws SourceException {
        return requireNonNull(followed.processor().margin(place));
    }

    private static void aSecondLater() {
        long second = Instant.now().getEpochSecond();
        await().atMost(Duration.ofSeconds(5)).until(() -> Instant.now().getEpochSecond() > second);
    }

    private static void purge(DatabaseServer server, String kept) {
        await().atMost(FollowedServer.PATIENCE).until(() -> {
            server.execute("PURGE BINARY LOGS TO '%s'".formatted(kept));
            return kept.equals(server.value("SHOW BINARY LOGS"));
        });
    }
}
