package dev.corecdc.config;

import dev.corecdc.config.ConfigurationFault.UnknownKey;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
     * Throws when there are keys under {@code key} to which neither {@code type} nor anything that {@code others} binds is
     * bound.
     */
    void refuseUnknownKeys(String key, Class<?> type, Runnable others) {
        Set<ConfigurationPropertyName> known = new TreeSet<>();
        witness = new NoUnboundElementsBindHandler(new Listing(known), SectionBinder::isOurs);
        try {
            for (String section : foreign) {
                binder.bind(section, Bindable.mapOf(String.class, String.class), witness);
            }
            others.run();
            bind(key, type);
        } catch (BindException e) {
            if (e.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
                throw new UnknownKey(unbound.getUnboundProperties().iterator().next(), known);
            }
            throw e;
        } finally {
            witness = null;
        }
    }

    /** Lists every key that a value is looked for under. */
    private static final class Listing extends AbstractBindHandler {

        private final Set<ConfigurationPropertyName> keys;

        Listing(Set<ConfigurationPropertyName> keys) {
            this.keys = keys;
        }

        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            keys.add(name);
            return super.onStart(name, target, context);
        }
    }

    private static boolean isOurs(ConfigurationPropertySource source) {
        return !(source.getUnderlyingSource() instanceof PropertySource<?> underlying)
                || !SHARED_SOURCES.contains(underlying.getName());
    }
}
