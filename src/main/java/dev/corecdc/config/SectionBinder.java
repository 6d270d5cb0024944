package dev.corecdc.config;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.validation.Validator;

/** Binds sections of the configuration to records, validates them, and finds keys that nothing was bound to. */
class SectionBinder {

    /** What other programs put there is no mistake of ours. */
    private static final Set<String> SHARED_SOURCES = Set.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final Binder binder;
    private final Validator validator;
    private final Set<String> foreign;

    /** While unknown keys are looked for, what hears of every key that is bound. */
    private @Nullable BindHandler witness;

    /** @param foreign sections that somebody else binds and checks */
    SectionBinder(Binder binder, Validator validator, Set<String> foreign) {
        this.binder = binder;
        this.validator = validator;
        this.foreign = Set.copyOf(foreign);
    }

    /** A record bound from {@code key}, with its defaults where nothing is set. */
    <T> T bind(String key, Class<T> type) {
        BindHandler handler = witness == null ? BindHandler.DEFAULT : witness;
        return binder.bindOrCreate(key, Bindable.of(type), new ValidationBindHandler(handler, validator));
    }

    /**
     * Throws when there are keys under {@code key} to which neither {@code type} nor anything that {@code others} binds is bound.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException naming the keys and where they stand
     */
    void refuseUnknownKeys(String key, Class<?> type, Runnable others) {
        witness = new NoUnboundElementsBindHandler(BindHandler.DEFAULT, SectionBinder::isOurs);
        try {
            for (String section : foreign) {
                binder.bind(section, Bindable.mapOf(String.class, String.class), witness);
            }
            others.run();
            bind(key, type);
        } finally {
            witness = null;
        }
    }

    private static boolean isOurs(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof PropertySource<?> underlying)
                || !SHARED_SOURCES.contains(underlying.getName());
    }
}
