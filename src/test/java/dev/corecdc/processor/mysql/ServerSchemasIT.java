package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.EventType;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/** What becomes of a look through much of a server's log when nobody wants it any more. */
@Timeout(120)
class ServerSchemasIT {

    private static final Duration LONG = Duration.ofSeconds(20);

    @OnEveryServer
    void endsAtOnceWhenItIsClosed(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, b LONGBLOB)");
        BinlogPosition start = followed.latest();
        for (int i = 0; i < 12; i++) {
            followed.execute("INSERT INTO t VALUES (%d, REPEAT('x', 1000000))".formatted(i));
        }
        try (TcpProxy proxy =
                new TcpProxy(followed.server().host(), followed.server().port())) {
            MySqlSettings settings = FollowedServer.settings(followed.server(), MySqlSettings.Mode.DISABLED, LONG)
                    .at(new ServerAddress("localhost", proxy.port()));
            WantedTables wanted = new WantedTables(
                    new TableFilter(List.of(followed.database() + ".*"), List.of()), Set.of(EventType.INSERT), false);
            Flavor flavor = kind.isMariaDb() ? Flavor.MARIADB : Flavor.MYSQL;
            ServerSchemas schemas = new ServerSchemas(
                    settings,
                    new Tls(settings.ssl(), null),
                    start.server(),
                    wanted,
                    new SchemaFollower(flavor, wanted),
                    "cdc-test-binlog");
            proxy.failBehind(4_000_000, TcpProxy.Way.TO_CLIENT, TcpProxy.Fault.STALL);
            AtomicReference<SourceException> failure = new AtomicReference<>();
            CompletableFuture<Void> reading = CompletableFuture.runAsync(() -> {
                try {
                    schemas.read(new LogPlace(start.file(), start.offset()));
                } catch (SourceException e) {
                    failure.set(e);
                }
            });
            await().atMost(FollowedServer.PATIENCE).until(proxy::hasFailed);
            assertThat(reading)
                    .as("goes on as long as the server may say something, %s", failure)
                    .isNotDone();

            schemas.close();

            reading.get(2, TimeUnit.SECONDS);
            assertThat(failure.get()).isNotNull();
        }
    }
}
