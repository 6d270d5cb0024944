package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The second connection, which reads the group of an XA transaction again. */
class XaConnectionIT {

    private static final Duration HEARTBEAT = Duration.ofMillis(500);
    private static final int ROWS = 40;

    /** Writes an XA transaction of many megabytes, and a small one behind it; where they begin. */
    private static Position write(FollowedServer followed) throws Exception {
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, note LONGTEXT)");
        Position start = followed.latest();
        List<String> statements = new ArrayList<>(List.of("XA START 'a'"));
        for (int i = 0; i < ROWS; i++) {
            statements.add("INSERT INTO t VALUES (%d, REPEAT('x', 1000000))".formatted(i));
        }
        statements.addAll(List.of("XA END 'a'", "XA PREPARE 'a'", "XA COMMIT 'a'"));
        statements.add("INSERT INTO t VALUES (%d, '')".formatted(ROWS));
        followed.execute(statements.toArray(String[]::new));
        return start;
    }

    private static FollowedServer follow(DatabaseServer server) {
        return FollowedServer.of(server).with(FollowedServer.settings(server, MySqlSettings.Mode.DISABLED, HEARTBEAT));
    }

    private static void assertAll(List<ChangeBatch> batches) {
        assertThat(FollowedServer.texts(batches))
                .extracting(text -> text.replaceAll(", .*", ""))
                .containsExactlyElementsOf(IntStream.rangeClosed(0, ROWS)
                        .mapToObj("INSERT t [%d"::formatted)
                        .toList());
    }

    @OnEveryServer
    void canBeReadForLongerThanTheFirstOneMayBeSilent(ServerKind kind) throws Exception {
        FollowedServer followed = follow(kind.server());
        Position start = write(followed);
        try (ChangeReader reader = followed.processor().open(start)) {
            List<ChangeBatch> batches = new ArrayList<>(Batches.read(reader, 1));
            for (int i = 0; i < 10; i++) {
                await().pollDelay(HEARTBEAT).until(() -> true);
                batches.addAll(Batches.read(reader, 1));
            }
            assertThat(Batches.events(batches)).hasSizeLessThan(ROWS);
            batches.addAll(FollowedServer.readTo(reader, followed.latest()));
            assertAll(batches);
        }
    }

    @OnEveryServer
    void isLostWithoutALossOfRows(ServerKind kind) throws Exception {
        FollowedServer followed = follow(kind.server());
        Position start = write(followed);
        MySqlSettings direct = followed.settings();
        try (TcpProxy proxy = new TcpProxy(direct.host(), direct.port())) {
            FollowedServer through = followed.with(MySqlSettingsBuilder.like(direct)
                    .host("localhost")
                    .port(proxy.port())
                    .heartbeatInterval(HEARTBEAT)
                    .build());
            List<ChangeBatch> batches;
            try (ChangeReader reader = through.processor().open(start)) {
                batches = new ArrayList<>(Batches.read(reader, 1));
                proxy.cut();

                SourceException lost = Batches.readToFailure(reader, batches);

                assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE);
            }
            assertThat(Batches.events(batches)).hasSizeLessThan(ROWS);
            batches.addAll(followed.readToEnd(Batches.last(batches).resumePosition()));
            assertAll(batches);
        }
    }

    @OnEveryServer
    void isClosedWithTheFirstOne(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = follow(server);
            ChangeReader reader = followed.processor().open(write(followed));
            Batches.read(reader, 1);
            assertThat(LostConnectionIT.dumps(server)).hasSize(2);

            reader.close();

            await().atMost(FollowedServer.PATIENCE)
                    .until(() -> LostConnectionIT.readerThreads() == 0
                            && LostConnectionIT.dumps(server).isEmpty());
        }
    }
}
