package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@ManagementTest
class HttpAccessTests {

    @LocalServerPort
    int port;

    private Http http = new Http(0);

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @ParameterizedTest(name = "{0} {1}: anonymous {2}, logged in {3}")
    @CsvSource({
        "GET,     /actuator/health,              200, 200",
        "HEAD,    /actuator/health,              200, 200",
        "OPTIONS, /actuator/health,              200, 200",
        "POST,    /actuator/health,              405, 405",
        "GET,     /actuator/health/liveness,     200, 200",
        "GET,     /actuator/health/readiness,    200, 200",
        "GET,     /actuator/health/cdc,          404, 200",
        "GET,     /actuator/health/nonesuch,     404, 404",
        "GET,     /actuator/info,                200, 200",
        "HEAD,    /actuator/info,                200, 200",
        "GET,     /actuator/prometheus,          200, 200",
        "HEAD,    /actuator/prometheus,          200, 200",
        "GET,     /actuator/prometheus/nonesuch, 404, 404",
        "GET,     /actuator,                     401, 200",
        "GET,     /actuator/,                    401, 404",
        "GET,     /actuator/cdc,                 401, 200",
        "HEAD,    /actuator/cdc,                 401, 200",
        "OPTIONS, /actuator/cdc,                 401, 200",
        "POST,    /actuator/cdc,                 401, 405",
        "GET,     /actuator/cdc/shop,            401, 200",
        "GET,     /actuator/cdc/nonesuch,        401, 404",
        "GET,     /actuator/env,                 401, 404",
        "GET,     /actuator/heapdump,            401, 404",
        "GET,     /actuator/metrics,             401, 404",
        "POST,    /actuator/shutdown,            401, 404",
        "POST,    /actuator/loggers/root,        401, 404",
        "GET,     /actuator/healthy,             401, 404",
        "GET,     /api/processors,               401, 200",
        "HEAD,    /api/processors,               401, 200",
        "OPTIONS, /api/processors,               401, 200",
        "DELETE,  /api/processors,               401, 405",
        "GET,     /api/processors/shop,          401, 200",
        "GET,     /api/processors/nonesuch,      401, 404",
        "GET,     /api/processors/shop/pause,    401, 405",
        "POST,    /api/processors/shop/resume,   401, 202",
        "POST,    /api/processors/nonesuch/pause, 401, 404",
        "GET,     /api,                          401, 404",
        "GET,     /,                             401, 404",
        "GET,     /nonesuch,                     401, 404",
        "GET,     /error,                        401, 404",
        "GET,     /login,                        401, 404",
        "POST,    /logout,                       401, 404",
        "GET,     /favicon.ico,                  401, 404",
        "GET,     //actuator/cdc,                400, 400",
        "GET,     /actuator/health;x=1,          400, 400",
        "GET,     /actuator/health/%2e%2e/cdc,   400, 400",
        "GET,     /actuator/health/../cdc,       400, 400"
    })
    void answersAsTheCallerMayExpect(String method, String path, int anonymous, int loggedIn) throws Exception {
        assertThat(http.send(method, path).status()).isEqualTo(anonymous);
        assertThat(http.send(method, path, Http.login()).status()).isEqualTo(loggedIn);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET,    /actuator/cdc",
        "GET,    /actuator/cdc/nonesuch",
        "GET,    /api/processors",
        "GET,    /api/processors/nonesuch",
        "DELETE, /api/processors",
        "GET,    /nonesuch",
        "GET,    /error",
        "GET,    //",
        "POST,   /actuator/health"
    })
    void tellsErrorsAsProblemDetailsWhateverIsAccepted(String method, String path) throws Exception {
        for (String accept : new String[] {"*/*", "text/html", "text/plain", "application/json"}) {
            assertIsProblem(http.send(method, path, "Accept: " + accept));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "text/html", "application/json"})
    void tellsUnknownPathsAsProblemDetails(String accept) throws Exception {
        Answer answer = http.send("GET", "/nonesuch", Http.login(), "Accept: " + accept);

        assertIsProblem(answer);
        assertThat(answer.json().path("status").asInt()).isEqualTo(404);
        assertThat(answer.json().path("instance").asString()).isEqualTo("/nonesuch");
    }

    @Test
    void asksForALogin() throws Exception {
        Answer answer = http.send("GET", "/api/processors");

        assertIsProblem(answer);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"core-cdc\"");
        assertThat(answer.json().path("title").asString()).isEqualTo("Unauthorized");
        assertThat(answer.json().path("detail").asString()).contains("password");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/api/processors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/processors", "/actuator/health", "/nonesuch"})
    void refusesAWrongPasswordEverywhere(String path) throws Exception {
        Answer answer = http.send("GET", path, Http.login("admin", "wrong"));

        assertThat(answer.status()).isEqualTo(401);
        assertIsProblem(answer);
        assertThat(answer.json().path("detail").asString()).isEqualTo("The user's name or the password is wrong.");
    }

    @Test
    void keepsNoSession() throws Exception {
        Answer answer = http.send("GET", "/api/processors", Http.login());

        assertThat(answer.response().headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
    }

    @Test
    void takesAWriteOfACommandLineToolWithoutAToken() throws Exception {
        assertThat(http.send("POST", "/api/processors/shop/resume", Http.login(), "User-Agent: curl/8")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost",
                "Referer: https://evil.example/",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-origin"
            })
    void refusesAWriteOfABrowserWithoutAToken(String sign) throws Exception {
        Answer answer = http.send("POST", "/api/processors/shop/pause", Http.login(), sign);

        assertThat(answer.status()).isEqualTo(403);
        assertIsProblem(answer);
        assertThat(answer.json().path("detail").asString()).contains("X-XSRF-TOKEN");
    }

    @Test
    void refusesAWriteOfABrowserWithAnInventedToken() throws Exception {
        assertThat(http.send(
                                "POST",
                                "/api/processors/shop/pause",
                                Http.login(),
                                "Origin: http://localhost",
                                "Cookie: XSRF-TOKEN=" + token(),
                                "X-XSRF-TOKEN: invented")
                        .status())
                .isEqualTo(403);
        assertThat(http.send(
                                "POST",
                                "/api/processors/shop/pause",
                                Http.login(),
                                "Origin: http://localhost",
                                "X-XSRF-TOKEN: " + token())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void takesAWriteOfABrowserWithTheTokenOfItsCookie() throws Exception {
        String token = token();

        assertThat(http.send(
                                "POST",
                                "/api/processors/shop/resume",
                                Http.login(),
                                "Origin: http://localhost",
                                "Sec-Fetch-Site: same-origin",
                                "Cookie: XSRF-TOKEN=" + token,
                                "X-XSRF-TOKEN: " + token)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void needsALoginBesideTheToken() throws Exception {
        String token = token();

        assertThat(http.send(
                                "POST",
                                "/api/processors/shop/resume",
                                "Origin: http://localhost",
                                "Cookie: XSRF-TOKEN=" + token,
                                "X-XSRF-TOKEN: " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void letsABrowserRead() throws Exception {
        assertThat(http.send("GET", "/api/processors", Http.login(), "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void allowsNoForeignPageToRead() throws Exception {
        Answer answer = http.send("GET", "/api/processors", Http.login(), "Origin: https://evil.example");

        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(http.send(
                                "OPTIONS",
                                "/api/processors/shop/pause",
                                "Origin: https://evil.example",
                                "Access-Control-Request-Method: POST")
                        .header("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private String token() throws Exception {
        String cookie = http.send("GET", "/api/processors", Http.login()).header("Set-Cookie");
        assertThat(cookie).startsWith("XSRF-TOKEN=");
        return cookie.substring("XSRF-TOKEN=".length(), cookie.indexOf(';'));
    }

    private static void assertIsProblem(Answer answer) {
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
        assertThat(answer.json().path("title").asString()).isNotEmpty();
    }
}
