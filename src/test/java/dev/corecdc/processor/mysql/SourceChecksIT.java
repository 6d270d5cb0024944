package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.corecdc.processor.SourceException;
import dev.corecdc.testing.CapturedLog;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.OnEveryVersion;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found on real servers, and that the SQL that is given mends it. */
class SourceChecksIT {

    private static final List<String> MYSQL = List.of(
            "binlog_format = STATEMENT",
            "binlog_row_metadata = MINIMAL",
            "binlog_row_image = MINIMAL",
            "server_id = 0",
            "binlog_error_action = IGNORE_ERROR",
            "sync_binlog = 0",
            "innodb_flush_log_at_trx_commit = 2",
            "binlog_checksum = NONE",
            "gtid_mode = ON_PERMISSIVE",
            "binlog_expire_logs_seconds = 3600");

    private static final List<String> MARIADB = List.of(
            "binlog_format = MIXED",
            "binlog_row_metadata = NO_LOG",
            "binlog_row_image = NOBLOB",
            "sync_binlog = 0",
            "innodb_flush_log_at_trx_commit = 0",
            "binlog_checksum = NONE",
            "gtid_strict_mode = OFF");

    /** As a server is to be, where the test servers are quicker. */
    private static void setUpWell(DatabaseServer server) {
        server.execute("SET GLOBAL sync_binlog = 1", "SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        if (server.isMariaDb()) {
            server.execute("SET GLOBAL gtid_strict_mode = ON");
        }
    }

