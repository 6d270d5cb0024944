package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.CoreCdcApplication;
import dev.corecdc.management.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Whatever the service says, it says no secret of its configuration, not even where it is told to show values. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTests {

    private static final String SETTINGS = """
            cdc.processors:
              shop: { type: mysql, mysql: { host: localhost, port: 1, username: cdc, connect-timeout: 2s } }
              crm: { type: mariadb, mariadb: { host: localhost, port: 1, username: cdc, connect-timeout: 2s } }
              people: { type: mongodb, mongodb: { connect-timeout: 1s } }
            cdc.targets:
              console: { type: log }
              hook: { type: http, http: { username: me } }
              api: { type: http, http: { url: "http://localhost:1/" } }
              copy: { type: jdbc, jdbc: { username: me } }
              documents: { type: mongodb, mongodb: { connect-timeout: 1s } }
              events: { type: kafka, kafka: { bootstrap-servers: "localhost:1", timeout: 1s, properties: { security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN } } }
            cdc.security.users:
              - { name: viewer, role: viewer, password: "%s" }
              - { name: operator, role: operator, password: "%s" }
            management:
              endpoint:
                env.show-values: always
                configprops.show-values: always
              endpoints.web.exposure.include: "*"
            """.formatted(
                    Canary.valueOf("cdc.security.users[0].password"), Canary.valueOf("cdc.security.users[1].password"));

    private static final String OPERATOR = Http.login("operator", Canary.valueOf("cdc.security.users[1].password"));

    /** Shows all that is in memory, to operators only. */
    private static final Set<String> NOT_ASKED = Set.of("heapdump");

    @TempDir
    Path folder = Path.of("");

    @Test
    void saysNoSecret(CapturedOutput output) throws Exception {
        Map<String, String> said = new TreeMap<>();
        try (ConfigurableApplicationContext service = start()) {
            Http http = new Http(
                    Objects.requireNonNull(service.getEnvironment().getProperty("local.server.port", Integer.class)));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            http.send("GET", "/api/processors", OPERATOR).body())
                    .doesNotContain("STARTING")
                    .contains("does not answer"));
            said.putAll(endpoints(http));
            said.putAll(problems(http));
            for (String name : service.getBeanFactory().getSingletonNames()) {
                said.put("bean " + name, String.valueOf(service.getBeanFactory().getSingleton(name)));
            }
        }
        said.put("log", output.getAll());

        assertThat(said).containsKeys("GET /actuator/env", "GET /actuator/configprops", "GET /actuator/sbom");
        assertThat(said.get("GET /actuator/env")).contains("cdc.processors.shop.mysql.password", "******");
        said.forEach((what, text) ->
                assertThat(Canary.readableIn(text)).as("%s", what).isEmpty());
    }

    private ConfigurableApplicationContext start() throws Exception {
        StringBuilder settings = new StringBuilder(SETTINGS);
        for (Canary canary : Canary.ALL) {
            if (!canary.key().contains("[") && !canary.isOfCheckpoints()) {
                settings.append("\"%s\": \"%s\"%n".formatted(canary.key(), canary.value()));
            }
        }
        Files.writeString(folder.resolve("canaries.yml"), settings);
        return new SpringApplicationBuilder(CoreCdcApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.config.additional-location=file:" + folder.resolve("canaries.yml"),
                        "--cdc.checkpoint.file.directory=" + folder.resolve("checkpoints"));
    }

    private static Map<String, String> endpoints(Http http) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        JsonNode links = http.send("GET", "/actuator", OPERATOR).json().path("_links");
        for (String endpoint : links.propertyNames()) {
            String path = links.path(endpoint).path("href").asString().replaceFirst("^https?://[^/]+", "");
            if (!path.contains("{") && !NOT_ASKED.contains(endpoint)) {
                answers.put("GET " + path, http.send("GET", path, OPERATOR).body());
            }
        }
        List<String> more = List.of(
                "/actuator/env/cdc.processors.shop.mysql.password",
                "/actuator/env/W",
                "/actuator/configprops/cdc.security");
        for (String path : more) {
            answers.put("GET " + path, http.send("GET", path, OPERATOR).body());
        }
        answers.put(
                "GET /api/processors",
                http.send("GET", "/api/processors", OPERATOR).body());
        return answers;
    }

    /** What somebody is told who sends a secret along, in the right place or a wrong one, until no more are taken. */
    private static Map<String, String> problems(Http http) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        for (Canary canary : Canary.ALL) {
            List<String> logins = List.of(
                    Http.login("nobody", canary.secret()),
                    Http.login(canary.secret(), "wrong"),
                    "Authorization: Bearer " + canary.secret(),
                    "Authorization: Basic " + canary.secret());
            for (String login : logins) {
                answers.put("to " + login, told(http.send("POST", "/api/processors/shop/pause", login)));
            }
        }
        while (!answers.containsKey("429")) {
            Http.Answer answer =
                    http.send("GET", "/", Http.login("nobody", Canary.ALL.get(0).secret()));
            answers.put(String.valueOf(answer.status()), told(answer));
        }
        return answers;
    }

    private static String told(Http.Answer answer) {
        return answer.body() + answer.response().headers();
    }
}
