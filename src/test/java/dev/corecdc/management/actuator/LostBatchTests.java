package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.Http;
import dev.corecdc.management.ManagementTest;
import dev.corecdc.management.StreamFixture;
import dev.corecdc.stream.LostBatch;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.stream.TargetState;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

/** A change that is gone without a trace is noticed wherever one looks, though everything runs. */
@ManagementTest
@DirtiesContext
class LostBatchTests {

    private final StreamFixture fixture;
    private final Http http;

    LostBatchTests(@Autowired StreamFixture fixture, @LocalServerPort int port) {
        this.fixture = fixture;
        this.http = new Http(port);
    }

    private String get(String path) throws Exception {
        return http.send("GET", path, Http.login()).body();
    }

    private JsonNode conservation() throws Exception {
        return http.send("GET", "/actuator/cdc/shop", Http.login())
                .json()
                .path("targets")
                .path(0)
                .path("conservation");
    }

    @Test
    void isInTheAccountTheMeterAndTheHealth() throws Exception {
        fixture.awaitState("shop", ProcessorState.RUNNING);
        fixture.console.hang();
        fixture.insert(3);
        fixture.console.awaitCaller();
        fixture.insert(2);
        await().until(() -> conservation().path("inFlight").asInt() == 5);
        assertThat(conservation().path("unaccounted").asInt()).isZero();
        assertThat(get("/actuator/prometheus"))
                .contains("cdc_records_unaccounted{processor=\"shop\",target=\"console\"} 0.0");

        LostBatch.plant(fixture.control(), "shop", "console");
        fixture.console.heal();

        await().until(() -> conservation().path("delivered").asInt() == 3);
        assertThat(conservation().path("unaccounted").asInt()).isEqualTo(2);
        assertThat(fixture.streams.status("shop", "console").state()).isEqualTo(TargetState.RUNNING);
        assertThat(get("/actuator/prometheus"))
                .contains(
                        "cdc_records_unaccounted{processor=\"shop\",target=\"console\"} 2.0",
                        "cdc_records_unaccounted{processor=\"shop\",target=\"warehouse\"} 0.0");
        JsonNode health = http.send("GET", "/actuator/health", Http.login()).json();
        assertThat(health.path("status").asString()).isEqualTo("DOWN");
        assertThat(health.path("components").path("cdc").path("status").asString())
                .isEqualTo("DOWN");
    }
}
