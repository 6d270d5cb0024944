package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.ManagementTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Where an issuer puts roles is told by Spring Boot's own properties. */
@ManagementTest
class TokenClaimsTests {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";
    private static final SigningKey KEY = new SigningKey();

    @TempDir
    static Path folder = Path.of("");

    private final Http http;

    TokenClaimsTests(@LocalServerPort int port) {
        this.http = new Http(port);
    }

    @DynamicPropertySource
    static void trust(DynamicPropertyRegistry properties) {
        Path file = KEY.writePublic(folder.resolve("issuer.pub"));
        properties.add(JWT + "public-key-location", () -> "file:" + file);
        properties.add(JWT + "authorities-claim-expressions[0]", () -> "[realm_access][roles]");
        properties.add(JWT + "audiences", () -> "core-cdc");
    }

    @Test
    void findsRolesWhereItIsToldTheyAre() throws Exception {
        Map<String, ?> claims =
                Map.of("aud", "core-cdc", "realm_access", Map.of("roles", List.of("staff", "operator")));

        assertThat(http.send("POST", "/api/processors/shop/resume", KEY.login(claims))
                        .status())
                .isEqualTo(202);
    }

    @Test
    void thenNoLongerInTheScope() throws Exception {
        Map<String, ?> claims =
                Map.of("aud", "core-cdc", "scope", "operator", "realm_access", Map.of("roles", List.of()));

        assertThat(http.send("GET", "/api/processors", KEY.login(claims)).status())
                .isEqualTo(403);
    }

    @Test
    void refusesATokenForAnotherService() throws Exception {
        Map<String, ?> claims = Map.of("aud", "another", "realm_access", Map.of("roles", List.of("operator")));

        assertThat(http.send("GET", "/api/processors", KEY.login(claims)).status())
                .isEqualTo(401);
    }
}
