package dev.corecdc.target.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the target type {@code jdbc}; a bean of the same name takes its place. */
@AutoConfiguration
@ConditionalOnClass(HikariDataSource.class)
class JdbcTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "jdbcTargetFactory")
    JdbcTargetFactory jdbcTargetFactory(@Value("${cdc.service:${spring.application.name:core-cdc}}") String service) {
        return new JdbcTargetFactory(service);
    }
}
