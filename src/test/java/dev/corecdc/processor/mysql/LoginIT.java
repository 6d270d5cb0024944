package dev.corecdc.processor.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.processor.mysql.MySqlSettings.Mode;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.testing.CollectingTarget;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.TestStreams;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The accounts with which both connections log in, and those with which they do not. */
class LoginIT {

    /** Longer than what the server sends to be mixed with it, and not only of ASCII. */
    private static final String PASSWORD = "pässwort-日本語-that-is-longer-than-twenty-bytes";

    @ParameterizedTest
    @ValueSource(strings = {"caching_sha2_password", "sha256_password"})
    void sendsThePasswordOnlyOverTlsOrByAKeyThatMayBeAskedFor(String plugin) throws Exception {
        DatabaseServer server = ServerKind.MYSQL.server();
        String user = "with_" + plugin;
        create(server, user, "IDENTIFIED WITH %s BY '%s'".formatted(plugin, PASSWORD));
        Connecting account = Connecting.to(FollowedServer.of(server)).as(user, PASSWORD);

        assertThat(account.with(Mode.DISABLED, null)
                        .allowingPublicKeyRetrieval(false)
                        .isRefused())
                .contains("public key", "ssl.mode", "allow-public-key-retrieval")
                .doesNotContain(PASSWORD);
        for (Connecting way : List.of(
                account.with(Mode.DISABLED, null).allowingPublicKeyRetrieval(true),
                account.with(Mode.REQUIRED, null).allowingPublicKeyRetrieval(false))) {
            server.execute("FLUSH PRIVILEGES"); // and with them the passwords that it remembers
            way.read();
            server.execute("FLUSH PRIVILEGES");
            way.ask();
            way.succeeds();
        }
    }

    @Test
    void needsNoTlsForAPasswordThatTheServerRemembers() throws Exception {
        DatabaseServer server = ServerKind.MYSQL.server();
        create(server, "remembered", "IDENTIFIED BY '%s'".formatted(PASSWORD));
        Connecting account = Connecting.to(FollowedServer.of(server)).as("remembered", PASSWORD);
        account.with(Mode.REQUIRED, null).ask();

        account.with(Mode.DISABLED, null).allowingPublicKeyRetrieval(false).succeeds();
    }

    @OnEveryServer
    void logsInAsTheServerHasItByItself(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        create(server, "by_default", "IDENTIFIED BY '%s'".formatted(PASSWORD));
        create(server, "größer", "IDENTIFIED BY 'plain-1'");
        create(server, "no_password", "IDENTIFIED BY ''");
        Connecting known = Connecting.to(FollowedServer.of(server));
        for (Connecting account : List.of(
                known.as("by_default", PASSWORD),
                known.as("größer", "plain-1"),
                known.as("no_password", null),
                known.as("no_password", ""))) {
            account.read();
            account.succeeds();
        }
        assertThat(known.as("by_default", "wrong").isRefused()).contains("Access denied");
    }

    @Test
    void logsInWithTheNativePasswordOfMariaDb() throws Exception {
        DatabaseServer server = ServerKind.MARIADB.server();
        create(server, "native", "IDENTIFIED VIA mysql_native_password USING PASSWORD('%s')".formatted(PASSWORD));
        Connecting.to(FollowedServer.of(server)).as("native", PASSWORD).succeeds();
    }

    @ParameterizedTest
    @CsvSource({"auth_ed25519, ed25519, client_ed25519", "auth_parsec, parsec, parsec"})
    void namesThePluginThatItDoesNotHave(String library, String plugin, String client) throws Exception {
        DatabaseServer server = ServerKind.MARIADB.server();
        server.execute("INSTALL SONAME '%s'".formatted(library));
        try {
            create(server, "with_" + plugin, "IDENTIFIED VIA %s USING PASSWORD('%s')".formatted(plugin, PASSWORD));

            assertThat(Connecting.to(FollowedServer.of(server))
                            .as("with_" + plugin, PASSWORD)
                            .isRefused())
                    .contains("plugin '" + client + "'", "mysql_native_password");
        } finally {
            server.execute(
                    "DROP USER IF EXISTS 'with_%s'@'%%'".formatted(plugin), "UNINSTALL SONAME '%s'".formatted(library));
        }
    }

    @Test
    void saysThatAnAccountOfTheServersOwnMachineIsRefused() throws Exception {
        DatabaseServer server = ServerKind.MARIADB.server();
        create(server, "by_socket", "IDENTIFIED VIA unix_socket");

        assertThat(Connecting.to(FollowedServer.of(server)).as("by_socket", "").isRefused())
                .contains("by_socket");
    }

    @OnEveryServer
    void goesOnWhenAPasswordThatWasChangedIsRightAgain(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        create(server, "rotated", "IDENTIFIED BY 'first-1'");
        FollowedServer followed = FollowedServer.of(server);
        followed.execute("CREATE TABLE t (id INT PRIMARY KEY)");
        MySqlSettings settings =
                Connecting.to(followed).as("rotated", "first-1").settings();
        CollectingTarget target = new CollectingTarget();
        try (TestStreams streams = TestStreams.builder().reconnectPause(Duration.ofMillis(200)).stream(
                        "shop", followed.with(settings).processor(), TestStreams.lane("a", target))
                .start()) {
            streams.awaitState("shop", ProcessorState.RUNNING);
            followed.execute("INSERT INTO t VALUES (1)");
            target.awaitRecords(1);

            server.execute("ALTER USER 'rotated'@'%' IDENTIFIED BY 'second-2'");
            followed.execute("INSERT INTO t VALUES (2)");
            target.awaitRecords(2); // a connection that there is stays
            for (String dump : LostConnectionIT.dumps(server)) {
                server.execute("KILL " + dump);
            }
            await().atMost(FollowedServer.PATIENCE)
                    .until(() -> String.valueOf(streams.status("shop").reason()).contains("Access denied"));
            assertThat(streams.status("shop").state()).isEqualTo(ProcessorState.RECONNECTING);

            followed.execute("INSERT INTO t VALUES (3)");
            server.execute("ALTER USER 'rotated'@'%' IDENTIFIED BY 'first-1'");
            target.awaitRecords(3);
        }
    }

    private static void create(DatabaseServer server, String user, String how) {
        server.execute("CREATE USER IF NOT EXISTS '%s'@'%%' %s".formatted(user, how));
        server.execute("GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '%s'@'%%'".formatted(user));
    }
}
