package dev.corecdc.management.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import dev.corecdc.management.StreamFixture;
import dev.corecdc.stream.ProcessorState;
import dev.corecdc.testing.CapturedLog;
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
class DeadLettersApiTests {

    private static final String VIEWER = Http.login("viewer", "looks");

    private final StreamFixture fixture;
    private final Http http;

    DeadLettersApiTests(@Autowired StreamFixture fixture, @LocalServerPort int port) {
        this.fixture = fixture;
        this.http = new Http(port);
    }

    @BeforeEach
    void setAside() {
        fixture.awaitState("shop", ProcessorState.RUNNING);
        fixture.setAside();
    }

    private Answer send(String method, String path) throws Exception {
        return http.send(method, "/api/dead-letters" + path, Http.login());
    }

    private int total(String query) throws Exception {
        return send("GET", query).json().path("total").asInt();
    }

    @Test
    void listsByFiltersAndPages() throws Exception {
        JsonNode all = send("GET", "").json();
        assertThat(all.path("total").asInt()).isEqualTo(2);
        assertThat(all.path("deadLetters"))
                .extracting(letter -> letter.path("id").asString())
                .containsExactly("1", "2");
        JsonNode first = all.path("deadLetters").path(0);
        assertThat(first.path("state").asString()).isEqualTo("DEAD");
        assertThat(first.path("error").asString()).isEqualTo("too long");
        assertThat(first.path("table").asString()).isEqualTo("person");
        assertThat(first.path("change").path("row").toString()).isEqualTo("[99]");

        assertThat(total("?state=waiting")).isEqualTo(1);
        assertThat(total("?state=dead&processor=shop&target=console")).isEqualTo(1);
        assertThat(total("?target=warehouse")).isZero();
        assertThat(total("?processor=nonesuch")).isZero();
        JsonNode second = send("GET", "?page=1&size=1").json();
        assertThat(second.path("total").asInt()).isEqualTo(2);
        assertThat(second.path("deadLetters"))
                .extracting(letter -> letter.path("id").asString())
                .containsExactly("2");
        for (String wrong : new String[] {"?page=-1", "?size=501", "?size=x", "?state=lost"}) {
            assertThat(send("GET", wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void retriesALetterAndWhatWaitsBehindIt() throws Exception {
        assertThat(send("POST", "/2/retry").status()).isEqualTo(409);
        assertThat(send("POST", "/1/retry").status()).isEqualTo(202);

        await().until(() -> total("") == 0);
        assertThat(fixture.console.events()).hasSize(2);
        assertThat(fixture.warehouse.events()).isEmpty();
        assertThat(send("GET", "/1").status()).isEqualTo(404);
    }

    @Test
    void deletesWithAReasonThatIsLogged() throws Exception {
        assertThat(send("DELETE", "/1").status()).isEqualTo(400);
        try (CapturedLog log = new CapturedLog()) {
            assertThat(send("DELETE", "/1?reason=a+test%0Arow").status()).isEqualTo(200);
            assertThat(log.lines())
                    .anyMatch(line ->
                            line.contains("dead letter 1 ") && line.contains("was deleted by admin: a test row"));
        }
        await().until(() -> total("") == 0);
        assertThat(fixture.console.events()).hasSize(1);
    }

    @Test
    void letsAViewerLookOnly() throws Exception {
        assertThat(http.send("GET", "/api/dead-letters/1", VIEWER).status()).isEqualTo(200);
        assertThat(http.send("POST", "/api/dead-letters/1/retry", VIEWER).status())
                .isEqualTo(403);
        assertThat(http.send("DELETE", "/api/dead-letters/1?reason=x", VIEWER).status())
                .isEqualTo(403);
        assertThat(http.sendJson("{}", "PUT", "/api/dead-letters/1", VIEWER).status())
                .isEqualTo(403);
        assertThat(total("")).isEqualTo(2);
    }
}
