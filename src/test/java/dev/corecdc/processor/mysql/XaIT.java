package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.event.ChangeBatch;
import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.Position;
import dev.corecdc.processor.ChangeReader;
import dev.corecdc.testing.Batches;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** XA transactions: delivered whole when they commit, and never else. */
class XaIT {

    private static final int LARGE = 1_000_000;

    /** Follows a server while it is written to, and keeps each batch. */
    private static final class Follower implements AutoCloseable {

        private final FollowedServer followed;
        private final ChangeReader reader;
        private final List<ChangeBatch> batches = new ArrayList<>();
        private Position reached;

        Follower(FollowedServer followed) throws Exception {
            this.followed = followed;
            this.reached = followed.latest();
            this.reader = followed.processor().open(reached);
        }

        void readOn() throws Exception {
            Position end = followed.latest();
            if (!reached.covers(end)) {
                batches.addAll(FollowedServer.readTo(reader, end));
                reached = Batches.last(batches).resumePosition();
            }
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    /** A session of the server, in the followed database. */
    private static final class Session implements AutoCloseable {

        private final Connection connection;
        private final Statement statement;

        Session(FollowedServer followed) throws Exception {
            connection = followed.server().connect();
            statement = connection.createStatement();
            execute("USE " + followed.database());
        }

        void execute(String... statements) throws Exception {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }

        void prepare(String xid, String... statements) throws Exception {
            begin(xid, statements);
            execute("XA END " + xid, "XA PREPARE " + xid);
        }

        void begin(String xid, String... statements) throws Exception {
            execute("XA START " + xid);
            execute(statements);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    @OnEveryServer
    void deliversWhatIsCommittedInTheOrderOfTheCommits(ServerKind kind) throws Exception {
        commitInAnotherOrder(kind.server());
    }

    @Test
    void deliversWhatIsCommittedInTheOrderOfTheCommitsWithoutGtids() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            commitInAnotherOrder(server);
        }
    }

    @OnEveryServer
    void deliversWhatIsCompressed(ServerKind kind) throws Exception {
        String compressed = kind == ServerKind.MYSQL ? "--binlog-transaction-compression=ON" : "--log-bin-compress=ON";
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with(compressed))) {
            commitInAnotherOrder(server);
            commitLarge(server);
        }
    }

    private static void commitInAnotherOrder(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server).without("log");
        followed.execute(
                "CREATE TABLE t (id INT PRIMARY KEY, note TEXT)",
                "CREATE TABLE log (id INT PRIMARY KEY)",
                "CREATE TABLE plain (id INT PRIMARY KEY) ENGINE=MyISAM");
        String binary = "X'00ff27225c0a80', X'0001', 7";
        String longest = "'%s', '%s', 2147483647".formatted("g".repeat(64), "b".repeat(64));
        List<ChangeBatch> all;
        try (Follower follower = new Follower(followed);
                Session one = new Session(followed);
                Session two = new Session(followed);
                Session three = new Session(followed);
                Session four = new Session(followed)) {
            one.begin("'a'", "INSERT INTO t VALUES (1, 'a')");
            two.begin("'b', 'branch', 5", "INSERT INTO t VALUES (2, 'b')", "INSERT INTO log VALUES (1)");
            three.prepare(binary, "INSERT INTO t VALUES (3, 'binary')");
            follower.readOn();
            one.execute("INSERT INTO t VALUES (4, 'a')", "XA END 'a'", "XA PREPARE 'a'");
            follower.readOn();
            followed.execute("INSERT INTO t VALUES (5, 'plain')", "FLUSH BINARY LOGS");
            two.execute(
                    "UPDATE t SET note = 'bb' WHERE id = 2", "XA END 'b', 'branch', 5", "XA PREPARE 'b', 'branch', 5");
            follower.readOn();
            two.execute("XA COMMIT 'b', 'branch', 5");
            follower.readOn();
            two.prepare("'rolled back'", "INSERT INTO t VALUES (666, 'back')");
            follower.readOn();
            two.execute("XA ROLLBACK 'rolled back'");
            two.begin("'one'", "INSERT INTO t VALUES (6, 'one phase')");
            two.execute("XA END 'one'", "XA COMMIT 'one' ONE PHASE");
            two.begin("'never prepared'", "INSERT INTO t VALUES (667, 'back')");
            two.execute("XA END 'never prepared'", "XA ROLLBACK 'never prepared'");
            two.prepare("'excluded'", "INSERT INTO log VALUES (2)", "INSERT INTO log VALUES (3)");
            two.execute("XA COMMIT 'excluded'");
            two.prepare("'empty'", "SELECT * FROM t");
            two.execute("XA COMMIT 'empty'");
            two.prepare("'plain'", "INSERT INTO plain VALUES (7)");
            two.execute("XA COMMIT 'plain'");
            follower.readOn();
            two.prepare(
                    "'savepoint'",
                    "INSERT INTO t VALUES (8, 'kept')",
                    "SAVEPOINT here",
                    "INSERT INTO t VALUES (668, 'back')",
                    "ROLLBACK TO here");
            two.execute("XA COMMIT 'savepoint'");
            four.prepare(longest, "INSERT INTO t VALUES (9, 'longest')");
            one.execute("XA COMMIT 'a'");
            two.prepare("'a'", "INSERT INTO t VALUES (10, 'again')");
            follower.readOn();
            four.execute("XA COMMIT " + longest);
            three.execute("XA COMMIT " + binary);
            two.execute("XA COMMIT 'a'");
            followed.execute("INSERT INTO t VALUES (11, 'last')");
            follower.readOn();
            all = follower.batches;
        }