    @OnEveryVersion
    void theSqlThatIsGivenMendsWhatIsWrong(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            setUpWell(server);
            FollowedServer followed = FollowedServer.of(server);
            assertThat(failed(followed.settings())).isEmpty();
            for (String wrong : kind.isMariaDb() ? MARIADB : MYSQL) {
                server.execute("SET GLOBAL " + wrong);
                assertThat(failed(followed.settings()))
                        .extracting(SourceCheck::name)
                        .as(wrong)
                        .containsExactly(wrong.substring(0, wrong.indexOf(' ')));
                mend(server, followed.settings());
                assertThat(failed(followed.settings())).as(wrong).isEmpty();
                followed.latest();
            }
        }
    }

    @Test
    void limitsOfTheLogByTimeAndSizeAreFound() throws Exception {
        try (DatabaseServer server = ServerKind.MARIADB.start(
                ServerOptions.DEFAULT.with("--expire-logs-days=0.1", "--max-binlog-total-size=100000000"))) {
            setUpWell(server);
            FollowedServer followed = FollowedServer.of(server);
            assertThat(failed(followed.settings()))
                    .extracting(SourceCheck::name)
                    .containsExactly("binlog_expire_logs_seconds", "max_binlog_total_size");
            mend(server, followed.settings());
            assertThat(failed(followed.settings())).isEmpty();
        }
    }

    @Test
    void partialJsonWithMinimalImagesIsMended() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(
                ServerOptions.DEFAULT.with("--binlog-row-value-options=PARTIAL_JSON", "--binlog-row-image=MINIMAL"))) {
            setUpWell(server);
            mend(server, FollowedServer.settings(server));
            assertThat(failed(FollowedServer.settings(server))).isEmpty();
        }
    }

    @Test
    void gtidsAreSwitchedOn() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(ServerOptions.DEFAULT.withoutGtids())) {
            setUpWell(server);
            FollowedServer followed = FollowedServer.of(server);
            assertThat(failed(followed.settings()))
                    .extracting(SourceCheck::name)
                    .containsExactly("gtid_mode");
            mend(server, followed.settings());
            assertThat(failed(followed.settings())).isEmpty();
            assertThat(followed.latest().gtidSet()).isNotNull();
        }
    }

    @OnEveryServer
    void filtersOfTheLogAreFound(ServerKind kind) throws Exception {
        try (DatabaseServer server =
                kind.start(ServerOptions.DEFAULT.with("--binlog-do-db=shop", "--binlog-ignore-db=other"))) {
            setUpWell(server);
            MySqlBinlogProcessor processor = FollowedServer.of(server).processor();
            processor.locate("latest");
            assertThat(processor.warnings())
                    .singleElement()
                    .asString()
                    .contains(
                            "binlog-do-db = shop, binlog-ignore-db = other: changes of the other databases never reach its log");
        }
    }

    @OnEveryServer
    void aReplicaThatDoesNotLogWhatItTakesOverIsRefused(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--skip-log-slave-updates"))) {
            setUpWell(server);
            MySqlSettings settings = FollowedServer.settings(server);
            assertThat(failed(settings)).isEmpty();
            server.execute(
                    kind.isMariaDb()
                            ? new String[] {
                                "CHANGE MASTER TO MASTER_HOST='127.0.0.1', MASTER_PORT=1, MASTER_USER='x', MASTER_PASSWORD='x'",
                                "START SLAVE"
                            }
                            : new String[] {
                                "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT=1, SOURCE_USER='x', SOURCE_PASSWORD='x'"
                            });
            assertThat(failed(settings))
                    .extracting(SourceCheck::name)
                    .containsExactly("log_replica_updates, log_slave_updates");
        }
    }

    @OnEveryVersion
    void missingPrivilegesAreFoundAndGranted(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        String user = "nobody_yet";
        followed.server().execute("CREATE USER '%s'@'127.0.0.%%' IDENTIFIED BY 'x'".formatted(user));
        MySqlSettings settings = followed.as(user, "x").settings();
        assertThat(names(failed(settings))).contains("REPLICATION SLAVE", "REPLICATION CLIENT");

        mendGrants(followed.server(), settings);

        assertThat(names(failed(settings))).doesNotContain("REPLICATION SLAVE", "REPLICATION CLIENT");
        followed.as(user, "x").latest();
    }

    @OnEveryVersion
    void rolesCountWhereTheyAreInForce(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        DatabaseServer server = followed.server();
        String create = "CREATE ROLE inner_reader, reader";
        server.execute(
                create,
                "GRANT REPLICATION SLAVE ON *.* TO inner_reader",
                "GRANT REPLICATION CLIENT, SELECT ON *.* TO reader",
                "GRANT inner_reader TO reader",
                "CREATE USER 'by_role'@'%' IDENTIFIED BY 'x'",
                "GRANT reader TO 'by_role'@'%'");
        FollowedServer byRole = followed.as("by_role", "x");
        assertThatCode(byRole::latest)
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("without REPLICATION SLAVE")
                .hasMessageContaining("SET DEFAULT ROLE");

        server.execute(
                kind.isMariaDb()
                        ? "SET DEFAULT ROLE reader FOR 'by_role'@'%'"
                        : "SET DEFAULT ROLE ALL TO 'by_role'@'%'");
        byRole.processor().open(byRole.latest()).close();
    }

    @Test
    void databasesThatWereTakenAwayAgainAreFound() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(
                ServerOptions.DEFAULT.with("--partial-revokes=ON", "--binlog-row-metadata=MINIMAL"))) {
            setUpWell(server);
            FollowedServer followed = FollowedServer.of(server);
            server.execute(
                    "REVOKE SELECT ON mysql.* FROM 'cdc'@'%'",
                    "REVOKE SELECT ON %s.* FROM 'cdc'@'%%'".formatted(followed.database()));
            assertThat(names(failed(followed.settings()))).contains("SELECT");
            mend(server, followed.settings());
            assertThat(failed(followed.settings())).isEmpty();
        }
    }

    @OnEveryServer
    void theServersOwnNumberIsFound(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        FollowedServer same = followed.withServerId(followed.server().value("SELECT @@server_id"));
        assertThat(names(failed(same.settings()))).contains("server-id");
    }

    @OnEveryServer
    void aWarningIsSaidOnceAndOnceMoreWhenItIsMended(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT);
                CapturedLog log = new CapturedLog()) {
            setUpWell(server);
            server.execute("SET GLOBAL sync_binlog = 0");
            FollowedServer followed = FollowedServer.of(server);
            MySqlBinlogProcessor processor = followed.processor();
            assertThat(processor.warnings()).isEmpty();
            BinlogPosition latest = (BinlogPosition) processor.locate("latest");
            processor.open(latest).close();
            processor.open(latest).close();

            assertThat(processor.warnings()).hasSize(1);
            String warning = processor.warnings().get(0);
            assertThat(log.lines().stream().filter(line -> line.contains("sync_binlog")))
                    .containsExactly("WARN " + warning);

            mend(server, followed.settings());
            processor.open(latest).close();
            assertThat(processor.warnings()).isEmpty();
            assertThat(log.lines().stream().filter(line -> line.contains("sync_binlog")))
                    .containsExactly("WARN " + warning, "INFO No longer: " + warning);
        }
    }

    private static SourceFacts facts(MySqlSettings settings) throws SourceException {
        try (ServerSession session = ServerSession.open(settings, new Tls(settings.ssl(), null))) {
            return SourceFacts.of(settings, session);
        }
    }

    private static List<SourceCheck> failed(MySqlSettings settings) throws SourceException {
        SourceFacts facts = facts(settings);
        return SourceChecks.ALL.stream()
                .filter(check -> check.question().find(facts) != null)
                .toList();
    }

    private static List<String> names(List<SourceCheck> checks) {
        return checks.stream().map(SourceCheck::name).toList();
    }

    /** Runs what each finding says is to be run. */
    private static void mend(DatabaseServer server, MySqlSettings settings) throws SourceException {
        SourceFacts facts = facts(settings);
        for (SourceCheck check : failed(settings)) {
            server.execute(check.remedy().apply(facts).sql().toArray(String[]::new));
        }
    }

    /** Leaves the settings of a shared server alone. */
    private static void mendGrants(DatabaseServer server, MySqlSettings settings) throws SourceException {
        SourceFacts facts = facts(settings);
        for (SourceCheck check : failed(settings)) {
            check.remedy().apply(facts).sql().stream()
                    .filter(sql -> sql.startsWith("GRANT"))
                    .forEach(server::execute);
        }
    }
}
