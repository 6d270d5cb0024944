package dev.corecdc.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar has what the description of the API is made with. */
class DescriptionIT {

    @Test
    void theJarDescribesItsApi(@TempDir Path folder) throws Exception {
        String settings = """
                spring.security.user: { name: me, password: secret }
                cdc.targets.console.type: log
                """;
        try (ServiceProcess service = ServiceProcess.jar(folder, settings)) {
            service.start().awaitOutput("Started CoreCdcApplication");

            assertThat(Http.of(service).get("/api/openapi"))
                    .contains("\"openapi\":\"3.1.0\"", "/api/processors/{name}");
        }
    }
}
