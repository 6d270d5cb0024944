package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a reader says when its server goes away, or no longer has what it should read. */
class LostConnectionIT {

    @OnEveryServer
    void losesNothingWhenTheServerIsRestarted(ServerKind kind) throws Exception {
        losesNothing(kind, DatabaseServer::stop);
    }

    @OnEveryServer
    void losesNothingWhenTheServerIsKilled(ServerKind kind) throws Exception {
        losesNothing(kind, DatabaseServer::kill);
    }

    private static void losesNothing(ServerKind kind, Consumer<DatabaseServer> how) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = followed.latest();
            insert(followed, 1, 10);
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = followed.processor().open(start)) {
                batches.addAll(Batches.read(reader, 10));
                insert(followed, 11, 20);
                how.accept(server);

                SourceException lost = Batches.readToFailure(reader, batches);

                assertThat(lost.kind()).isEqualTo(Kind.UNAVAILABLE);
                assertThat(lost).hasMessageContaining(followed.settings().address());
            }
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(followed::latest)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            server.start();
            insert(followed, 21, 30);
            batches.addAll(followed.readToEnd(Batches.last(batches).resumePosition()));
            assertThat(FollowedServer.texts(batches)).isEqualTo(inserts(1, 30));
        }
    }

    @OnEveryServer
    void saysThatTheServerEndedTheConnection(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        Position start = followed.latest();
        List<ChangeBatch> batches = new ArrayList<>();
        try (ChangeReader reader = followed.processor().open(start)) {
            insert(followed, 1, 5);
            batches.addAll(Batches.read(reader, 5));
            followed.server().execute("KILL " + dumps(followed.server()).get(0));

            assertThat(Batches.readToFailure(reader, batches).kind()).isEqualTo(Kind.UNAVAILABLE);
        }
        insert(followed, 6, 9);
        batches.addAll(followed.readToEnd(Batches.last(batches).resumePosition()));
        assertThat(FollowedServer.texts(batches)).isEqualTo(inserts(1, 9));
    }

    @OnEveryServer
    void losesNothingWhenTheLogIsFlushedUnderLoad(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        Position start = followed.latest();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 40; i++) {
                insert(followed, 10 * i + 1, 10 * i + 10);
                followed.execute("FLUSH BINARY LOGS");
            }
        });
        try (ChangeReader reader = followed.processor().open(start)) {
            List<ChangeBatch> batches = Batches.read(reader, 400);
            writing.get(60, TimeUnit.SECONDS);
            batches.addAll(Batches.readQuietly(reader));
            assertThat(FollowedServer.texts(batches)).isEqualTo(inserts(1, 400));
        }
    }

    @OnEveryServer
    void leavesNoDumpOnTheServerAndNoThreadBehind(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> dumps(followed.server()).isEmpty());
        ChangeReader reader = followed.processor().open(followed.latest());
        assertThat(dumps(followed.server())).hasSize(1);

        reader.close();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> dumps(followed.server()).isEmpty() && readerThreads() == 0);
    }

    @OnEveryServer
    void saysThatTheLogWasPurged(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            saysThatTheLogWasPurged(server);
        }
    }

    @Test
    void saysThatTheLogWasPurgedWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            saysThatTheLogWasPurged(server);
        }
    }

    private static void saysThatTheLogWasPurged(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        if (server.isMariaDb()) {
            server.execute("SET GLOBAL slave_connections_needed_for_purge = 0");
        }
        BinlogPosition old = followed.latest();
        insert(followed, 1, 3);
        followed.execute("FLUSH BINARY LOGS");
        BinlogPosition kept = followed.latest();
        insert(followed, 4, 5);
        purgeTo(server, kept.file());

        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> followed.processor().open(old).close())
                .withMessageContaining(old.gtidSet() == null ? old.file() : server.isMariaDb() ? "GTID" : ":")
                .withMessageContaining(followed.settings().address())
                .satisfies(e -> assertThat(e.getMessage()).contains(server.isMariaDb() ? "purged" : kept.file()));
        assertThat(FollowedServer.texts(followed.readToEnd(kept))).isEqualTo(inserts(4, 5));
    }

    @OnEveryServer
    void saysThatTheLogWasReset(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)", "FLUSH BINARY LOGS");
            insert(followed, 1, 10);
            BinlogPosition old = followed.latest();
            reset(server);

            assertLost(followed, old);
            insert(followed, 11, 99);
            assertLost(followed, old);
        }
    }

    @OnEveryServer
    void saysThatTheLogWasResetWhileItReads(ServerKind kind) throws Exception {
        saysThatTheLogWasResetWhileItReads(kind, "FLUSH BINARY LOGS");
    }

    /** The file that is read goes, and another of the same name comes. */
    @OnEveryServer
    void saysThatTheOnlyFileWasResetWhileItReads(ServerKind kind) throws Exception {
        saysThatTheLogWasResetWhileItReads(kind, "DO 0");
    }

    private static void saysThatTheLogWasResetWhileItReads(ServerKind kind, String before) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            reset(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)", before);
            MySqlBinlogProcessor processor = followed.processor();
            Position start = processor.locate("latest");
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = processor.open(start)) {
                insert(followed, 1, 10);
                batches.addAll(Batches.read(reader, 10));

                server.execute("DO SLEEP(1)"); // the times of files are in seconds
                reset(server);
                insert(followed, 11, 99); // past the place that was read, with numbers that were read
                server.execute("FLUSH BINARY LOGS", "FLUSH BINARY LOGS");

                Batches.readToFailure(reader, batches);
            }
            assertThat(FollowedServer.texts(batches)).isEqualTo(inserts(1, 10));
            assertThatExceptionOfType(PositionLostException.class)
                    .isThrownBy(() ->
                            Batches.read(processor.open(Batches.last(batches).resumePosition()), 1))
                    .withMessageContaining("reset");
        }
    }

    /** The new log has grown past the place, so that only the times at which the files were begun tell it from the old one. */
    @OnEveryServer
    void saysThatTheLogWasResetWhileNobodyReadIt(ServerKind kind) throws Exception {
        saysThatTheLogWasResetWhileNobodyReadIt(kind, ServerOptions.DEFAULT);
    }

    @Test
    void saysThatTheLogWasResetWhileNobodyReadItWithoutGtids() throws Exception {
        saysThatTheLogWasResetWhileNobodyReadIt(ServerKind.MYSQL, ServerOptions.DEFAULT.withoutGtids());
    }

    private static void saysThatTheLogWasResetWhileNobodyReadIt(ServerKind kind, ServerOptions options)
            throws Exception {
        try (DatabaseServer server = kind.start(options)) {
            FollowedServer followed = FollowedServer.of(server);
            reset(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)", "FLUSH BINARY LOGS");
            Position start = followed.latest();
            insert(followed, 1, 10);
            Position read = Batches.last(followed.readToEnd(start)).resumePosition();
            server.execute("DO SLEEP(1)"); // the times of files are in seconds
            reset(server);
            server.execute("FLUSH BINARY LOGS");
            insert(followed, 11, 99);

            for (Position old : List.of(start, read)) {
                Position saved = followed.processor().parse(old.toMap());
                assertThatExceptionOfType(PositionLostException.class)
                        .as("from %s", saved)
                        .isThrownBy(() -> followed.readToEnd(saved))
                        .withMessageContaining("reset")
                        .withMessageContaining("is not the file of this name that was read before");
            }
            insert(followed, 100, 100);
            server.execute("FLUSH BINARY LOGS", "DO SLEEP(1)", "FLUSH BINARY LOGS");
            BinlogPosition now = followed.latest();
            insert(followed, 101, 101);
            assertThat(FollowedServer.texts(
                            followed.readToEnd(followed.processor().parse(now.toMap()))))
                    .as("where the log was not reset since")
                    .isEqualTo(inserts(101, 101));
        }
    }

    /** The file of the place is gone, and the new log has more transactions than were read. */
    @Test
    void saysThatTheLogWasResetAndPurgedSince() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            reset(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = followed.latest();
            insert(followed, 1, 10);
            BinlogPosition read =
                    (BinlogPosition) Batches.last(followed.readToEnd(start)).resumePosition();
            reset(server);
            server.execute("FLUSH BINARY LOGS");
            purgeTo(server, followed.latest().file());
            insert(followed, 11, 99);

            assertLost(followed, read);
        }
    }

    @Test
    void goesOnWhereThePlacesFileIsPurgedAndNothingElse() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            insert(followed, 1, 10);
            BinlogPosition read = followed.latest();
            server.execute("FLUSH BINARY LOGS");
            purgeTo(server, followed.latest().file());
            insert(followed, 11, 12);

            assertThat(FollowedServer.texts(followed.readToEnd(read))).isEqualTo(inserts(11, 12));
        }
    }

    @OnEveryServer
    void goesOnAfterAResetWhereThatIsWanted(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            reset(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            CollectingTarget target = new CollectingTarget();
            StreamDefinition definition = new StreamDefinition(
                    "shop",
                    followed.processor(),
                    true,
                    "latest",
                    OnHistoryLost.LATEST,
                    List.of(TestStreams.lane("target", target)));
            try (TestStreams streams = TestStreams.builder().stream(definition).start()) {
                streams.awaitState("shop", ProcessorState.RUNNING);
                insert(followed, 1, 10);
                target.awaitRecords(10);
                server.execute("DO SLEEP(1)"); // the times of files are in seconds
                reset(server);

                AtomicInteger next = new AtomicInteger(10);
                await().atMost(FollowedServer.PATIENCE).until(() -> {
                    insert(followed, next.incrementAndGet(), next.get());
                    return target.events().size() > 10;
                });
                assertThat(target.ids()).doesNotHaveDuplicates().isSorted();
                assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RUNNING);
            }
        }
    }

    private static void reset(DatabaseServer server) {
        server.execute(server.isMariaDb() ? "RESET MASTER" : "RESET BINARY LOGS AND GTIDS");
    }

    /** A file is not removed while the server still needs it itself. */
    private static void purgeTo(DatabaseServer server, String file) {
        await().atMost(FollowedServer.PATIENCE).until(() -> {
            server.execute("PURGE BINARY LOGS TO '" + file + "'");
            return file.equals(server.value("SHOW BINARY LOGS"));
        });
    }

    private static void assertLost(FollowedServer followed, Position position) {
        assertThatExceptionOfType(PositionLostException.class)
                .isThrownBy(() -> followed.processor().open(position).close())
                .withMessageContaining("reset");
    }

    private static void insert(FollowedServer followed, int first, int last) {
        followed.execute(IntStream.rangeClosed(first, last)
                .mapToObj("INSERT INTO t VALUES (%d)"::formatted)
                .toArray(String[]::new));
    }

    private static List<String> inserts(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj("INSERT t [%d]"::formatted)
                .toList();
    }

    /** The ids of the server's threads that send its log. */
    static List<String> dumps(DatabaseServer server) throws Exception {
        List<String> ids = new ArrayList<>();
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW PROCESSLIST")) {
            while (rows.next()) {
                if (rows.getString("Command").startsWith("Binlog Dump")) {
                    ids.add(rows.getString("Id"));
                }
            }
        }
        return ids;
    }

    static long readerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cdc-test-binlog"))
                .count();
    }
}
