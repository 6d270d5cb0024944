package dev.corecdc.processor.mongodb;

import com.mongodb.client.MongoClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Adds the processor for MongoDB. */
@AutoConfiguration
@ConditionalOnClass({MongoClient.class, MongoDatabaseFactory.class})
class MongoProcessorAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    MongoProcessorFactory mongoProcessorFactory() {
        return new MongoProcessorFactory();
    }
}
