package dev.corecdc.processor.mysql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corecdc.event.Position;
import dev.corecdc.processor.SourceException;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import dev.corecdc.testing.ServerOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a server that cannot be followed as it is set up, and of a user that may not follow it. */
class RefusedSourceIT {

    @OnEveryServer
    void saysWhichSettingIsWrongAndHowToMendIt(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT)) {
            FollowedServer followed = FollowedServer.of(server);
            Position before = followed.latest();
            for (String setting : List.of("binlog_format = STATEMENT", "binlog_format = MIXED")) {
                String name = setting.substring(0, setting.indexOf(' '));
                String right = requireNonNull(server.value("SELECT @@GLOBAL." + name));
                server.execute("SET GLOBAL " + setting);

                SourceException located = failure(followed::latest);
                SourceException opened =
                        failure(() -> followed.processor().open(before).close());

                assertThat(located).hasMessage(opened.getMessage());
                assertThat(opened.kind()).isEqualTo(Kind.UNREADABLE);
                assertThat(opened)
                        .hasMessageContaining("SET GLOBAL " + name)
                        .hasMessageContaining(setting)
                        .hasMessageContaining(followed.settings().address());
                server.execute("SET GLOBAL " + name + " = " + (right.matches("\\d+") ? right : "'" + right + "'"));
                followed.latest();
            }
        }
    }

    @Test
    void saysThatMinimalImagesDoNotGoWithPartialJson() throws Exception {
        try (DatabaseServer server = ServerKind.MYSQL.start(
                ServerOptions.DEFAULT.with("--binlog-row-value-options=PARTIAL_JSON", "--binlog-row-image=MINIMAL"))) {
            FollowedServer followed = FollowedServer.of(server);
            assertThat(failure(followed::latest))
                    .hasMessageContaining("binlog_row_value_options = PARTIAL_JSON")
                    .hasMessageContaining("SET GLOBAL binlog_row_image = 'FULL'");
            server.execute("SET GLOBAL binlog_row_image = 'NOBLOB'");
            followed.latest();
        }
    }

    @OnEveryServer
    void saysThatThereIsNoLog(ServerKind kind) throws Exception {
        try (DatabaseServer server = kind.start(ServerOptions.DEFAULT.with("--skip-log-bin"))) {
            FollowedServer followed = FollowedServer.of(server);
            SourceException refused = failure(followed::latest);
            assertThat(refused.kind()).isEqualTo(Kind.UNREADABLE);
            assertThat(refused).hasMessageContaining("log_bin = OFF").hasMessageContaining("--log-bin");
        }
    }

    @OnEveryServer
    void saysThatThePasswordIsWrong(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position latest = followed.latest();
        FollowedServer wrong =
                followed.with(as(followed.settings(), followed.settings().username(), "another-one"));

        for (SourceException refused : List.of(failure(wrong::latest), opening(wrong, latest))) {
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused)
                    .hasMessageContaining("'" + followed.settings().username() + "'")
                    .hasMessageContaining(followed.settings().address())
                    .hasMessageNotContaining("another-one");
        }
    }

    @OnEveryServer
    void saysWhichGrantIsMissing(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position latest = followed.latest();
        user(followed.server(), "no_grant", "USAGE");
        user(followed.server(), "only_client", "REPLICATION CLIENT");
        user(followed.server(), "only_slave", "REPLICATION SLAVE");
        FollowedServer nothing = followed.with(as(followed.settings(), "no_grant", "x"));
        FollowedServer onlyClient = followed.with(as(followed.settings(), "only_client", "x"));
        FollowedServer onlySlave = followed.with(as(followed.settings(), "only_slave", "x"));
        String client = kind == ServerKind.MYSQL ? "REPLICATION CLIENT" : "BINLOG MONITOR";

        assertMissing(failure(nothing::latest), client, "no_grant");
        assertMissing(failure(nothing::latest), "REPLICATION SLAVE", "no_grant");
        assertMissing(failure(onlySlave::latest), client, "only_slave");
        assertMissing(failure(onlyClient::latest), "REPLICATION SLAVE", "only_client");
        assertMissing(opening(onlyClient, latest), "REPLICATION SLAVE", "only_client");
        assertMissing(opening(nothing, latest), "REPLICATION", "no_grant");
    }

    private static void assertMissing(SourceException refused, String grant, String user) {
        assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
        assertThat(refused)
                .hasMessageContaining(grant)
                .hasMessageContaining("GRANT ")
                .hasMessageContaining(user);
    }

    @OnEveryServer
    void saysThatNobodyIsThere(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        Position latest = followed.latest();
        MySqlSettings there = followed.settings();
        FollowedServer elsewhere = followed.with(MySqlSettingsBuilder.like(there)
                .port(1)
                .connectTimeout(Duration.ofSeconds(2))
                .build());
        for (SourceException absent : List.of(failure(elsewhere::latest), opening(elsewhere, latest))) {
            assertThat(absent.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(absent).hasMessageContaining(there.host() + ":1");
        }
    }

    /** MySQL's caching_sha2_password asks for TLS or the server's key; MariaDB's accounts do neither. */
    @OnEveryServer
    void saysThatThePasswordCannotBeSent(ServerKind kind) throws Exception {
        FollowedServer followed = FollowedServer.of(kind.server());
        user(followed.server(), "uncached", "REPLICATION SLAVE, REPLICATION CLIENT");
        MySqlSettings there = as(followed.settings(), "uncached", "x");
        MySqlSettings careful =
                MySqlSettingsBuilder.like(there).allowPublicKeyRetrieval(false).build();
        if (kind == ServerKind.MYSQL) {
            SourceException refused = failure(followed.with(careful)::latest);
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused).hasMessageContaining("ssl.mode").hasMessageContaining("allow-public-key-retrieval");
        } else {
            followed.with(careful).latest();
        }
    }

    private static void user(DatabaseServer server, String name, String grants) {
        server.execute("CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY 'x'".formatted(name));
        server.execute("GRANT %s ON *.* TO '%s'@'%%'".formatted(grants, name));
    }

    private static MySqlSettings as(MySqlSettings settings, String user, String password) {
        return MySqlSettingsBuilder.like(settings).user(user, password).build();
    }

    private static SourceException opening(FollowedServer followed, Position from) {
        return failure(() -> followed.processor().open(from).close());
    }

    private static SourceException failure(Attempt attempt) {
        SourceException failure = catchThrowableOfType(SourceException.class, attempt::run);
        assertThat(failure).as("failure").isNotNull();
        return failure;
    }

    /** Something that is to fail. */
    private interface Attempt {
        void run() throws Exception;
    }
}
