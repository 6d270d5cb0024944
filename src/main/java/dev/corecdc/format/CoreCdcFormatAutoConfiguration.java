package dev.corecdc.format;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the format {@code core-cdc}; a bean of the same name takes its place. */
@AutoConfiguration
class CoreCdcFormatAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "coreCdcFormatFactory")
    CoreCdcFormatFactory coreCdcFormatFactory() {
        return new CoreCdcFormatFactory();
    }
}
