package dev.corecdc.checkpoint.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.checkpoint.CheckpointStoreFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class JdbcCheckpointAutoConfigurationTests {

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JdbcCheckpointAutoConfiguration.class));

    @Test
    void addsTheTypeJdbc() {
        context.run(it -> {
            assertThat(it).hasSingleBean(CheckpointStoreFactory.class);
            assertThat(it.getBean(CheckpointStoreFactory.class).type()).isEqualTo("jdbc");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        CheckpointStoreFactory<JdbcCheckpointSettings> own = new JdbcCheckpointStoreFactory();
        context.withBean("jdbcCheckpointStoreFactory", CheckpointStoreFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(CheckpointStoreFactory.class)).isSameAs(own));
    }

    @Test
    void isNotThereWithoutSpringJdbc() {
        context.withClassLoader(new FilteredClassLoader(JdbcClient.class))
                .run(it -> assertThat(it).doesNotHaveBean(CheckpointStoreFactory.class));
    }

    @Test
    void readsItsSettings() {
        String url = "jdbc:postgresql://localhost/cdc";
        assertThat(bind(Map.of("url", url)))
                .isEqualTo(new JdbcCheckpointSettings(url, null, null, "core_cdc_checkpoints", Duration.ofSeconds(15)));
        assertThat(bind(Map.of("url", url, "username", "a", "password", "b", "table", "c", "lease", "1m")))
                .isEqualTo(new JdbcCheckpointSettings(url, "a", "b", "c", Duration.ofMinutes(1)));
    }

    private static JdbcCheckpointSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", JdbcCheckpointSettings.class);
    }
}
