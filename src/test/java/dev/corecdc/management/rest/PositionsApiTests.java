package dev.corecdc.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.checkpoint.CheckpointException;
import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import dev.corecdc.management.StreamFixture;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import dev.corecdc.testing.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ManagementTest
@TestPropertySource(properties = {"cdc.security.users[0].name=viewer", "cdc.security.users[0].password=looks"})
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class PositionsApiTests {

    private static final String PATH = "/api/processors/shop/targets/console/position";
    private static final String LATEST = "{\"position\": \"latest\"}";
    private static final String VIEWER = Http.login("viewer", "looks");

    private final StreamFixture fixture;
    private final Http http;

    PositionsApiTests(@Autowired StreamFixture fixture, @LocalServerPort int port) {
        this.fixture = fixture;
        this.http = new Http(port);
    }

    @BeforeEach
    void awaitStart() {
        fixture.awaitState("shop", ProcessorState.RUNNING);
        fixture.insert(2);
        fixture.awaitSaved(2);
    }

    @AfterEach
    void mend() {
        fixture.store.heal();
        fixture.source.mend();
    }

    private Answer put(String body, String query, String... headers) throws Exception {
        String[] all = new String[headers.length + 1];
        all[0] = Http.login();
        System.arraycopy(headers, 0, all, 1, headers.length);
        return http.sendJson(body, "PUT", PATH + query, all);
    }

    private void pause() throws Exception {
        assertThat(http.send("POST", "/api/processors/shop/targets/console/pause", Http.login())
                        .status())
                .isEqualTo(202);
        fixture.awaitTarget("console", TargetState.PAUSED);
    }

    private void assertProblem(Answer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains(detail);
    }

    @Test
    void showsWhereATargetIsAndTakesItBack() throws Exception {
        Answer shown = http.send("GET", PATH, VIEWER);
        assertThat(shown.status()).isEqualTo(200);
        JsonNode position = shown.json();
        assertThat(position.propertyNames())
                .containsExactly("processor", "target", "position", "checkpoint", "savedAt");
        assertThat(position.path("position").path("offset").asLong()).isEqualTo(104);

        pause();
        Answer changed = put(LATEST, "");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().path("from").path("offset").asLong()).isEqualTo(104);
        assertThat(changed.json().path("to").path("offset").asLong()).isEqualTo(4);
        assertThat(changed.json().path("effect").asString()).isEqualTo("REPEATS");
        assertThat(changed.json().path("held").asBoolean()).isTrue();
        assertThat(changed.json().path("done").asBoolean()).isTrue();
        assertThat(http.send("GET", PATH, VIEWER)
                        .json()
                        .path("position")
                        .path("offset")
                        .asLong())
                .isEqualTo(4);

        Answer restored = put(shown.body(), "");
        assertThat(restored.status()).as(restored.body()).isEqualTo(200);
        assertThat(restored.json().path("effect").asString()).isEqualTo("SKIPS");
    }

    @Test
    void triesOutWithoutAPause() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            JsonNode tried = put(LATEST, "?dryRun=true").json();
            assertThat(tried.path("effect").asString()).isEqualTo("REPEATS");
            assertThat(tried.path("held").asBoolean()).isTrue();
            assertThat(tried.path("done").asBoolean()).isFalse();
            assertThat(log.lines()).noneMatch(line -> line.contains("the position was changed"));
        }
        fixture.source.breakWith(Kind.UNREADABLE, "no such file");
        JsonNode gone = put(LATEST, "?dryRun=true").json();
        assertThat(gone.path("held").asBoolean()).isFalse();
        assertThat(gone.path("reason").asString()).isEqualTo("no such file");
        assertThat(gone.path("to").isNull()).isTrue();
    }

    @Test
    void tellsWhyNot() throws Exception {
        assertProblem(put(LATEST, ""), 409, "only when the target, or the processor, is PAUSED");
        pause();
        assertProblem(put("{}", ""), 400, "'position' is missing");
        assertProblem(put("{\"position\": 5}", ""), 400, "'position' is neither");
        assertProblem(put("{\"position\": {\"file\": \"x\"}}", ""), 400, "null");
        assertProblem(put("latest", ""), 400, "");
        assertProblem(put(LATEST, "?dryRun=1"), 400, "'dryRun' is true or false");
        fixture.store.fail(() -> new CheckpointException("data/checkpoints: no space left", null));
        assertProblem(put(LATEST, ""), 503, "no space left");
        fixture.store.heal();
        fixture.source.breakWith(Kind.UNREADABLE, "no such file");
        assertProblem(put(LATEST, ""), 422, "no such file");
        fixture.source.breakWith(Kind.UNAVAILABLE, "nobody there");
        assertProblem(put(LATEST, ""), 503, "nobody there");
        assertProblem(put(LATEST, "?dryRun=true"), 503, "nobody there");
    }

    @Test
    void isForOperatorsAndNotForForeignPages() throws Exception {
        pause();
        assertThat(http.sendJson(LATEST, "PUT", PATH, VIEWER).status()).isEqualTo(403);
        assertThat(http.sendJson(LATEST, "PUT", PATH).status()).isEqualTo(401);
        assertThat(put(LATEST, "", "Origin: http://elsewhere.example").status()).isEqualTo(403);
        assertThat(http.send("GET", PATH).status()).isEqualTo(401);
        try (CapturedLog log = new CapturedLog()) {
            assertThat(put(LATEST, "").status()).isEqualTo(200);
            assertThat(log.lines())
                    .anyMatch(
                            line -> line.contains("shop/console: the position was changed by admin: REPEATS, from {"));
        }
    }
}
