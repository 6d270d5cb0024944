package dev.corecdc.target.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.ProducerFactory;

/** Adds the target type {@code kafka}; a bean of the same name takes its place. */
@AutoConfiguration
@ConditionalOnClass({Producer.class, ProducerFactory.class})
class KafkaTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "kafkaTargetFactory")
    KafkaTargetFactory kafkaTargetFactory(
            @Value("${cdc.service:${spring.application.name:core-cdc}}") String service,
            ObjectProvider<SslBundles> bundles) {
        return new KafkaTargetFactory(service, bundles.getIfAvailable());
    }
}
