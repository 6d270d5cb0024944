package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Connections over which much comes, or nothing, or whose reader is slow. */
class SlowConnectionIT {

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final Duration LONGER_THAN_PATIENCE = Duration.ofSeconds(5);
    private static final int LARGE_ROWS = 40;

    @AfterEach
    void everyReaderThreadEnds() {
        await().atMost(Duration.ofSeconds(20)).until(() -> LostConnectionIT.readerThreads() == 0);
    }

    @OnEveryServer
    void readsAllOverTls(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(withTls(kind))) {
            FollowedServer followed = FollowedServer.of(server);
            Position start = large(followed);
            long before = encrypted(server);

            FollowedServer tls = followed.with(FollowedServer.settings(server, Mode.PREFERRED, HEARTBEAT));
            assertLarge(tls.readToEnd(start));

            // One for `latest`, one for the checks before the dump, and the dump.
            assertThat(encrypted(server) - before).isGreaterThanOrEqualTo(3);
            assertLarge(followed.readToEnd(start));
        }
    }

    private static ServerOptions withTls(ServerKind kind) {
        return kind == ServerKind.MYSQL ? ServerOptions.DEFAULT : ServerOptions.DEFAULT.with("--ssl");
    }

    private static long encrypted(DatabaseServer server) {
        return Long.parseLong(server.value("SHOW GLOBAL STATUS LIKE 'Ssl_finished_accepts'", 2));
    }

    @OnEveryServer
    void countsAConnectionThatIsSilentAsLost(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        try (TcpProxy proxy =
                new TcpProxy(followed.server().host(), followed.server().port())) {
            MySqlSettings direct = FollowedServer.settings(followed.server(), Mode.DISABLED, HEARTBEAT);
            FollowedServer through = followed.with(MySqlSettingsBuilder.like(direct)
                    .host("localhost")
                    .port(proxy.port())
                    .build());
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = through.processor().open(through.latest())) {
                followed.execute("INSERT INTO t VALUES (1)");
                batches.addAll(Batches.read(reader, 1));
                for (int i = 0; i < LONGER_THAN_PATIENCE.toMillis() / 100; i++) {
                    assertThat(reader.poll(Duration.ofMillis(100))).isNull();
                }
                proxy.stall();
                followed.execute("INSERT INTO t VALUES (2)");
                long stalled = System.nanoTime();

                SourceException lost = Batches.readToFailure(reader, batches);

                assertThat(Duration.ofNanos(System.nanoTime() - stalled))
                        .isBetween(HEARTBEAT.multipliedBy(2), HEARTBEAT.multipliedBy(6));
                assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(lost).hasMessageContaining("silent");
            }
            batches.addAll(followed.readToEnd(Batches.last(batches).resumePosition()));
            assertThat(FollowedServer.texts(batches)).containsExactly("INSERT t [1]", "INSERT t [2]");
        }
    }

    @OnEveryServer
    void countsNoConnectionAsLostWhoseReaderIsSlow(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(withTls(kind))) {
            server.execute("SET GLOBAL net_write_timeout = 1");
            for (Mode mode : List.of(Mode.DISABLED, Mode.REQUIRED)) {
                FollowedServer followed =
                        FollowedServer.of(server).with(FollowedServer.settings(server, mode, HEARTBEAT));
                Position start = large(followed);
                Position end = followed.latest();
                try (ChangeReader reader = followed.processor().open(start)) {
                    await().pollDelay(LONGER_THAN_PATIENCE).until(() -> true);
                    assertLarge(FollowedServer.readTo(reader, end));
                }
            }
        }
    }

    @OnEveryServer
    void closesAtOnceWhileItsQueueIsFull(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(withTls(kind))) {
            for (Mode mode : List.of(Mode.DISABLED, Mode.REQUIRED)) {
                FollowedServer followed =
                        FollowedServer.of(server).with(FollowedServer.settings(server, mode, HEARTBEAT));
                ChangeReader reader = followed.processor().open(large(followed));
                await().atMost(Duration.ofSeconds(20)).until(() -> isWaiting("cdc-test-binlog"));

                assertClosesAtOnce(reader);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> LostConnectionIT.dumps(server).isEmpty());
            }
        }
    }

    @OnEveryServer
    void closesAtOnceWhileAPollWaits(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(withTls(kind))) {
            for (Mode mode : List.of(Mode.DISABLED, Mode.REQUIRED)) {
                FollowedServer followed =
                        FollowedServer.of(server).with(FollowedServer.settings(server, mode, Duration.ofSeconds(30)));
                ChangeReader reader = followed.processor().open(followed.latest());
                CompletableFuture<SourceException> polling = CompletableFuture.supplyAsync(() -> {
                    try {
                        return Batches.readToFailure(reader, new ArrayList<>());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });

                assertClosesAtOnce(reader);
                assertThat(polling.get(5, TimeUnit.SECONDS).kind()).isEqualTo(Kind.UNAVAILABLE);
                await().atMost(Duration.ofSeconds(5)).until(() -> LostConnectionIT.readerThreads() == 0);
            }
        }
    }

    private static void assertClosesAtOnce(ChangeReader reader) {
        long begun = System.nanoTime();
        reader.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    private static boolean isWaiting(String thread) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(one -> one.getName().equals(thread) && one.getState() == Thread.State.WAITING);
    }

    /** Writes 40 MB; where they begin. */
    private static Position large(FollowedServer followed) throws SourceException {
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, note LONGTEXT)");
        Position start = followed.latest();
        String[] inserts = new String[LARGE_ROWS];
        for (int i = 0; i < LARGE_ROWS; i++) {
            inserts[i] = "INSERT INTO t VALUES (%d, REPEAT('%d', 1000000))".formatted(i, i % 10);
        }
        followed.execute(inserts);
        return start;
    }

    private static void assertLarge(List<ChangeBatch> batches) {
        List<String> texts = FollowedServer.texts(batches);
        assertThat(texts).hasSize(LARGE_ROWS);
        for (int i = 0; i < LARGE_ROWS; i++) {
            assertThat(texts.get(i)
                            .equals("INSERT t [%d, %s]"
                                    .formatted(i, String.valueOf(i % 10).repeat(1_000_000))))
                    .as("row %d", i)
                    .isTrue();
        }
    }
}
