package dev.corecdc.checkpoint.mongodb;

import com.mongodb.client.MongoClient;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.data.mongodb.MongoDatabaseFactory;

/** Adds the checkpoint store type {@code mongodb}; a bean of the same name takes its place. */
@AutoConfiguration
@ConditionalOnClass({MongoClient.class, MongoDatabaseFactory.class})
class MongoCheckpointAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "mongoCheckpointStoreFactory")
    MongoCheckpointStoreFactory mongoCheckpointStoreFactory() {
        return new MongoCheckpointStoreFactory();
    }
}
