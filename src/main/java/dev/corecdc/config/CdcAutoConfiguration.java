package dev.corecdc.config;

import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreFactory;
import dev.corecdc.config.ConfigurationFault.WrongValue;
import dev.corecdc.format.RecordFormatFactory;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.stream.LaneSettings;
import dev.corecdc.stream.StreamControl;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.stream.StreamListener;
import dev.corecdc.stream.StreamListeners;
import dev.corecdc.stream.StreamRunner;
import dev.corecdc.stream.StreamSettings;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;
import dev.corecdc.target.TargetSource;
import dev.corecdc.transform.RecordTransform;
import dev.corecdc.transform.Transforms;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Makes the service of what the configuration names and of the beans that are there. */
@AutoConfiguration
@Import(NamedBeans.class)
class CdcAutoConfiguration {

    /** Spring Boot's default. */
    private static final Duration SHUTDOWN_PHASE = Duration.ofSeconds(30);

    /** How much of the time for a shutdown phase is kept for saving checkpoints. */
    private static final Duration STOP_RESERVE = Duration.ofSeconds(3);

    @Bean
    CdcConfiguration cdcConfiguration(
            Environment environment,
            ListableBeanFactory beans,
            Validator validator,
            @Value("${spring.application.name:core-cdc}") String applicationName,
            ObjectProvider<ProcessorFactory<?>> processorFactories,
            ObjectProvider<TargetFactory<?>> targetFactories,
            ObjectProvider<CheckpointStoreFactory<?>> storeFactories,
            ObjectProvider<RecordFormatFactory> formatFactories) {
        SectionBinder sections = new SectionBinder(
                Binder.get(environment), new SpringValidatorAdapter(validator), foreignSections(beans));
        return new CdcConfiguration(
                sections,
                applicationName,
                processorFactories.orderedStream().toList(),
                targetFactories.orderedStream().toList(),
                storeFactories.orderedStream().toList(),
                formatFactories.orderedStream().toList());
    }

    /** The sections under {@code cdc} that beans bind for themselves. */
    private static Set<String> foreignSections(ListableBeanFactory beans) {
        return List.of(beans.getBeanNamesForAnnotation(ConfigurationProperties.class)).stream()
                .map(name -> beans.findAnnotationOnBean(name, ConfigurationProperties.class))
                .filter(Objects::nonNull)
                .map(ConfigurationProperties::value)
                .filter(prefix -> prefix.startsWith("cdc."))
                .collect(Collectors.toSet());
    }

    @Bean
    @ConditionalOnMissingBean
    CheckpointStore checkpointStore(CdcConfiguration configuration) {
        return configuration.createStore();
    }

    @Bean
    @ConditionalOnMissingBean
    StreamSettings streamSettings(CdcConfiguration configuration, Environment environment) {
        Duration stop = Binder.get(environment)
                .bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
                .orElse(SHUTDOWN_PHASE)
                .minus(STOP_RESERVE);
        return new StreamSettings(
                configuration.properties().delivery().queueSize().toBytes(),
                configuration.properties().delivery().detachAfter(),
                configuration.properties().delivery().maxReaders(),
                configuration.properties().checkpoint().flushInterval(),
                stop.isNegative() ? Duration.ZERO : stop,
                LaneSettings.doubling(Duration.ofSeconds(1), Duration.ofSeconds(30), 0),
                configuration.properties().logInterval());
    }

    @Bean
    @ConditionalOnMissingBean
    StreamControl streamControl(
            CdcConfiguration configuration,
            ListableBeanFactory beans,
            CheckpointStore store,
            StreamSettings settings,
            ObjectProvider<TargetSource> sources,
            ObjectProvider<StreamListener> listeners) {
        StreamDefinitions definitions = new StreamDefinitions(
                configuration.properties(),
                beans.getBeansOfType(Processor.class),
                NamedTargets.of(
                        beans.getBeansOfType(Target.class),
                        sources.orderedStream().toList()),
                new Transforms(beans.getBeansOfType(RecordTransform.class)));
        return streamControl(definitions.all(), store, settings, listeners);
    }

    private static StreamControl streamControl(
            List<StreamDefinition> definitions,
            CheckpointStore store,
            StreamSettings settings,
            ObjectProvider<StreamListener> listeners) {
        try {
            return new StreamControl(
                    definitions,
                    store,
                    settings,
                    new StreamListeners(listeners.orderedStream().toList()));
        } catch (IllegalArgumentException e) {
            throw new WrongValue("cdc.targets", String.valueOf(e.getMessage()));
        }
    }

    @Bean
    @ConditionalOnMissingBean
    StreamRunner streamRunner(StreamControl streams, StreamSettings settings) {
        return new StreamRunner(streams, settings);
    }
}
