package dev.corecdc.management.openapi;

import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.oas.models.OpenAPI;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/** Auto-configuration for the description of the API. It is made when it is first asked for: most services never are. */
@AutoConfiguration(after = SpringDocConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({OpenAPI.class, SpringDocConfiguration.class})
@ConditionalOnBean(SpringDocConfiguration.class)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", matchIfMissing = true)
class CdcOpenApiAutoConfiguration {

    private static final String SPRINGDOC = "org.springdoc.";
    private static final String SERVING = "openApiResource";
    private static final String CONVERTERS = "modelConverterRegistrar";

    /**
     * Springdoc's own beans insist on being made at the start. What is made for its side effect alone comes with the one that
     * serves the description.
     */
    @Bean
    static BeanFactoryPostProcessor cdcLazyDescription() {
        return beans -> {
            for (String name : beans.getBeanDefinitionNames()) {
                BeanDefinition bean = beans.getBeanDefinition(name);
                if (isSpringdoc(bean.getBeanClassName()) || isSpringdoc(bean.getFactoryBeanName())) {
                    bean.setLazyInit(true);
                }
            }
            if (beans.containsBeanDefinition(SERVING) && beans.containsBeanDefinition(CONVERTERS)) {
                beans.getBeanDefinition(SERVING).setDependsOn(CONVERTERS);
            }
        };
    }

    private static boolean isSpringdoc(@Nullable String name) {
        return name != null && name.startsWith(SPRINGDOC);
    }

    @Bean
    ServerHttpMessageConvertersCustomizer cdcJsonOnly() {
        UnspokenFormats unspoken = new UnspokenFormats();
        return converters -> converters.withYamlConverter(unspoken).withXmlConverter(unspoken);
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    OpenAPI cdcApiDescription(ObjectProvider<BuildProperties> build, ObjectProvider<JwtDecoder> tokens) {
        BuildProperties properties = build.getIfAvailable();
        String version = properties == null ? null : properties.getVersion();
        return ApiDescription.of(version == null ? "unknown" : version, tokens.getIfAvailable() != null);
    }

    @Bean
    @Lazy
    CommonProblems cdcCommonProblems() {
        return new CommonProblems();
    }

    @Bean
    @Lazy
    ModelConverter cdcRecordSchemas() {
        return new RecordSchemas();
    }
}
