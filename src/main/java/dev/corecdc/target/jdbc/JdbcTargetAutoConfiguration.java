package dev.corecdc.target.jdbc;

import com.zaxxer.hikari.HikariDataSource;
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
    JdbcTargetFactory jdbcTargetFactory() {
        return new JdbcTargetFactory();
    }
}
