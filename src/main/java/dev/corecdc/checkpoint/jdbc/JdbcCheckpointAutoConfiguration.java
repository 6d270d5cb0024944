package dev.corecdc.checkpoint.jdbc;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds the checkpoint store type {@code jdbc}; a bean of the same name takes its place. */
@AutoConfiguration
@ConditionalOnClass(JdbcClient.class)
class JdbcCheckpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "jdbcCheckpointStoreFactory")
    JdbcCheckpointStoreFactory jdbcCheckpointStoreFactory() {
        return new JdbcCheckpointStoreFactory();
    }
}
