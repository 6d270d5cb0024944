package dev.corecdc.checkpoint.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import dev.corecdc.checkpoint.CheckpointStoreFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MongoCheckpointAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MongoCheckpointAutoConfiguration.class));

    @Test
    void addsTheTypeMongodb() {
        context.run(it -> {
            assertThat(it).hasSingleBean(CheckpointStoreFactory.class);
            assertThat(it.getBean(CheckpointStoreFactory.class).type()).isEqualTo("mongodb");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        CheckpointStoreFactory<MongoCheckpointSettings> own = new MongoCheckpointStoreFactory();
        context.withBean("mongoCheckpointStoreFactory", CheckpointStoreFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(CheckpointStoreFactory.class)).isSameAs(own));
    }

    @Test
    void isNotThereWithoutTheDriver() {
        context.withClassLoader(new FilteredClassLoader(MongoClient.class))
                .run(it -> assertThat(it).doesNotHaveBean(CheckpointStoreFactory.class));
    }

    @Test
    void readsItsSettings() {
        String uri = "mongodb://localhost/?replicaSet=rs0";
        assertThat(bind(Map.of("uri", uri)))
                .isEqualTo(new MongoCheckpointSettings(uri, "core_cdc", "checkpoints", Duration.ofSeconds(15)));
        assertThat(bind(Map.of("uri", uri, "database", "a", "collection", "b", "lease", "1m")))
                .isEqualTo(new MongoCheckpointSettings(uri, "a", "b", Duration.ofMinutes(1)));
    }

    @Test
    void doesNotShowTheConnectionString() {
        assertThat(new MongoCheckpointSettings("mongodb://me:secret@host", "a", "b", Duration.ofSeconds(15)))
                .hasToString("MongoCheckpointSettings[a.b, lease=PT15S]");
    }

    private static MongoCheckpointSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", MongoCheckpointSettings.class);
    }
}
