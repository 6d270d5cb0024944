package dev.corecdc.target.file;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the target type {@code file}; a bean of the same name takes its place. */
@AutoConfiguration
class FileTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "fileTargetFactory")
    FileTargetFactory fileTargetFactory() {
        return new FileTargetFactory();
    }
}
