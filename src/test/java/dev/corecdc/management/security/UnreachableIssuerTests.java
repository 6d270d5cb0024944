package dev.corecdc.management.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.management.Http;
import dev.corecdc.management.Http.Answer;
import dev.corecdc.management.ManagementApplication;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.security.oauth2.jwt.JwtDecoder;

@ExtendWith(OutputCaptureExtension.class)
class UnreachableIssuerTests {

    private static final String JWT = "--spring.security.oauth2.resourceserver.jwt.";

    /** Nothing listens there. */
    private static final String NOWHERE = "http://localhost:1";

    @ParameterizedTest
    @ValueSource(strings = {"issuer-uri=" + NOWHERE, "jwk-set-uri=" + NOWHERE + "/keys"})
    void isNoFaultOfTheServiceAndLeavesPasswordsAlone(String issuer, CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext service =
                start(JWT + issuer, "--spring.security.user.name=admin", "--spring.security.user.password=secret")) {
            Http http = http(service);
            String token = new SigningKey().login(Map.of("scope", "operator"));

            Answer answer = http.send("GET", "/api/processors", token);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            assertThat(http.send("GET", "/api/processors", Http.login()).status())
                    .isEqualTo(200);
            assertThat(output.getAll())
                    .contains("Tokens cannot be checked, and are refused until they can: ")
                    .doesNotContain("\tat ")
                    .doesNotContain(token.substring(token.lastIndexOf(' ') + 1));
        }
    }

    @Test
    void tokensAreOtherwiseNotTakenAtAll() throws Exception {
        try (ConfigurableApplicationContext service = start("--spring.security.user.password=secret")) {
            assertThat(service.getBeanProvider(JwtDecoder.class).getIfAvailable())
                    .isNull();
            assertThat(http(service)
                            .send("GET", "/api/processors", new SigningKey().login(Map.of("scope", "operator")))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void noPasswordIsMadeWhereTokensAreTaken(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext service = start(JWT + "issuer-uri=" + NOWHERE)) {
            assertThat(output.getAll()).doesNotContain("generated security password");
            assertThat(http(service)
                            .send("GET", "/api/processors", Http.login("user", ""))
                            .status())
                    .isEqualTo(401);
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(ManagementApplication.class)
                .properties("server.port=0")
                .run(arguments);
    }

    private static Http http(ConfigurableApplicationContext service) {
        return new Http(
                Objects.requireNonNull(service.getEnvironment().getProperty("local.server.port", Integer.class)));
    }
}
