package dev.corecdc.processor.mysql;

import com.github.shyiko.mysql.binlog.network.protocol.PacketChannel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/** Adds the processors for MySQL and MariaDB. */
@AutoConfiguration
@ConditionalOnClass(PacketChannel.class)
class MySqlProcessorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MySqlProcessorFactory mySqlProcessorFactory(ObjectProvider<SslBundles> bundles) {
        return new MySqlProcessorFactory(bundles.getIfAvailable());
    }
}
