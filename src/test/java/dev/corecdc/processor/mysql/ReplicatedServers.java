package dev.corecdc.processor.mysql;

import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.Processor;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A primary and a replica that follows it by GTIDs, each on a server of its own. */
final class ReplicatedServers implements AutoCloseable {

    private static final ServerOptions LOGGING = ServerOptions.DEFAULT.with("--log-slave-updates=ON");

    private final FollowedServer primary;
    private final DatabaseServer replica;

    private ReplicatedServers(FollowedServer primary, DatabaseServer replica) {
        this.primary = primary;
        this.replica = replica;
    }

    static ReplicatedServers start(ServerKind kind, String... optionsOfReplica) throws Exception {
        DatabaseServer primary = kind.start(options(kind));
        DatabaseServer replica = kind.start(options(kind).with(optionsOfReplica));
        ReplicatedServers servers = new ReplicatedServers(FollowedServer.of(primary), replica);
        follow(replica, primary);
        servers.awaitReplica();
        return servers;
    }

    private static ServerOptions options(ServerKind kind) {
        return kind.isMariaDb() ? LOGGING : ServerOptions.DEFAULT;
    }

    /** Lets a server replicate another one. */
    static void follow(DatabaseServer replica, DatabaseServer primary) {
        if (replica.isMariaDb()) {
            replica.execute(
                    ("CHANGE MASTER TO MASTER_HOST = '%s', MASTER_PORT = %d, MASTER_USER = '%s', MASTER_PASSWORD = '%s',"
                                    + " MASTER_CONNECT_RETRY = 1, MASTER_SSL = 0, MASTER_SSL_VERIFY_SERVER_CERT = 0, MASTER_USE_GTID = slave_pos")
                            .formatted(primary.host(), primary.port(), primary.user(), primary.password()),
                    "START SLAVE");
        } else {
            replica.execute(
                    ("CHANGE REPLICATION SOURCE TO SOURCE_HOST = '%s', SOURCE_PORT = %d, SOURCE_USER = '%s', SOURCE_PASSWORD = '%s',"
                                    + " SOURCE_CONNECT_RETRY = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_AUTO_POSITION = 1")
                            .formatted(primary.host(), primary.port(), primary.user(), primary.password()),
                    "START REPLICA");
        }
    }

    FollowedServer primary() {
        return primary;
    }

    DatabaseServer replica() {
        return replica;
    }

    /** The replica, with the same database, followed by itself. */
    FollowedServer followedReplica() {
        return new FollowedServer(replica, primary.database(), FollowedServer.settings(replica), List.of());
    }

    /** Follows the two, the primary first. */
    Processor processor() {
        return new FailoverProcessor(
                "test", List.of(primary.processor(), followedReplica().processor()));
    }

    /** Waits until the replica has all that the primary has written. */
    void awaitReplica() {
        String all = written(primary.server());
        await().atMost(FollowedServer.PATIENCE).until(() -> has(replica, all));
    }

    private static String written(DatabaseServer server) {
        return String.valueOf(
                server.value(server.isMariaDb() ? "SELECT @@GLOBAL.gtid_binlog_pos" : "SELECT @@GLOBAL.gtid_executed"));
    }

    private static boolean has(DatabaseServer server, String all) {
        return server.isMariaDb()
                ? all.equals(server.value("SELECT @@GLOBAL.gtid_slave_pos"))
                : "1".equals(server.value("SELECT GTID_SUBSET('%s', @@GLOBAL.gtid_executed)".formatted(all)));
    }

    /** Stops applying on the replica what it gets. */
    void holdReplica() {
        replica.execute(replica.isMariaDb() ? "STOP SLAVE SQL_THREAD" : "STOP REPLICA SQL_THREAD");
    }

    void releaseReplica() {
        replica.execute(replica.isMariaDb() ? "START SLAVE SQL_THREAD" : "START REPLICA SQL_THREAD");
    }

    /** Waits until the replica has applied all that it has got, and makes it a server of its own. */
    void promote() {
        boolean mariaDb = replica.isMariaDb();
        replica.execute(mariaDb ? "STOP SLAVE IO_THREAD" : "STOP REPLICA IO_THREAD");
        await().atMost(FollowedServer.PATIENCE).until(this::hasAppliedAll);
        replica.execute(mariaDb ? "STOP SLAVE" : "STOP REPLICA", mariaDb ? "RESET SLAVE ALL" : "RESET REPLICA ALL");
    }

    private boolean hasAppliedAll() throws SQLException {
        boolean mariaDb = replica.isMariaDb();
        try (var connection = replica.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(mariaDb ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS")) {
            return row.next()
                    && String.valueOf(row.getString(mariaDb ? "Slave_SQL_Running_State" : "Replica_SQL_Running_State"))
                            .toLowerCase(Locale.ROOT)
                            .contains("has read all relay log");
        }
    }

    /** The ids in the table {@code t} of the replica, in their order. */
    List<Long> idsOnReplica() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (var connection = replica.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM %s.t ORDER BY id".formatted(primary.database()))) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    @Override
    public void close() {
        replica.close();
        primary.server().close();
    }
}
