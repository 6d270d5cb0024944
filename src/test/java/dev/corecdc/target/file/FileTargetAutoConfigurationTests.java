package dev.corecdc.target.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corecdc.target.TargetFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class FileTargetAutoConfigurationTests {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FileTargetAutoConfiguration.class));

    @Test
    void addsTheTypeFile() {
        context.run(it -> {
            assertThat(it).hasSingleBean(TargetFactory.class);
            assertThat(it.getBean(TargetFactory.class).type()).isEqualTo("file");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        TargetFactory<FileTargetSettings> own = new FileTargetFactory();
        context.withBean("fileTargetFactory", TargetFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(TargetFactory.class)).isSameAs(own));
    }

    @Test
    void readsItsSettings() {
        assertThat(bind(Map.of("path", "data/out of here.ndjson", "max-size", "1MB")))
                .isEqualTo(new FileTargetSettings(Path.of("data/out of here.ndjson"), DataSize.ofMegabytes(1)));
        assertThat(bind(Map.of("path", "/data/out.ndjson")).maxSize()).isEqualTo(DataSize.ofMegabytes(256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1MB"})
    void refusesAMaximumThatIsNotAboveZero(String size) {
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> bind(Map.of("path", "out", "max-size", size)))
                .havingRootCause()
                .withMessage("max-size must be greater than 0");
    }

    private static FileTargetSettings bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate("", FileTargetSettings.class);
    }
}
