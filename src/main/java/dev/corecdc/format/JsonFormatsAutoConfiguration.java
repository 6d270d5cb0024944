package dev.corecdc.format;

import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the formats of other tools; a bean of the same name takes the place of one. */
@AutoConfiguration
class JsonFormatsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "debeziumFormatFactory")
    RecordFormatFactory debeziumFormatFactory() {
        return new NamedFormatFactory(
                "debezium", settings -> new JsonFormat<>(new DebeziumLayout(settings, Clock.systemUTC())));
    }

    @Bean
    @ConditionalOnMissingBean(name = "maxwellFormatFactory")
    RecordFormatFactory maxwellFormatFactory() {
        return new NamedFormatFactory("maxwell", settings -> new JsonFormat<>(new MaxwellLayout(settings)));
    }

    @Bean
    @ConditionalOnMissingBean(name = "canalFormatFactory")
    RecordFormatFactory canalFormatFactory() {
        return new NamedFormatFactory("canal", settings -> new JsonFormat<>(new CanalLayout(Clock.systemUTC())));
    }

    @Bean
    @ConditionalOnMissingBean(name = "cloudEventsFormatFactory")
    RecordFormatFactory cloudEventsFormatFactory() {
        return new NamedFormatFactory("cloudevents", CloudEventsFormat::new);
    }
}
