package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementTest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ManagementTest
class TokensTests {

    private static final SigningKey KEY = new SigningKey();

    @TempDir
    static Path folder = Path.of("");

    private final Http http;

    TokensTests(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @DynamicPropertySource
    static void trust(DynamicPropertyRegistry properties) {
        Path file = KEY.writePublic(folder.resolve("issuer.pub"));
        properties.add("spring.security.oauth2.resourceserver.jwt.public-key-location", () -> "file:" + file);
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                Arguments.of(Map.of("scope", "viewer"), 200, 403),
                Arguments.of(Map.of("scope", "openid operator email"), 200, 202),
                Arguments.of(Map.of("scp", List.of("viewer")), 200, 403),
                Arguments.of(Map.of("roles", List.of("staff", "operator")), 200, 202),
                Arguments.of(Map.of("roles", "OPERATOR"), 200, 202),
                Arguments.of(Map.of("scope", "openid", "roles", List.of("viewer")), 200, 403),
                Arguments.of(Map.of("scope", "openid", "roles", 7), 403, 403),
                Arguments.of(Map.of("scope", "viewers"), 403, 403),
                Arguments.of(Map.of(), 403, 403));
    }

    @ParameterizedTest(name = "{0}: to look {1}, to change {2}")
    @MethodSource("claims")
    void theClaimsSayTheRole(Map<String, ?> claims, int look, int change) throws Exception {
        String token = KEY.login(claims);

        assertThat(http.send("GET", "/api/processors", token).status()).isEqualTo(look);
        assertThat(http.send("POST", "/api/processors/shop/resume", token).status())
                .isEqualTo(change);
    }

    @Test
    void aTokenWithoutARoleSeesNoDetailsOfHealth() throws Exception {
        Answer health = http.send("GET", "/actuator/health", KEY.login(Map.of()));

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().has("components")).isFalse();
        assertThat(http.send("GET", "/actuator/health", KEY.login(Map.of("scope", "viewer")))
                        .json()
                        .has("components"))
                .isTrue();
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        assertIsRefused(KEY.login(Instant.now().minusSeconds(3600), Map.of("scope", "operator")));
    }

    @Test
    void refusesATokenOfSomebodyElse() throws Exception {
        assertIsRefused(new SigningKey().login(Map.of("scope", "operator")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer nonsense",
                "Authorization: Bearer a b",
                // {"alg":"none"}.{"sub":"jane","scope":"operator"}.
                "Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJqYW5lIiwic2NvcGUiOiJvcGVyYXRvciJ9."
            })
    void refusesWhatIsNoToken(String login) throws Exception {
        assertIsRefused(login);
    }

    private void assertIsRefused(String login) throws Exception {
        for (String path : new String[] {"/api/processors", "/actuator/health", "/nonesuch"}) {
            Answer answer = http.send("GET", path, login);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(answer.header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"core-cdc\", error=\"invalid_token\"");
        }
    }

    @Test
    void aPasswordIsStillTaken() throws Exception {
        assertThat(http.send("GET", "/api/processors", Http.login()).status()).isEqualTo(200);
    }

    @Test
    void asksForEither() throws Exception {
        Answer answer = http.send("GET", "/api/processors");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.response().headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"core-cdc\", charset=\"UTF-8\"", "Bearer realm=\"core-cdc\"");
    }
}
