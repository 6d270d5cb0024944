package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.processor.PositionLostException;
import dev.corecdc.processor.SourceException;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is said of XA transactions whose rows cannot be delivered. */
@ExtendWith(OutputCaptureExtension.class)
class XaLossIT {

    private static final Xid A = new Xid("61", "", 1);

    private static void prepare(FollowedServer followed, String xid, String... statements) {
        List<String> all = new ArrayList<>(List.of("XA START " + xid));
        all.addAll(List.of(statements));
        all.addAll(List.of("XA END " + xid, "XA PREPARE " + xid));
        followed.execute(all.toArray(String[]::new));
    }

    @OnEveryServer
    void stopsAtTheCommitWhenTheFileIsGoneFromTheLog(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            stopsAtTheCommit(server);
        }
    }

    @Test
    void stopsAtTheCommitWhenTheFileIsGoneFromALogWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            stopsAtTheCommit(server);
        }
    }

    @Test
    void stopsAtTheCommitWhenTheServerHasNeverHadTheTransaction() throws Exception {
        FollowedServer followed = FollowedServer.of(ServerKind.MYSQL.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        prepare(followed, "'a'", "INSERT INTO t VALUES (1)");
        PreparedXas elsewhere = PreparedXas.NONE.with(A, new PreparedXa.InLog(null, 0, ScriptedLog.SERVER + ":5"));
        BinlogPosition start = followed.latest().with(elsewhere);
        followed.execute("XA COMMIT 'a'");

        try (ChangeReader reader = followed.processor().open(start)) {
            assertThat(Batches.readToFailure(reader, new ArrayList<>()))
                    .isInstanceOf(PositionLostException.class)
                    .hasMessageContaining(A.toString())
                    .hasMessageContaining("ends without them");
        }
    }

    private static void stopsAtTheCommit(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition start = followed.latest();
        prepare(followed, "'a'", "INSERT INTO t VALUES (1)");
        server.execute("FLUSH BINARY LOGS");
        followed.execute("INSERT INTO t VALUES (2)");
        List<ChangeBatch> before = followed.readToEnd(start);
        BinlogPosition between = (BinlogPosition) Batches.last(before).resumePosition();
        assertThat(FollowedServer.texts(before)).containsExactly("INSERT t [2]");
        purge(server, between.file());
        server.execute("XA COMMIT 'a'");

        for (BinlogPosition from :
                List.of(between, between.with(between.prepared().onAnotherServer()))) {
            List<ChangeBatch> batches = new ArrayList<>();
            try (ChangeReader reader = followed.processor().open(from)) {
                SourceException lost = Batches.readToFailure(reader, batches);

                assertThat(lost).isInstanceOf(PositionLostException.class);
                assertThat(lost)
                        .hasMessageContaining(A.toString())
                        .hasMessageContaining("on-history-lost")
                        .hasMessageContaining(followed.settings().address());
                if (from.gtidSet() != null) {
                    assertThat(lost).hasMessageContaining("GTID");
                }
                assertThat(from.equals(between)).isEqualTo(lost.toString().contains(start.file()));
            }
            assertThat(Batches.events(batches)).isEmpty();
        }
    }

    /** A file is not removed while the server still needs it itself. */
    private static void purge(DatabaseServer server, String kept) {
        if (server.isMariaDb()) {
            server.execute("SET GLOBAL slave_connections_needed_for_purge = 0");
        }
        await().atMost(FollowedServer.PATIENCE).until(() -> {
            server.execute("PURGE BINARY LOGS TO '%s'".formatted(kept));
            return kept.equals(server.value("SHOW BINARY LOGS"));
        });
    }

    @OnEveryServer
    void reportsTheCommitOfWhatWasPreparedBeforeTheStart(ServerKind kind, CapturedOutput output) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        BinlogPosition early = followed.latest();
        String binary = "X'00ff27e280', X'000a', 3";
        prepare(followed, binary, "INSERT INTO t VALUES (1)");
        prepare(followed, "'gone'", "INSERT INTO t VALUES (2)");
        BinlogPosition start = followed.latest();
        assertThat(start.prepared().get(Xid.parse("X'00ff27e280',X'000a',3"))).isEqualTo(new PreparedXa.BeforeStart());
        assertThat(start.prepared().get(Xid.parse("X'676f6e65',X'',1"))).isEqualTo(new PreparedXa.BeforeStart());
        followed.execute(
                "XA ROLLBACK 'gone'", "XA COMMIT " + binary, "INSERT INTO t VALUES (3)", "ALTER TABLE t COMMENT 'x'");

        List<ChangeBatch> batches = followed.readToEnd(start);

        assertThat(FollowedServer.texts(batches)).containsExactly("INSERT t [3]", "ALTER TABLE t COMMENT 'x'");
        assertThat(((BinlogPosition) Batches.last(batches).resumePosition()).prepared())
                .isEqualTo(PreparedXas.NONE);
        assertThat(output.toString().lines().filter(line -> line.contains("prepared before the place")))
                .singleElement()
                .asString()
                .contains("WARN", "X'00ff27e280',X'000a',3");
        assertThat(FollowedServer.texts(followed.readToEnd(early.with(start.prepared()))))
                .as("found in the log after all")
                .containsExactly("INSERT t [1]", "INSERT t [3]", "ALTER TABLE t COMMENT 'x'");
    }

    @OnEveryServer
    void saysWhichGrantIsMissing(ServerKind kind, CapturedOutput output) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        followed.server()
                .execute(
                        "CREATE USER IF NOT EXISTS 'no_recover'@'%' IDENTIFIED BY 'x'",
                        "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'no_recover'@'%'");
        MySqlSettings there = followed.settings();
        FollowedServer less = followed.with(
                MySqlSettingsBuilder.like(there).user("no_recover", "x").build());
        prepare(followed, "'a'", "INSERT INTO t VALUES (1)");
        Position start = less.latest();
        followed.execute("XA COMMIT 'a'");

        assertThat(FollowedServer.texts(less.readToEnd(start))).isEmpty();
        assertThat(output.toString().contains("GRANT XA_RECOVER_ADMIN ON *.* TO 'no_recover'"))
                .isEqualTo(kind == ServerKind.MYSQL);
        assertThat(output.toString()).contains("the XA transaction X'61',X'',1 is committed");
    }
}
