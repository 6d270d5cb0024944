package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ManagementTest
class ResponseHeadersTests {

    private final Http http;

    ResponseHeadersTests(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,  /api/processors,             200",
        "POST, /api/processors/shop/resume, 202",
        "GET,  /api/processors/nonesuch,    404",
        "GET,  /actuator/cdc,               200",
        "GET,  /actuator/health,            200",
        "GET,  /nonesuch,                   404"
    })
    void everyAnswerTellsTheBrowserWhatItMayDo(String method, String path, int status) throws Exception {
        Answer answer = http.send(method, path, Http.login());

        assertThat(answer.status()).isEqualTo(status);
        assertIsGuarded(answer);
    }

    @ParameterizedTest
    @CsvSource({"/api/processors, 401", "/actuator/health, 200"})
    void soDoesWhatAStrangerGets(String path, int status) throws Exception {
        Answer answer = http.send("GET", path);

        assertThat(answer.status()).isEqualTo(status);
        assertIsGuarded(answer);
    }

    private static void assertIsGuarded(Answer answer) {
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()", "geolocation=()");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Cache-Control")).contains("no-store");
    }
}
