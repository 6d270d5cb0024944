package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** Each test comes from an address of its own, as a proxy would tell it. */
@ManagementTest
@TestPropertySource(
        properties = {
            "server.forward-headers-strategy=native",
            "cdc.security.failed-logins.limit=3",
            "cdc.security.failed-logins.period=2s"
        })
@ExtendWith(OutputCaptureExtension.class)
class LimitedLoginsTests {

    private static final String RIGHT = Http.login();
    private static final String WRONG = Http.login("admin", "wrong");

    private final Http http;

    LimitedLoginsTests(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @Test
    void refusesTheLoginForAWhileAfterTooManyFailures(CapturedOutput output) throws Exception {
        String here = from("10.0.0.1");
        failThreeTimes(here);

        Answer refused = http.send("GET", "/api/processors", RIGHT, here);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().path("title").asString()).isEqualTo("Too Many Requests");
        assertThat(refused.json().path("detail").asString()).contains("Try again in");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 2);
        assertThat(output.getOut()).containsOnlyOnce("Too many logins of one user from 10.0.0.1 have failed");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> http.send("GET", "/api/processors", RIGHT, here).status() == 200);
    }

    @Test
    void locksNobodyOutWhoIsElsewhere() throws Exception {
        failThreeTimes(from("10.0.0.2"));

        assertThat(http.send("GET", "/api/processors", RIGHT, from("10.0.0.3")).status())
                .isEqualTo(200);
    }

    @Test
    void locksNoOtherUserOut() throws Exception {
        String here = from("10.0.0.4");
        for (int i = 0; i < 4; i++) {
            http.send("GET", "/api/processors", Http.login("nobody", "guess"), here);
        }

        assertThat(http.send("GET", "/api/processors", Http.login("nobody", "guess"), here)
                        .status())
                .isEqualTo(429);
        assertThat(http.send("GET", "/api/processors", RIGHT, here).status()).isEqualTo(200);
    }

    @Test
    void beginsToCountAnewAfterASuccess() throws Exception {
        String here = from("10.0.0.5");
        for (int i = 0; i < 5; i++) {
            assertThat(http.send("GET", "/api/processors", WRONG, here).status())
                    .isEqualTo(401);
            assertThat(http.send("GET", "/api/processors", WRONG, here).status())
                    .isEqualTo(401);
            assertThat(http.send("GET", "/api/processors", RIGHT, here).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsOpenStaysOpen() throws Exception {
        String here = from("10.0.0.6");
        failThreeTimes(here);

        assertThat(http.send("GET", "/actuator/health", here).status()).isEqualTo(200);
        assertThat(http.send("GET", "/actuator/health", RIGHT, here).status()).isEqualTo(429);
    }

    private void failThreeTimes(String here) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(http.send("GET", "/api/processors", WRONG, here).status())
                    .isEqualTo(401);
        }
    }

    private static String from(String address) {
        return "X-Forwarded-For: " + address;
    }
}
