package dev.corecdc.config;

import dev.corecdc.processor.Processor;
import dev.corecdc.target.Target;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Registers a bean for every entry of {@code cdc.processors} and {@code cdc.targets} that is not one already. Only names and types are read
 * here; the rest when the beans are made.
 */
class NamedBeans implements BeanRegistrar {

    static final String PROCESSOR = "cdcProcessor.";
    static final String TARGET = "cdcTarget.";

    /** The type of an entry that only has settings for a bean of its name. */
    static final String BEAN = "bean";

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        Binder binder = Binder.get(environment);
        register(registry, binder, "cdc.processors", PROCESSOR, Processor.class, CdcConfiguration::createProcessor);
        register(registry, binder, "cdc.targets", TARGET, Target.class, CdcConfiguration::createTarget);
    }

    private static <T> void register(
            BeanRegistry registry,
            Binder binder,
            String key,
            String prefix,
            Class<T> type,
            BiFunction<CdcConfiguration, String, T> create) {
        binder.bind(key, Bindable.mapOf(String.class, Entry.class))
                .orElseGet(Map::of)
                .forEach((name, entry) -> {
                    if (!BEAN.equals(entry.type())) {
                        registry.registerBean(
                                prefix + name,
                                type,
                                bean -> bean.supplier(
                                        context -> create.apply(context.bean(CdcConfiguration.class), name)));
                    }
                });
    }

    /** The name that people know a bean by. */
    static String nameOf(String prefix, String beanName) {
        return beanName.startsWith(prefix) ? beanName.substring(prefix.length()) : beanName;
    }

    /** What is read before anything is made. */
    record Entry(@Nullable String type) {}
}
