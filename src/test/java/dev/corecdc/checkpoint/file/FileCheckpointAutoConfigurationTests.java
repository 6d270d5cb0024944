package dev.corecdc.checkpoint.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.checkpoint.CheckpointStoreFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FileCheckpointAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(FileCheckpointAutoConfiguration.class));

    @Test
    void addsTheTypeFile() {
        context.run(it -> {
            assertThat(it).hasSingleBean(CheckpointStoreFactory.class);
            assertThat(it.getBean(CheckpointStoreFactory.class).type()).isEqualTo("file");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        CheckpointStoreFactory<FileCheckpointSettings> own = new FileCheckpointStoreFactory();
        context.withBean("fileCheckpointStoreFactory", CheckpointStoreFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(CheckpointStoreFactory.class)).isSameAs(own));
    }

    @Test
    void readsItsSettings() {
        assertThat(bind(Map.of()))
                .isEqualTo(new FileCheckpointSettings(Path.of("data/checkpoints"), Path.of("data/dead-letters")));
        assertThat(bind(Map.of("directory", "/var/lib/core cdc")))
                .isEqualTo(new FileCheckpointSettings(Path.of("/var/lib/core cdc"), Path.of("data/dead-letters")));
    }

    private static FileCheckpointSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", FileCheckpointSettings.class);
    }
}
