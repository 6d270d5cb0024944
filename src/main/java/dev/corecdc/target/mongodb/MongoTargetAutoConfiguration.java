package dev.corecdc.target.mongodb;

import com.mongodb.client.MongoClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds the target type {@code mongodb}; a bean of the same name takes its place. */
@AutoConfiguration
@ConditionalOnClass(MongoClient.class)
class MongoTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "mongoTargetFactory")
    MongoTargetFactory mongoTargetFactory(@Value("${cdc.service:${spring.application.name:core-cdc}}") String service) {
        return new MongoTargetFactory(service);
    }
}
