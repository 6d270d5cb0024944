package dev.corecdc.management.actuator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import dev.corecdc.management.StreamFixture;
import dev.corecdc.processor.SourceException.Kind;
import dev.corecdc.stream.ProcessorState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ManagementTest
class ActuatorHttpTests {

    private final StreamFixture fixture;
    private final Http http;

    ActuatorHttpTests(@Autowired StreamFixture fixture, @LocalServerPort int port) {
        this.fixture = fixture;
        this.http = new Http(port);
    }

    @BeforeEach
    void awaitStart() {
        fixture.awaitState("shop", ProcessorState.RUNNING);
    }

    @AfterEach
    void mend() {
        fixture.source.mend();
        fixture.control().resume("shop");
    }

    @Test
    void tellsEverybodyNoMoreThanWhetherTheServiceIsHealthy() throws Exception {
        JsonNode health = http.send("GET", "/actuator/health").json();

        assertThat(health.path("status").asString()).isEqualTo("UP");
        assertThat(health.propertyNames()).containsExactlyInAnyOrder("status", "groups");
    }

    @Test
    void tellsAUserTheDetailsOfHealth() throws Exception {
        JsonNode cdc = http.send("GET", "/actuator/health", Http.login())
                .json()
                .path("components")
                .path("cdc");

        assertThat(cdc.path("status").asString()).isEqualTo("UP");
        JsonNode shop = cdc.path("details").path("shop");
        assertThat(shop.path("state").asString()).isEqualTo("RUNNING");
        assertThat(shop.has("reason")).isTrue();
        assertThat(shop.path("position").path("file").asString()).isEqualTo("binlog.000012");
        assertThat(shop.path("lag").isNumber()).isTrue();
        assertThat(shop.path("targets").path("console").path("state").asString())
                .isEqualTo("RUNNING");
        assertThat(cdc.path("details").path("idle").path("lag").isNull()).isTrue();
    }

    @Test
    void aDeadSourceIsUnhealthyButKillsNoPod() throws Exception {
        fixture.source.breakWith(Kind.UNREADABLE, "log_bin is OFF");
        fixture.awaitState("shop", ProcessorState.FAILED);

        Answer health = http.send("GET", "/actuator/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.json().path("status").asString()).isEqualTo("DOWN");
        for (String probe : new String[] {"liveness", "readiness"}) {
            Answer answer = http.send("GET", "/actuator/health/" + probe, Http.login());
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("components").has("cdc")).isFalse();
        }
    }

    @Test
    void showsAllProcessors() throws Exception {
        JsonNode cdc = http.send("GET", "/actuator/cdc", Http.login()).json();

        assertThat(cdc.path("processors"))
                .extracting(processor -> processor.path("name").asString())
                .containsExactly("shop", "idle");
    }

    @Test
    void exposesJustFourEndpoints() throws Exception {
        JsonNode links = http.send("GET", "/actuator", Http.login()).json().path("_links");

        assertThat(links.propertyNames())
                .containsExactlyInAnyOrder("self", "health", "health-path", "info", "prometheus", "cdc", "cdc-name");
    }

    @Test
    void showsTheMeters() throws Exception {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        http.send("GET", "/actuator/prometheus").body().lines())
                .contains(
                        "cdc_up{processor=\"shop\"} 1.0",
                        "cdc_up{processor=\"idle\"} 0.0",
                        "cdc_lag_seconds{processor=\"shop\",target=\"console\"} 0.0",
                        "cdc_delivery_seconds_count{processor=\"shop\",target=\"console\"} 0",
                        "cdc_queue_size_bytes{processor=\"shop\",target=\"warehouse\"} 0.0"));
    }
}
