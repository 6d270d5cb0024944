package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.Http;
import dev.corecdc.testing.DatabaseServer;
import dev.corecdc.testing.OnEveryServer;
import dev.corecdc.testing.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** The log says no secret, whatever the level: with a password that is right, with a wrong one, and while logins come and go. */
class CanaryIT {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Path folder;

    CanaryIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @OnEveryServer
    void theLogSaysNoSecret(ServerKind kind) throws Exception {
        DatabaseServer server = kind.server();
        String password = Canary.valueOf("cdc.processors.shop.mysql.password");
        String user = server.createDatabase("canary");
        server.execute(
                "CREATE USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(user, password),
                "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '%s'@'%%'".formatted(user));
        try (ServiceProcess service = ServiceProcess.jar(folder, settings(server, user, password))) {
            service.start().awaitOutput("shop is RUNNING").awaitOutput("crm is FAILED");
            Http http = new Http(port(service.output()));
            for (Canary canary : Canary.ALL) {
                http.send("GET", "/api/processors", Http.login("nobody", canary.secret()));
                http.send("GET", "/api/processors", "Authorization: Bearer " + canary.secret());
            }
            assertThat(http.send("GET", "/api/processors", Http.login("me", password))
                            .status())
                    .isEqualTo(200);
            server.execute("ALTER USER '%s'@'%%' IDENTIFIED BY 'another'".formatted(user));
            server.execute("CREATE TABLE %s.item (id INT PRIMARY KEY)".formatted(user));
            await().atMost(Duration.ofSeconds(30)).until(() -> service.output().contains("CREATE TABLE"));
            assertThat(service.terminate()).isEqualTo(143);

            assertThat(service.output()).contains(" TRACE ", "o.s.security.web.FilterChainProxy");
            assertThat(service.output().lines())
                    .allSatisfy(line -> assertThat(Canary.readableIn(line)).isEmpty());
        }
    }

    private static String settings(DatabaseServer server, String user, String password) {
        return """
                logging.level.root: trace
                spring.security.user: { name: me, password: "%1$s" }
                spring.security.oauth2.resourceserver.jwt.jwk-set-uri: "%2$s"
                cdc:
                  processors:
                    shop:
                      type: %5$s
                      %5$s: { host: "%3$s", port: %4$s, username: "%6$s", password: "%1$s" }
                    crm:
                      type: %5$s
                      %5$s: { host: "%3$s", port: %4$s, username: nobody, password: "%1$s" }
                  targets.console.type: log
                """.formatted(
                        password,
                        Canary.valueOf("spring.security.oauth2.resourceserver.jwt.jwk-set-uri"),
                        server.host(),
                        server.port(),
                        server.kind().type(),
                        user);
    }

    private static int port(String output) {
        Matcher port = PORT.matcher(output);
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }
}
