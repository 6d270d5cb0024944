package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamStatus;
import dev.corecdc.stream.TargetStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** The service starts on the configuration of docker-compose.yml, which the image is trained on too. */
class ComposedServiceIT {

    @Test
    void followsBothDatabasesIntoTheLogAndAFile(@TempDir Path folder) throws Exception {
        ServiceConfiguration composed =
                new ServiceConfiguration(Files.readString(Path.of("src/docker/core-cdc/application.yml")), folder);
        assumeThat(composed.missingFeatures()).as("features that were left out").isEmpty();

        try (ConfigurableApplicationContext service = composed.start(Map.of())) {
            assertThat(service.getBean(StreamControl.class).statuses())
                    .extracting(StreamStatus::name)
                    .containsExactlyInAnyOrder("shop", "people");
            assertThat(service.getBean(StreamControl.class).statuses())
                    .allSatisfy(stream -> assertThat(stream.targets())
                            .extracting(TargetStatus::name)
                            .containsExactlyInAnyOrder("console", "out"));
        }
    }
}
