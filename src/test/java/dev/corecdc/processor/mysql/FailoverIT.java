package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TcpProxy;
import dev.corecdc.testing.TestStreams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What happens when one of two servers is lost that have the same transactions. */
class FailoverIT {

    /** Inserts one row after the other into the table {@code t}, until its server is gone. */
    private static final class Load implements Runnable {

        private final DatabaseServer server;
        private final String database;
        private final AtomicLong last;

        Load(DatabaseServer server, String database, long last) {
            this.server = server;
            this.database = database;
            this.last = new AtomicLong(last);
        }

        Load start() {
            Thread thread = new Thread(this, "load");
            thread.setDaemon(true);
            thread.start();
            return this;
        }

        @Override
        public void run() {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                while (true) {
                    statement.execute("INSERT INTO %s.t VALUES (%d)".formatted(database, last.get() + 1));
                    last.incrementAndGet();
                }
            } catch (SQLException e) {
                // the server is gone
            }
        }

        void await(long id) {
            Awaitility.await().atMost(FollowedServer.PATIENCE).until(() -> last.get() >= id);
        }
    }

    @OnEveryServer
    void losesAndReordersNothingWhenThePrimaryIsKilledInMidLoad(ServerKind kind) throws Exception {
        try (ReplicatedServers servers = ReplicatedServers.start(kind);
                TcpProxy toPrimary = new TcpProxy(
                        servers.primary().server().host(),
                        servers.primary().server().port())) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            MySqlSettings through = primary.settings().at(new ServerAddress("localhost", toPrimary.port()));
            Processor processor = new FailoverProcessor(
                    "test",
                    List.of(
                            primary.with(through).processor(),
                            servers.followedReplica().processor()));
            CollectingTarget target = new CollectingTarget();
            try (TestStreams streams = TestStreams.builder().stream(
                            "shop", processor, TestStreams.lane("target", target))
                    .start()) {
                Load load = new Load(primary.server(), primary.database(), 0).start();
                load.await(300);
                target.awaitRecords(100);
                toPrimary.stall(); // so that the replica has all that was read
                load.await(600);
                await().atMost(FollowedServer.PATIENCE)
                        .until(() ->
                                servers.idsOnReplica().size() > target.events().size());
                primary.server().kill();
                toPrimary.refuse();
                servers.promote();
                List<Long> arrived = servers.idsOnReplica();
                long lastArrived = arrived.get(arrived.size() - 1);
                Load more = new Load(servers.replica(), primary.database(), lastArrived).start();
                more.await(lastArrived + 300);
                target.awaitRecords(arrived.size() + 300);
                assertThat(streams.status("shop").reconnects()).isPositive();
                servers.replica().kill();
            }
            List<Long> ids = ids(target);
            assertThat(ids).doesNotHaveDuplicates().isSorted();
            assertThat(ids.get(0)).isEqualTo(1);
            assertThat(ids).hasSize(Math.toIntExact(ids.get(ids.size() - 1)));
        }
    }

    @OnEveryServer
    void goesOnWithTheOtherWhenTheLogOfOneIsResetWhileItIsRead(ServerKind kind) throws Exception {
        try (ReplicatedServers servers = ReplicatedServers.start(kind)) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)", "FLUSH BINARY LOGS");
            CollectingTarget target = new CollectingTarget();
            try (TestStreams streams = TestStreams.builder().stream(
                            "shop", servers.processor(), TestStreams.lane("target", target))
                    .start()) {
                streams.awaitState("shop", ProcessorState.RUNNING);
                primary.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
                target.awaitRecords(2);
                servers.awaitReplica();
                servers.promote();
                primary.server().execute(kind.isMariaDb() ? "RESET MASTER" : "RESET BINARY LOGS AND GTIDS");
                servers.followedReplica().execute("INSERT INTO t VALUES (3)", "INSERT INTO t VALUES (4)");

                target.awaitRecords(4);
                assertThat(ids(target)).containsExactly(1L, 2L, 3L, 4L);
                assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);
            }
        }
    }

    private static List<Long> ids(CollectingTarget target) {
        return target.events().stream()
                .map(event -> Long.valueOf(FollowedServer.text(event).replaceAll("\\D+", "")))
                .toList();
    }

    @OnEveryServer
    void waitsForAReplicaThatDoesNotHaveWhatWasRead(ServerKind kind) throws Exception {
        try (ReplicatedServers servers = ReplicatedServers.start(kind)) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = primary.latest();
            servers.awaitReplica();
            servers.holdReplica();
            primary.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)", "INSERT INTO t VALUES (3)");
            List<ChangeBatch> batches = primary.readToEnd(start);
            Position read = Batches.last(batches).resumePosition();
            primary.execute("INSERT INTO t VALUES (4)");
            Processor processor = servers.processor();
            await().atMost(FollowedServer.PATIENCE).until(() -> hasFetched(servers));
            primary.server().kill();

            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> processor.open(read).close())
                    .isNotInstanceOf(PositionLostException.class)
                    .withMessageContaining(primary.settings().address())
                    .withMessageContaining(
                            servers.followedReplica().settings().address() + " has not had the transactions")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));

            servers.releaseReplica();
            await().atMost(FollowedServer.PATIENCE)
                    .until(() -> servers.idsOnReplica().size() == 4);
            assertThat(texts(processor, read, servers.followedReplica().latest()))
                    .containsExactly("INSERT t [4]");
        }
    }

    /** Whether the replica has got the row 4, applied or not. */
    private static boolean hasFetched(ReplicatedServers servers) throws SQLException {
        boolean mariaDb = servers.replica().isMariaDb();
        String written = String.valueOf(servers.primary()
                        .server()
                        .value(mariaDb ? "SELECT @@gtid_binlog_pos" : "SELECT @@gtid_executed"))
                .replace("\n", "");
        try (var connection = servers.replica().connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(mariaDb ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS")) {
            row.next();
            return mariaDb
                    ? written.equals(row.getString("Gtid_IO_Pos"))
                    : written.endsWith(row.getString("Retrieved_Gtid_Set").replaceAll(".*[:-]", ""));
        }
    }

    private static List<String> texts(Processor processor, Position from, Position to) throws Exception {
        try (ChangeReader reader = processor.open(from)) {
            return FollowedServer.texts(FollowedServer.readTo(reader, to));
        }
    }

    @OnEveryServer
    void neverGoesBackToAPrimaryThatLacksWhatWasRead(ServerKind kind) throws Exception {
        try (ReplicatedServers servers = ReplicatedServers.start(kind)) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = primary.latest();
            servers.awaitReplica();
            Processor processor = servers.processor();
            primary.server().kill();
            servers.promote();
            FollowedServer promoted = servers.followedReplica();
            promoted.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = processor.open(start)) {
                batches.addAll(FollowedServer.readTo(reader, promoted.latest()));
            }
            assertThat(FollowedServer.texts(batches)).containsExactly("INSERT t [1]", "INSERT t [2]");
            Position read = Batches.last(batches).resumePosition();
            primary.server().start();
            primary.execute("INSERT INTO t VALUES (101)", "INSERT INTO t VALUES (102)", "INSERT INTO t VALUES (103)");

            promoted.execute("INSERT INTO t VALUES (3)");
            assertThat(texts(servers.processor(), read, promoted.latest()))
                    .as("from the second, as the first lacks what was read")
                    .containsExactly("INSERT t [3]");
            servers.replica().kill();
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() -> servers.processor().open(read).close())
                    .isNotInstanceOf(PositionLostException.class)
                    .withMessageContaining(primary.settings().address() + " has not had the transactions")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @OnEveryServer
    void refusesAReplicaThatDoesNotLogWhatItReplicates(ServerKind kind) throws Exception {
        String off = kind.isMariaDb() ? "--log-slave-updates=OFF" : "--log-replica-updates=OFF";
        try (ReplicatedServers servers = ReplicatedServers.start(kind, off)) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = primary.latest();
            primary.execute("INSERT INTO t VALUES (1)");
            servers.awaitReplica();
            primary.server().kill();

            refusesUnlogged(servers, start);
            servers.promote();
            servers.followedReplica().execute("INSERT INTO t VALUES (2)");
            if (kind.isMariaDb()) {
                refusesUnlogged(servers, start);
            } else { // which itself knows that its log lacks them
                assertThatExceptionOfType(SourceException.class)
                        .isThrownBy(() -> servers.processor().open(start).close())
                        .withMessageContaining("has purged transactions that were not yet read");
            }
        }
    }

    private static void refusesUnlogged(ReplicatedServers servers, Position start) {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(
                        () -> servers.followedReplica().processor().open(start).close())
                .withMessageContaining("updates = OFF")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREADABLE));
    }

    /** The rows of a replica may be spread over other events, so that no count of them can be gone on from. */
    @OnEveryServer
    void deliversATransactionAgainOfWhichAPartWasRead(ServerKind kind) throws Exception {
        try (ReplicatedServers servers =
                ReplicatedServers.start(kind, "--binlog-row-event-max-size=64K", "--binlog-row-image=NOBLOB")) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY, b LONGTEXT, n INT DEFAULT 0)");
            primary.execute("INSERT INTO t (id, b) VALUES (0, 'before')");
            BinlogPosition start = primary.latest();
            primary.execute(largeTransaction());
            primary.execute("INSERT INTO t (id, b) VALUES (1000, 'after')");
            servers.awaitReplica();
            Processor processor = servers.processor();
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = processor.open(start)) {
                batches.addAll(Batches.read(reader, 20));
            }
            BinlogPosition within = (BinlogPosition) Batches.last(batches).resumePosition();
            assertThat(within.events()).isPositive();
            assertThat(within.gtidSet()).isEqualTo(start.gtidSet());
            primary.server().kill();
            servers.promote();

            List<ChangeBatch> rest = new ArrayList<>();
            try (ChangeReader reader = processor.open(within)) {
                rest.addAll(
                        FollowedServer.readTo(reader, servers.followedReplica().latest()));
            }
            List<String> names = names(rest);
            assertThat(names.get(0)).endsWith(" 1");
            assertThat(names).startsWith(names(batches).toArray(String[]::new)).doesNotHaveDuplicates();
            assertThat(FollowedServer.texts(rest).get(2 * LARGE)).startsWith("INSERT t [1000, after");
            assertThat(names).hasSize(2 * LARGE + 1);

            // A target that has a part of it has not what follows on the other server, whatever events that counts.
            for (ChangeBatch batch : rest) {
                BinlogPosition there = (BinlogPosition) batch.resumePosition();
                assertThat(within.covers(there)).isFalse();
            }
        }
    }

    private static final int LARGE = 60;

    /** Inserts, then updates, 15 MB in all, so that it is not held back. */
    private static String[] largeTransaction() {
        List<String> statements = new ArrayList<>(List.of("SET autocommit = 0"));
        for (int i = 1; i <= LARGE; i++) {
            statements.add("INSERT INTO t (id, b) VALUES (%d, REPEAT('x', 250000))".formatted(i));
        }
        statements.add("UPDATE t SET n = n + 1 WHERE id > 0");
        statements.add("COMMIT");
        return statements.toArray(String[]::new);
    }

    /** What names each change for ever: its transaction and its number in that. */
    private static List<String> names(List<ChangeBatch> batches) {
        return Batches.events(batches).stream()
                .map(event -> "%s %s %d"
                        .formatted(
                                event.origin().globalId(),
                                FollowedServer.values(((ChangeRecord) event).row())
                                        .get(0),
                                event.sequence()))
                .toList();
    }

    @OnEveryServer
    void deliversAnXaTransactionThatIsCommittedOnTheOtherServer(ServerKind kind) throws Exception {
        try (ReplicatedServers servers = ReplicatedServers.start(kind)) {
            FollowedServer primary = servers.primary();
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = primary.latest();
            for (String xid : List.of("'kept'", "'left'")) {
                primary.execute(
                        "XA START " + xid,
                        "INSERT INTO t VALUES (%d)".formatted(xid.equals("'kept'") ? 1 : 2),
                        "XA END " + xid,
                        "XA PREPARE " + xid);
            }
            primary.execute("INSERT INTO t VALUES (3)");
            servers.awaitReplica();
            List<ChangeBatch> batches = primary.readToEnd(start);
            assertThat(FollowedServer.texts(batches)).containsExactly("INSERT t [3]");
            BinlogPosition read = (BinlogPosition) Batches.last(batches).resumePosition();
            assertThat(read.prepared().isEmpty()).isFalse();
            // So that its files are none of those that were read, by their numbers neither.
            servers.replica().execute("FLUSH BINARY LOGS", "FLUSH BINARY LOGS");
            primary.server().kill();
            servers.promote();
            FollowedServer promoted = servers.followedReplica();
            promoted.execute(
                    "XA ROLLBACK 'left'", "INSERT INTO t VALUES (4)", "XA COMMIT 'kept'", "INSERT INTO t VALUES (5)");

            assertThat(texts(servers.processor(), read, promoted.latest()))
                    .containsExactly("INSERT t [4]", "INSERT t [1]", "INSERT t [5]");
        }
    }

    /** Its log begins where the copy was made, and does not say that there was something before. */
    @Test
    void neverSkipsWhatAMariaDbThatBeganAsACopyDoesNotHaveInItsLog() throws Exception {
        ServerOptions logging = ServerOptions.DEFAULT.with("--log-slave-updates=ON");
        try (DatabaseServer first = ServerKind.MARIADB.start(logging);
                DatabaseServer second = ServerKind.MARIADB.start(logging)) {
            FollowedServer primary = FollowedServer.of(first);
            primary.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            BinlogPosition start = primary.latest();
            primary.execute("INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)");
            // What a copy of the data is: the rows, and the place that they stand for, but no log.
            second.execute(
                    "SET SESSION sql_log_bin = 0",
                    "CREATE DATABASE " + primary.database(),
                    "CREATE TABLE %s.t (id INT PRIMARY KEY)".formatted(primary.database()),
                    "INSERT INTO %s.t VALUES (1), (2)".formatted(primary.database()),
                    "SET GLOBAL gtid_slave_pos = '%s'"
                            .formatted(primary.latest().gtidSet()));
            ReplicatedServers.follow(second, first);
            primary.execute("INSERT INTO t VALUES (3)");
            await().atMost(FollowedServer.PATIENCE)
                    .until(() -> "3".equals(second.value("SELECT COUNT(*) FROM %s.t".formatted(primary.database()))));
            BinlogPosition third = primary.latest();
            primary.execute("INSERT INTO t VALUES (4)");
            await().atMost(FollowedServer.PATIENCE)
                    .until(() -> "4".equals(second.value("SELECT COUNT(*) FROM %s.t".formatted(primary.database()))));
            FollowedServer copy =
                    new FollowedServer(second, primary.database(), FollowedServer.settings(second), List.of());

            assertThat(texts(copy.processor(), third, copy.latest())).containsExactly("INSERT t [4]");
            List<ChangeBatch> batches = new ArrayList<>();
            assertThatExceptionOfType(SourceException.class)
                    .as("the rows 1 and 2 are not in its log")
                    .isThrownBy(() -> {
                        try (ChangeReader reader = copy.processor().open(start)) {
                            throw Batches.readToFailure(reader, batches);
                        }
                    })
                    .isInstanceOf(PositionLostException.class)
                    .withMessageContaining(String.valueOf(start.gtidSet()));
            assertThat(Batches.events(batches)).isEmpty();
        }
    }

    @Test
    void failsWithTheReasonWhenTheServerChangesWithoutGtids() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withoutGtids();
        try (DatabaseServer first = ServerKind.MYSQL.start(options);
                DatabaseServer second = ServerKind.MYSQL.start(options)) {
            FollowedServer followed = FollowedServer.of(first);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            second.execute("CREATE DATABASE " + followed.database());
            FollowedServer other =
                    new FollowedServer(second, followed.database(), FollowedServer.settings(second), List.of());
            other.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (-1)");
            BinlogPosition start = followed.latest();
            Processor hosts = new FailoverProcessor("test", List.of(followed.processor(), other.processor()));
            try (TcpProxy address = new TcpProxy(first.host(), first.port())) {
                FollowedServer through =
                        followed.with(followed.settings().at(new ServerAddress("localhost", address.port())));
                through.processor().open(start).close();

                address.leadTo(second.port());
                refusesForeignFiles(through.processor(), start, Kind.UNREADABLE);
                assertThatExceptionOfType(SourceException.class)
                        .as("a server that changes between the questions and the log")
                        .isThrownBy(() -> {
                            BinlogConnection dump = BinlogConnection.onePass(
                                    through.settings(),
                                    new Tls(through.settings().ssl(), null),
                                    start,
                                    false);
                            try (dump) {
                                dump.open("test");
                            }
                        })
                        .withMessageContaining("another server")
                        .withMessageContaining(start.server())
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            }
            first.kill();
            refusesForeignFiles(hosts, start, Kind.UNAVAILABLE);
            first.start();
            followed.execute("INSERT INTO t VALUES (1)");
            assertThat(texts(hosts, start, followed.latest())).containsExactly("INSERT t [1]");
        }
    }

    @OnEveryServer
    void readsNoFilesOfAnotherServerThatHasTheSameIdentity(ServerKind kind) throws Exception {
        readsNoFilesOfAnotherServerThatHasTheSameIdentity(kind, ServerOptions.DEFAULT);
    }

    @Test
    void readsNoFilesOfAnotherServerThatHasTheSameIdentityWithoutGtids() throws Exception {
        readsNoFilesOfAnotherServerThatHasTheSameIdentity(ServerKind.MYSQL, ServerOptions.DEFAULT.withoutGtids());
    }

    /** As those have that began with a copy of the same files, or MariaDBs of one server id. */
    private static void readsNoFilesOfAnotherServerThatHasTheSameIdentity(ServerKind kind, ServerOptions options)
            throws Exception {
        try (DatabaseServer first = kind.start(options);
                DatabaseServer second = kind.start(options)) {
            FollowedServer followed = FollowedServer.of(first);
            FollowedServer twin = new FollowedServer(
                    second, second.createDatabase("followed"), FollowedServer.settings(second), List.of());
            String reset = first.isMariaDb() ? "RESET MASTER" : "RESET BINARY LOGS AND GTIDS";
            first.execute(reset, "DO SLEEP(1)"); // the times of files are in seconds
            second.execute(reset);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)");
            twin.execute("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (-1), (-2)");
            BinlogPosition there = twin.latest();
            BinlogPosition read = followed.latest().named(there.server());
            assertThat(read.file()).isEqualTo(there.file());
            twin.execute("INSERT INTO t VALUES (-3)", "INSERT INTO t VALUES (-4)");

            assertThatExceptionOfType(PositionLostException.class)
                    .isThrownBy(() -> texts(twin.processor(), read, twin.latest()))
                    .satisfies(e -> assertThat(e.getMessage())
                            .containsAnyOf("another server with the same identity", "is not in the master's binlog"));
            assertThat(texts(twin.processor(), there, twin.latest())).containsExactly("INSERT t [-3]", "INSERT t [-4]");
        }
    }

    private static void refusesForeignFiles(Processor processor, Position start, Kind kind) {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> processor.open(start).close())
                .withMessageContaining("is another server")
                .withMessageContaining("without GTIDs their logs cannot be compared")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
