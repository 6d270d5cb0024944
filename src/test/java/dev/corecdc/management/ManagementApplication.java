package dev.corecdc.management;

import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamListener;
import dev.corecdc.stream.StreamRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The service as it is, but for its streams, which are those of a {@link StreamFixture}. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = "dev.corecdc.config.CdcAutoConfiguration")
public class ManagementApplication {

    @Bean
    StreamFixture fixture(StreamListener listener) {
        return new StreamFixture(listener);
    }

    @Bean
    StreamControl streams(StreamFixture fixture) {
        return fixture.control();
    }

    @Bean
    StreamRunner runner(StreamFixture fixture) {
        return fixture.streams.runner();
    }
}
