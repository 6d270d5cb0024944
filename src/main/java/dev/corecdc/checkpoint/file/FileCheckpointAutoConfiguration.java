package dev.corecdc.checkpoint.file;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the checkpoint store type {@code file}; a bean of the same name takes its place. */
@AutoConfiguration
class FileCheckpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "fileCheckpointStoreFactory")
    FileCheckpointStoreFactory fileCheckpointStoreFactory() {
        return new FileCheckpointStoreFactory();
    }
}
