package dev.corecdc.target.log;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the target type {@code log}; a bean of the same name takes its place. */
@AutoConfiguration
class LogTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "logTargetFactory")
    LogTargetFactory logTargetFactory() {
        return new LogTargetFactory();
    }
}
