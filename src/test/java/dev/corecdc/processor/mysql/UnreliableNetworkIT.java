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
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.TcpProxy;
import dev.corecdc.testing.TcpProxy.Fault;
import dev.corecdc.testing.TcpProxy.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connection that fails at random places of the login, the questions and the log, with and without TLS. At more of them with
 * {@code -Dnetwork.places=20}.
 */
class UnreliableNetworkIT {

    private static final Duration HEARTBEAT = Duration.ofMillis(300);
    private static final Duration CONNECT_TIMEOUT = HEARTBEAT.multipliedBy(3);

    /** Three heartbeats, and time to connect and read on a machine that does other things too. */
    private static final Duration RECOVERY = HEARTBEAT.multipliedBy(3).plusSeconds(3);

    /** Of each fault and server. */
    private static final int PLACES = Integer.getInteger("network.places", 8);

    private static final int TRANSACTIONS = 15;

    private final long seed = Long.getLong("cdc.test.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<ChangeBatch> read = new ArrayList<>();
    private final List<String> met = new ArrayList<>();
    private int written;

    static Stream<Arguments> faults() {
        return Stream.of(ServerKind.MYSQL, ServerKind.MARIADB)
                .flatMap(kind -> Stream.of(Fault.values()).map(fault -> Arguments.of(kind, fault)));
    }

    @AfterEach
    void everyReaderThreadEnds() {
        await().atMost(Duration.ofSeconds(20)).until(() -> LostConnectionIT.readerThreads() == 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("faults")
    void losesAndRepeatsNothing(ServerKind kind, Fault fault) throws Exception {
        FollowedServer direct = FollowedServer.of(kind.server());
        direct.execute("CREATE TABLE t (id INT PRIMARY KEY, filling LONGTEXT)");
        Position position = direct.latest();
        try (TcpProxy proxy =
                new TcpProxy(direct.server().host(), direct.server().port())) {
            for (Mode mode : List.of(Mode.DISABLED, Mode.PREFERRED)) {
                FollowedServer through = direct.with(through(proxy, direct.settings(), mode));
                position = round(through, position, proxy, new Plan(Way.TO_CLIENT, Long.MAX_VALUE, fault));
                Map<Way, Long> usual =
                        Map.of(Way.TO_CLIENT, proxy.passed(Way.TO_CLIENT), Way.TO_SERVER, proxy.passed(Way.TO_SERVER));
                for (int place = 0; place < PLACES / 2; place++) {
                    Way way = place % 2 == 0 ? Way.TO_CLIENT : Way.TO_SERVER;
                    Plan plan = new Plan(way, 1 + random.nextLong(usual.getOrDefault(way, 1L)), fault);
                    position = round(through, position, proxy, plan);
                    assertThat(proxy.hasFailed()).as(told()).isTrue();
                }
            }
        }
        assertThat(FollowedServer.texts(read))
                .as(told())
                .isEqualTo(IntStream.rangeClosed(1, written)
                        .mapToObj(id -> "INSERT t [%d, %s]".formatted(id, filling(id)))
                        .toList());
    }

    /** Writes, and reads it from {@code position} to its end, over as many connections as it takes. */
    private Position round(FollowedServer through, Position position, TcpProxy proxy, Plan plan) throws Exception {
        write(through);
        Position end = through.with(direct(through)).latest();
        proxy.failBehind(plan.bytes(), plan.way(), plan.fault());
        long begun = System.nanoTime();
        Position reached = position;
        int failures = 0;
        while (!reached.covers(end)) {
            try (ChangeReader reader = through.processor().open(reached)) {
                reached = readOn(reader, reached, end);
            } catch (SourceException e) {
                failures++;
                met.add("%s after %d ms: %s".formatted(plan, millisSince(begun), e.getMessage()));
                assertThat(e.kind()).as(told()).isEqualTo(Kind.UNAVAILABLE);
                if (failures == 2) {
                    proxy.heal();
                }
                reached = read.isEmpty() || reached.covers(last()) ? reached : last();
            }
        }
        proxy.heal();
        // A second failure is that of a connection into the black hole.
        assertThat(millisSince(begun))
                .as(told())
                .isLessThan(RECOVERY.plus(CONNECT_TIMEOUT.plus(HEARTBEAT).multipliedBy(Math.max(0, failures - 1)))
                        .toMillis());
        return reached;
    }

    private Position readOn(ChangeReader reader, Position from, Position end) throws Exception {
        Position reached = from;
        while (!reached.covers(end)) {
            ChangeBatch batch = reader.poll(Duration.ofMillis(50));
            if (batch != null) {
                read.add(batch);
                reached = batch.resumePosition();
            }
        }
        return reached;
    }

    private Position last() {
        return Batches.last(read).resumePosition();
    }

    /** Small transactions and one of rows that take more than one packet of the network. */
    private void write(FollowedServer followed) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            int id = ++written;
            statements.add("INSERT INTO t VALUES (%d, '%s')".formatted(id, filling(id)));
        }
        followed.execute(statements.toArray(String[]::new));
    }

    private static String filling(int id) {
        return "x".repeat(id % TRANSACTIONS == 7 ? 100_000 : 500);
    }

    private static MySqlSettings through(TcpProxy proxy, MySqlSettings settings, Mode mode) {
        return MySqlSettingsBuilder.like(settings)
                .host("127.0.0.1")
                .port(proxy.port())
                .ssl(mode, null)
                .heartbeatInterval(HEARTBEAT)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    private static MySqlSettings direct(FollowedServer followed) {
        return FollowedServer.settings(followed.server());
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private String told() {
        return "-Dcdc.test.seed=%d%n%s".formatted(seed, String.join("\n", met));
    }

    /** What is to happen once. */
    private record Plan(Way way, long bytes, Fault fault) {}
}