        assertThat(FollowedServer.texts(all))
                .containsExactly(
                        "INSERT t [5, plain]",
                        "INSERT t [2, b]",
                        "UPDATE t [2, bb]",
                        "INSERT t [6, one phase]",
                        "INSERT plain [7]",
                        "INSERT t [8, kept]",
                        "INSERT t [1, a]",
                        "INSERT t [4, a]",
                        "INSERT t [9, longest]",
                        "INSERT t [3, binary]",
                        "INSERT t [10, again]",
                        "INSERT t [11, last]");
        assertThat(all.stream().mapToLong(ChangeBatch::excluded).sum()).isEqualTo(3);
        assertThat(ids(all))
                .containsSubsequence(
                        "X'62',X'6272616e6368',5",
                        "X'73617665706f696e74',X'',1",
                        "X'61',X'',1",
                        "X'%s',X'%s',2147483647".formatted("67".repeat(64), "62".repeat(64)),
                        "X'00ff27225c0a80',X'0001',7",
                        "X'61',X'',1");
        assertThat(((BinlogPosition) Batches.last(all).resumePosition()).prepared())
                .isEqualTo(PreparedXas.NONE);
        assertThat(all).anyMatch(batch -> !prepared(batch).isEmpty());
        readOnAfterEveryBatch(followed, all);
    }

    /** The ids of the transactions, each once in a row. */
    private static List<String> ids(List<ChangeBatch> batches) {
        List<String> ids = new ArrayList<>();
        for (ChangeBatch batch : batches) {
            for (ChangeRecord change : batch.records()) {
                String id = String.valueOf(change.origin().transactionId());
                if (ids.isEmpty() || !ids.get(ids.size() - 1).equals(id)) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private static PreparedXas prepared(ChangeBatch batch) {
        return ((BinlogPosition) batch.resumePosition()).prepared();
    }

    /** Also as another server would be read, which knows the places by their GTIDs only. */
    private static void readOnAfterEveryBatch(FollowedServer followed, List<ChangeBatch> all) throws Exception {
        // Not each of very many: they differ in nothing.
        for (int i = 0; i < all.size(); i += all.size() > 20 ? 4 : 1) {
            BinlogPosition saved = (BinlogPosition)
                    followed.processor().parse(all.get(i).resumePosition().toMap());
            List<String> rest = FollowedServer.described(all.subList(i + 1, all.size()));
            assertThat(FollowedServer.described(followed.readToEnd(saved)))
                    .as("after batch %d at %s with %s", i, saved, saved.prepared())
                    .isEqualTo(rest);
            if (!saved.prepared().isEmpty() && saved.gtidSet() != null) {
                BinlogPosition elsewhere = saved.with(saved.prepared().onAnotherServer());
                assertThat(FollowedServer.described(followed.readToEnd(elsewhere)))
                        .as("by GTID after batch %d at %s with %s", i, elsewhere, elsewhere.prepared())
                        .isEqualTo(rest);
            }
        }
    }

    @OnEveryServer
    void deliversWhatIsTooLargeToBeHeldBack(ServerKind kind) throws Exception {
        commitLarge(kind.server());
    }

    private static void commitLarge(DatabaseServer server) throws Exception {
        FollowedServer followed = FollowedServer.of(server);
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY, note LONGTEXT)");
        String[] inserts = new String[10];
        String[] moreInserts = new String[10];
        for (int i = 0; i < inserts.length; i++) {
            inserts[i] = "INSERT INTO t VALUES (%d, REPEAT('x', %d))".formatted(i, LARGE);
            moreInserts[i] = "INSERT INTO t VALUES (%d, REPEAT('x', %d))".formatted(100 + i, LARGE);
        }
        List<ChangeBatch> all;
        try (Follower follower = new Follower(followed);
                Session session = new Session(followed)) {
            session.prepare("'two'", inserts);
            follower.readOn();
            assertThat(Batches.events(follower.batches)).isEmpty();
            session.execute("XA COMMIT 'two'");
            follower.readOn();
            assertThat(Batches.events(follower.batches)).hasSize(10);
            session.begin("'one'", moreInserts);
            session.execute("XA END 'one'", "XA COMMIT 'one' ONE PHASE");
            followed.execute("INSERT INTO t VALUES (1000, 'last')");
            follower.readOn();
            all = follower.batches;
        }
        assertThat(Batches.events(all)).hasSize(21);
        assertThat(Collections.frequency(ids(all), "X'74776f',X'',1")).isEqualTo(1);
        assertThat(all)
                .anyMatch(batch -> ((BinlogPosition) batch.resumePosition()).events() > 0
                        && prepared(batch).get(Xid.parse("X'74776f',X'',1")) != null);
        readOnAfterEveryBatch(followed, all);
    }

    @OnEveryServer
    void losesNothingWhenTheServerIsStartedAnewBetweenPrepareAndCommit(ServerKind kind) throws Exception {
        try (DatabaseServer server =
                kind.start(ServerOptions.DEFAULT.with("--innodb-flush-log-at-trx-commit=1", "--sync-binlog=1"))) {
            FollowedServer followed = FollowedServer.of(server);
            followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
            Position start = followed.latest();
            try (Session one = new Session(followed);
                    Session two = new Session(followed);
                    Session three = new Session(followed)) {
                one.prepare("'a'", "INSERT INTO t VALUES (1)");
                two.prepare("'b'", "INSERT INTO t VALUES (2)");
                three.prepare("'c'", "INSERT INTO t VALUES (3)");
            }
            server.restart();
            Position between = Batches.last(followed.readToEnd(start)).resumePosition();
            server.execute("XA COMMIT 'b'");
            server.kill();
            server.start();
            server.execute("XA ROLLBACK 'c'", "XA COMMIT 'a'");

            assertThat(FollowedServer.texts(followed.readToEnd(start))).containsExactly("INSERT t [2]", "INSERT t [1]");
            assertThat(FollowedServer.texts(followed.readToEnd(between)))
                    .containsExactly("INSERT t [2]", "INSERT t [1]");
        }
    }

    @OnEveryServer
    void findsAGroupByItsGtidAmongThoseOfOtherDomains(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        String domain = kind == ServerKind.MARIADB ? "SET SESSION gtid_domain_id = 7" : "SET @nothing = 7";
        List<ChangeBatch> all;
        try (Follower follower = new Follower(followed);
                Session one = new Session(followed);
                Session two = new Session(followed)) {
            one.execute(domain, "INSERT INTO t VALUES (1)");
            one.prepare("'d'", "INSERT INTO t VALUES (2)");
            two.execute("INSERT INTO t VALUES (3)");
            follower.readOn();
            two.execute("INSERT INTO t VALUES (4)");
            one.execute("XA COMMIT 'd'", "INSERT INTO t VALUES (5)");
            follower.readOn();
            all = follower.batches;
        }
        assertThat(FollowedServer.texts(all))
                .containsExactly("INSERT t [1]", "INSERT t [3]", "INSERT t [4]", "INSERT t [2]", "INSERT t [5]");
        readOnAfterEveryBatch(followed, all);
    }
}
