package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The actuator on a port of its own has the rules that it has beside the API. */
@ManagementTest
@TestPropertySource(
        properties = {
            "management.server.port=0",
            "management.endpoint.health.probes.add-additional-paths=true",
            "management.endpoints.web.exposure.include=health,info,prometheus,cdc,loggers",
            "cdc.security.users[0].name=viewer",
            "cdc.security.users[0].password=looks"
        })
class ManagementPortTests {

    private final Http api;
    private final Http actuator;

    ManagementPortTests(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        this.api = new Http(port);
        this.actuator = new Http(managementPort);
    }

    @ParameterizedTest(name = "{0} {1}: anonymous {2}, viewer {3}, operator {4}")
    @CsvSource({
        "GET,    /actuator/health,           200, 200, 200",
        "GET,    /actuator/health/liveness,  200, 200, 200",
        "GET,    /actuator/health/readiness, 200, 200, 200",
        "GET,    /actuator/health/cdc,       404, 200, 200",
        "GET,    /actuator/info,             200, 200, 200",
        "GET,    /actuator/prometheus,       200, 200, 200",
        "GET,    /actuator,                  401, 200, 200",
        "GET,    /actuator/cdc,              401, 200, 200",
        "GET,    /actuator/cdc/shop,         401, 200, 200",
        "GET,    /actuator/cdc/nonesuch,     401, 404, 404",
        "GET,    /actuator/env,              401, 404, 404",
        "DELETE, /actuator/loggers/x,        401, 403, 405",
        "GET,    /api/processors,            401, 404, 404",
        "GET,    /nonesuch,                  401, 404, 404"
    })
    void theActuatorHasItsRules(String method, String path, int anonymous, int viewer, int operator) throws Exception {
        assertThat(actuator.send(method, path).status()).isEqualTo(anonymous);
        assertThat(actuator.send(method, path, Http.login("viewer", "looks")).status())
                .isEqualTo(viewer);
        assertThat(actuator.send(method, path, Http.login()).status()).isEqualTo(operator);
    }

    @ParameterizedTest(name = "{0} {1}: anonymous {2}, viewer {3}, operator {4}")
    @CsvSource({
        "GET,  /livez,                      200, 200, 200",
        "GET,  /readyz,                     200, 200, 200",
        "GET,  /actuator/health,            401, 404, 404",
        "GET,  /actuator/prometheus,        401, 404, 404",
        "GET,  /actuator/cdc,               401, 404, 404",
        "GET,  /api/processors,             401, 200, 200",
        "POST, /api/processors/idle/resume, 401, 403, 202"
    })
    void theApiHasItsRules(String method, String path, int anonymous, int viewer, int operator) throws Exception {
        assertThat(api.send(method, path).status()).isEqualTo(anonymous);
        assertThat(api.send(method, path, Http.login("viewer", "looks")).status())
                .isEqualTo(viewer);
        assertThat(api.send(method, path, Http.login()).status()).isEqualTo(operator);
    }

    @Test
    void tellsErrorsAsProblemDetailsOnBoth() throws Exception {
        for (Http http : new Http[] {api, actuator}) {
            assertIsProblem(http.send("GET", "/nonesuch"), 401);
            assertIsProblem(http.send("GET", "/nonesuch", Http.login(), "Accept: text/html"), 404);
            assertIsProblem(http.send("DELETE", "/nonesuch", Http.login("viewer", "looks")), 403);
        }
    }

    @Test
    void guardsTheAnswersOfBoth() throws Exception {
        for (Http http : new Http[] {api, actuator}) {
            assertThat(http.send("GET", "/nonesuch", Http.login()).header("Content-Security-Policy"))
                    .contains("default-src 'self'");
        }
    }

    private static void assertIsProblem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
    }
}
