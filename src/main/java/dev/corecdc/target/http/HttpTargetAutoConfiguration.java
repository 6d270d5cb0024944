package dev.corecdc.target.http;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/** Adds the target type {@code http}; a bean of the same name takes its place. */
@AutoConfiguration
class HttpTargetAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "httpTargetFactory")
    HttpTargetFactory httpTargetFactory(ObjectProvider<SslBundles> bundles) {
        return new HttpTargetFactory(bundles.getIfAvailable());
    }
}
