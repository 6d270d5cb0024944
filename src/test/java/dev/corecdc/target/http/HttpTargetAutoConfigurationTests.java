package dev.corecdc.target.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corecdc.target.TargetFactory;
import dev.corecdc.target.http.HttpTargetSettings.BodyLayout;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HttpTargetAutoConfigurationTests {

    private final ApplicationContextRunner context =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HttpTargetAutoConfiguration.class));

    @Test
    void addsTheTypeHttp() {
        context.run(it -> {
            assertThat(it).hasSingleBean(TargetFactory.class);
            assertThat(it.getBean(TargetFactory.class).type()).isEqualTo("http");
        });
    }

    @Test
    void givesWayToABeanOfTheSameName() {
        TargetFactory<HttpTargetSettings> own = new HttpTargetFactory(null);
        context.withBean("httpTargetFactory", TargetFactory.class, () -> own)
                .run(it -> assertThat(it.getBean(TargetFactory.class)).isSameAs(own));
    }

    @Test
    void readsItsSettings() {
        HttpTargetSettings settings = new Binder(
                        new MapConfigurationPropertySource(Map.of("url", "https://hooks.example/cdc")))
                .bindOrCreate("", HttpTargetSettings.class);

        assertThat(settings.body()).isEqualTo(BodyLayout.NDJSON);
        assertThat(settings.gzip()).isFalse();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.headers()).isEmpty();
        assertThat(settings.retryOn()).isEmpty();
    }
}
