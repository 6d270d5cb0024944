package dev.corecdc.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.stream.ProcessorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class ApplicationDefaultsTests {

    @TempDir
    Path directory = Path.of("");

    @Test
    void makesAPasswordAndLogsItWhereNoneIsConfigured(CapturedOutput output) throws Exception {
        try (ConfigurableApplicationContext service = start()) {
            Matcher password =
                    Pattern.compile("generated security password: (\\S+)").matcher(output.getOut());
            assertThat(password.find()).isTrue();

            assertThat(http(service, "local.server.port")
                            .send("GET", "/api/processors", Http.login("user", password.group(1)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aUsersFileOverridesKeyByKeyAndLosesNothingElse() throws Exception {
        Files.writeString(directory.resolve("application.yml"), """
                management.endpoint.health.show-details: always
                spring.security.user.password: secret
                """);
        try (ConfigurableApplicationContext service =
                start("--spring.config.additional-location=file:" + directory + "/")) {
            Http http = http(service, "local.server.port");

            assertThat(http.send("GET", "/actuator/health")
                            .json()
                            .path("components")
                            .has("cdc"))
                    .isTrue();
            assertThat(http.send("GET", "/actuator/cdc", Http.login("user", "secret"))
                            .status())
                    .isEqualTo(200);
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        ConfigurableApplicationContext service =
                new SpringApplicationBuilder(ManagementApplication.class).run(all.toArray(String[]::new));
        service.getBean(StreamFixture.class).awaitState("shop", ProcessorState.RUNNING);
        return service;
    }

    private static Http http(ConfigurableApplicationContext service, String port) {
        return new Http(Objects.requireNonNull(service.getEnvironment().getProperty(port, Integer.class)));
    }
}
