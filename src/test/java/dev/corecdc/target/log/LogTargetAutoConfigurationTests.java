package dev.corecdc.target.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.target.TargetFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LogTargetAutoConfigurationTests {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LogTargetAutoConfiguration.class));

    @Test
    void addsTheTypeLog() {
        context.run(it -> {
            assertThat(it).hasSingleBean(TargetFactory.class);
            assertThat(it.getBean(TargetFactory.class).type()).isEqualTo("log");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        TargetFactory<LogTargetSettings> own = new LogTargetFactory();
        context.withBean("logTargetFactory", TargetFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(TargetFactory.class)).isSameAs(own));
    }

    @Test
    void needsNoSettings() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("cdc.targets.console.log", LogTargetSettings.class))
                .isEqualTo(new LogTargetSettings());
    }
}
