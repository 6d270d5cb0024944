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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

@ManagementTest
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class ProcessorsApiTests {

    private final StreamFixture fixture;
    private final Http http;

    ProcessorsApiTests(@Autowired StreamFixture fixture, @LocalServerPort int port) {
        this.fixture = fixture;
        this.http = new Http(port);
    }

    @BeforeEach
    void awaitStart() {
        fixture.awaitState("shop", ProcessorState.RUNNING);
    }

    @AfterEach
    void mend() {
        fixture.store.heal();
    }

    @Test
    void listsProcessorsInOrder() throws Exception {
        Answer answer = get("/api/processors");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.json().path("processors"))
                .extracting(processor -> processor.path("name").asString())
                .containsExactly("shop", "idle");
    }

    @Test
    void speaksJsonOnly() throws Exception {
        for (String type : new String[] {"application/yaml", "application/xml", "text/xml"}) {
            Answer answer = http.send("GET", "/api/processors", Http.login(), "Accept: " + type);

            assertThat(answer.status()).as(type).isEqualTo(406);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        }
    }

    @Test
    void showsAProcessorAsTheActuatorDoes() throws Exception {
        fixture.insert(2);
        fixture.awaitSaved(2);

        JsonNode shop = get("/api/processors/shop").json();

        assertThat(shop.propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "state",
                        "requestedState",
                        "since",
                        "reason",
                        "position",
                        "lag",
                        "read",
                        "excluded",
                        "reconnects",
                        "warnings",
                        "history",
                        "targets");
        assertThat(shop.path("state").asString()).isEqualTo("RUNNING");
        assertThat(shop.path("since").asString()).endsWith("Z");
        assertThat(shop.path("reason").isNull()).isTrue();
        assertThat(shop.path("position").path("file").asString()).isEqualTo("binlog.000012");
        assertThat(shop.path("position").path("offset").asLong()).isEqualTo(104);
        assertThat(shop.path("lag").asDouble()).isZero();
        assertThat(shop.path("read").path("INSERT").asLong()).isEqualTo(2);
        assertThat(shop.path("read").path("DELETE").asLong()).isZero();
        assertThat(shop.path("excluded").asLong()).isEqualTo(3);
        assertThat(shop.path("warnings"))
                .extracting(warning -> warning.asString())
                .containsExactly("sync_binlog = 0");
        assertThat(shop.path("history").propertyNames()).containsExactly("files", "seconds", "keptSeconds");
        JsonNode console = shop.path("targets").path(0);
        assertThat(console.propertyNames())
                .containsExactlyInAnyOrder(
                        "name",
                        "state",
                        "since",
                        "reason",
                        "position",
                        "checkpoint",
                        "savedAt",
                        "lag",
                        "queuedBytes",
                        "conservation",
                        "counts");
        assertThat(console.path("checkpoint").path("offset").asLong()).isEqualTo(104);
        assertThat(console.path("savedAt").asString()).endsWith("Z");
        assertThat(console.path("counts").path("delivered").asLong()).isEqualTo(2);
        assertThat(get("/actuator/cdc/shop").json()).isEqualTo(shop);
    }

    @Test
    void showsNoLagOfWhatIsNotConnected() throws Exception {
        JsonNode idle = get("/api/processors/idle").json();

        assertThat(idle.path("lag").isNull()).isTrue();
        assertThat(idle.path("targets").path(0).path("lag").isNull()).isTrue();
        assertThat(get("/actuator/cdc/idle").json()).isEqualTo(idle);
    }

    @Test
    void pausesAndResumesAnyNumberOfTimes() throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer paused = post("/api/processors/shop/pause");
            assertThat(paused.status()).isEqualTo(202);
            assertThat(paused.json().path("name").asString()).isEqualTo("shop");
            assertThat(paused.json().path("requestedState").asString()).isEqualTo("PAUSED");
        }
        fixture.awaitState("shop", ProcessorState.PAUSED);
        for (int i = 0; i < 2; i++) {
            Answer resumed = post("/api/processors/shop/resume");
            assertThat(resumed.status()).isEqualTo(202);
            assertThat(resumed.json().path("requestedState").asString()).isEqualTo("RUNNING");
        }
        fixture.awaitState("shop", ProcessorState.RUNNING);
    }

    @Test
    void resumeStartsWhatIsStoppedOrFailed() throws Exception {
        assertThat(post("/api/processors/idle/resume").status()).isEqualTo(202);
        fixture.awaitState("idle", ProcessorState.RUNNING);

        fixture.source.breakWith(Kind.UNREADABLE, "log_bin is OFF");
        fixture.awaitState("idle", ProcessorState.FAILED);
        assertThat(get("/api/processors/idle").json().path("reason").asString()).isEqualTo("log_bin is OFF");

        fixture.source.mend();
        assertThat(post("/api/processors/idle/resume").status()).isEqualTo(202);
        fixture.awaitState("idle", ProcessorState.RUNNING);
    }

    @Test
    void tellsAnUnknownName() throws Exception {
        for (Answer answer : new Answer[] {
            get("/api/processors/nonesuch"),
            post("/api/processors/nonesuch/pause"),
            post("/api/processors/nonesuch/resume"),
            get("/actuator/cdc/nonesuch")
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.json().path("detail").asString())
                    .isEqualTo("There is no processor 'nonesuch'. There are: shop, idle");
        }
    }

    @Test
    void refusesToPauseWhatIsStopped() throws Exception {
        Answer answer = post("/api/processors/idle/pause");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("title").asString()).isEqualTo("Conflict");
        assertThat(answer.json().path("detail").asString()).isEqualTo("'idle' is STOPPED: it cannot pause now.");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/api/processors/idle/pause");
    }

    @Test
    void pausesAndResumesOneTargetAnyNumberOfTimes() throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer paused = post("/api/processors/shop/targets/console/pause");
            assertThat(paused.status()).isEqualTo(202);
            assertThat(paused.json().path("name").asString()).isEqualTo("shop");
        }
        fixture.streams.awaitTargetState("shop", "console", TargetState.PAUSED);
        fixture.insert(2);
        fixture.warehouse.awaitRecords(2);
        JsonNode shop = get("/api/processors/shop").json();
        assertThat(shop.path("state").asString()).isEqualTo("RUNNING");
        assertThat(shop.path("targets"))
                .extracting(target -> target.path("state").asString())
                .containsExactly("PAUSED", "RUNNING");
        assertThat(fixture.console.attempts()).isZero();
        assertThat(get("/actuator/health")
                        .json()
                        .path("components")
                        .path("cdc")
                        .path("status")
                        .asString())
                .isEqualTo("UP");
        for (int i = 0; i < 2; i++) {
            assertThat(post("/api/processors/shop/targets/console/resume").status())
                    .isEqualTo(202);
        }
        assertThat(fixture.control().status("shop").targets().get(0).state()).isNotEqualTo(TargetState.PAUSED);
    }

    @Test
    void tellsAnUnknownTargetAndOneOfWhatIsStopped() throws Exception {
        for (String call : new String[] {"pause", "resume"}) {
            Answer unknown = post("/api/processors/shop/targets/nonesuch/" + call);
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(unknown.json().path("detail").asString())
                    .isEqualTo("'shop' has no target 'nonesuch'. It has: console, warehouse");
            assertThat(post("/api/processors/nonesuch/targets/console/" + call).status())
                    .isEqualTo(404);

            Answer stopped = post("/api/processors/idle/targets/console/" + call);
            assertThat(stopped.status()).isEqualTo(409);
            assertThat(stopped.json().path("detail").asString())
                    .isEqualTo("'idle' is STOPPED: it cannot " + call + " the target 'console' now.");
        }
    }

    @Test
    void tellsWhenTheWishCannotBeKept() throws Exception {
        fixture.store.fail(() -> new CheckpointException("data/checkpoints: no space left", null));

        Answer answer = post("/api/processors/shop/pause");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).isEqualTo("data/checkpoints: no space left");
        assertThat(fixture.control().status("shop").requested()).isEqualTo(ProcessorState.RUNNING);
    }

    private Answer get(String path) throws Exception {
        return http.send("GET", path, Http.login());
    }

    private Answer post(String path) throws Exception {
        return http.send("POST", path, Http.login());
    }
}
