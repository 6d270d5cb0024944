package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the processors for MySQL and MariaDB. */
@AutoConfiguration
@ConditionalOnClass(BinaryLogClient.class)
class MySqlProcessorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MySqlProcessorFactory mySqlProcessorFactory() {
        return new MySqlProcessorFactory();
    }
}
