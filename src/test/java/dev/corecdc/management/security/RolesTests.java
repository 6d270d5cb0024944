package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

@ManagementTest
@TestPropertySource(
        properties = {
            "management.endpoints.web.exposure.include=*",
            "management.endpoint.heapdump.access=unrestricted",
            "cdc.security.users[0].name=Jane_Doe.1",
            "cdc.security.users[0].password=looks",
            "cdc.security.users[1].name=joe",
            // "acts", encoded
            "cdc.security.users[1].password={bcrypt}$2a$04$rs9ZCUFuc5FFow3Y2DZe1OoJia4dNuDaPU32ou06y9iLg0/Bb1JXO",
            "cdc.security.users[1].role=operator"
        })
class RolesTests {

    private static final String VIEWER = Http.login("Jane_Doe.1", "looks");
    private static final String OPERATOR = Http.login("joe", "acts");

    private final Http http;

    RolesTests(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @ParameterizedTest(name = "{0} {1}: viewer {2}, operator {3}")
    @CsvSource({
        "GET,    /actuator/health,               200, 200",
        "GET,    /actuator/cdc,                  200, 200",
        "GET,    /actuator/env,                  200, 200",
        "GET,    /api/processors,                200, 200",
        "HEAD,   /api/processors,                200, 200",
        "GET,    /api/processors/shop,           200, 200",
        "GET,    /api/processors/nonesuch,       404, 404",
        "GET,    /nonesuch,                      404, 404",
        "POST,   /api/processors/shop/resume,    403, 202",
        "POST,   /api/processors/nonesuch/pause, 403, 404",
        "POST,   /api/processors/shop/targets/nonesuch/pause, 403, 404",
        "POST,   /api/processors/shop/targets/nonesuch/resume, 403, 404",
        "DELETE, /api/processors,                403, 405",
        "PATCH,  /nonesuch,                      403, 404"
    })
    void aViewerLooksAndAnOperatorChanges(String method, String path, int viewer, int operator) throws Exception {
        assertThat(http.send(method, path, VIEWER).status()).isEqualTo(viewer);
        assertThat(http.send(method, path, OPERATOR).status()).isEqualTo(operator);
    }

    @Test
    void theSingleUserMayDoEverythingAsBefore() throws Exception {
        assertThat(http.send("GET", "/api/processors", Http.login()).status()).isEqualTo(200);
        assertThat(http.send("POST", "/api/processors/shop/resume", Http.login())
                        .status())
                .isEqualTo(202);
    }

    @Test
    void aViewerIsToldWhatItLacks() throws Exception {
        Answer answer = http.send("POST", "/api/processors/shop/pause", VIEWER);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).contains("role operator");
    }

    @Test
    void aViewerGetsNoHeapDump() throws Exception {
        assertThat(http.send("GET", "/actuator/heapdump", VIEWER).status()).isEqualTo(403);
    }

    @Test
    void aViewerSeesTheDetailsOfHealth() throws Exception {
        assertThat(http.send("GET", "/actuator/health", VIEWER)
                        .json()
                        .path("components")
                        .has("cdc"))
                .isTrue();
        assertThat(http.send("GET", "/actuator/health", OPERATOR)
                        .json()
                        .path("components")
                        .has("cdc"))
                .isTrue();
    }
}
