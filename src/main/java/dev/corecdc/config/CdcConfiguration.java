package dev.corecdc.config;

import dev.corecdc.checkpoint.CheckpointRequest;
import dev.corecdc.checkpoint.CheckpointStore;
import dev.corecdc.checkpoint.CheckpointStoreFactory;
import dev.corecdc.config.CdcProperties.ProcessorProperties;
import dev.corecdc.config.CdcProperties.TargetProperties;
import dev.corecdc.config.ConfigurationFault.UnknownName;
import dev.corecdc.config.ConfigurationFault.WrongValue;
import dev.corecdc.format.FormatSettings;
import dev.corecdc.format.FormatSettings.DebeziumSettings;
import dev.corecdc.format.FormatSettings.JsonSettings;
import dev.corecdc.format.RecordFormat;
import dev.corecdc.format.RecordFormatFactory;
import dev.corecdc.format.SharedFormat;
import dev.corecdc.processor.Processor;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.processor.ProcessorRequest;
import dev.corecdc.processor.TableFilter;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetFactory;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Makes processors, targets and the checkpoint store from the configuration, each by the factory of its kind. */
class CdcConfiguration {

    private final CdcProperties properties;
    private final SectionBinder sections;
    private final String service;
    private final Map<String, ProcessorFactory<?>> processorFactories = new TreeMap<>();
    private final Map<String, TargetFactory<?>> targetFactories = new TreeMap<>();
    private final Map<String, CheckpointStoreFactory<?>> storeFactories = new TreeMap<>();
    private final Map<String, RecordFormatFactory> formatFactories = new TreeMap<>();
    private final Map<FormatChoice, RecordFormat> formats = new ConcurrentHashMap<>();

    /**
     * Binds and checks everything under {@code cdc}.
     *
     * @param applicationName the name of the service where {@code cdc.service} is not set
     */
    CdcConfiguration(
            SectionBinder sections,
            String applicationName,
            List<ProcessorFactory<?>> processorFactories,
            List<TargetFactory<?>> targetFactories,
            List<CheckpointStoreFactory<?>> storeFactories,
            List<RecordFormatFactory> formatFactories) {
        processorFactories.forEach(
                factory -> factory.types().forEach(type -> this.processorFactories.put(type, factory)));
        targetFactories.forEach(factory -> this.targetFactories.put(factory.type(), factory));
        storeFactories.forEach(factory -> this.storeFactories.put(factory.type(), factory));
        formatFactories.forEach(factory -> this.formatFactories.put(factory.name(), factory));
        this.sections = sections;
        this.properties = sections.bind("cdc", CdcProperties.class);
        String named = properties.service();
        this.service = named == null || named.isBlank() ? applicationName : named;
        checkNames("cdc.processors", properties.processors());
        checkNames("cdc.targets", properties.targets());
        sections.refuseUnknownKeys("cdc", CdcProperties.class, this::bindKinds);
    }

    CdcProperties properties() {
        return properties;
    }

    private static void checkNames(String key, Map<String, ?> entries) {
        entries.keySet().stream()
                .filter(name -> !name.matches("[A-Za-z0-9.-]+"))
                .findFirst()
                .ifPresent(name -> {
                    throw new WrongValue(key, "the name '%s' has other characters than a-z, 0-9 and -".formatted(name));
                });
    }

    /** Binds the settings of every kind in use, so that what is wrong or unknown there is seen. */
    private void bindKinds() {
        properties.processors().forEach((name, entry) -> {
            if (!entry.type().equals(NamedBeans.BEAN)) {
                bind(
                        processorKey(name),
                        entry.type(),
                        processorFactory(name, entry).settingsType());
            }
        });
        properties.targets().forEach((name, entry) -> {
            if (!entry.type().equals(NamedBeans.BEAN)) {
                bind(targetKey(name), entry.type(), targetFactory(name, entry).settingsType());
            }
        });
        bind("cdc.checkpoint", properties.checkpoint().type(), storeFactory().settingsType());
    }

    private <S> S bind(String key, String type, Class<S> settings) {
        return sections.bind(key + "." + type, settings);
    }

    Processor createProcessor(String name) {
        ProcessorProperties entry = properties.processors().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no processor '%s' is configured".formatted(name));
        }
        return createProcessor(name, entry, processorFactory(name, entry));
    }

    private <S> Processor createProcessor(String name, ProcessorProperties entry, ProcessorFactory<S> factory) {
        S settings = bind(processorKey(name), entry.type(), factory.settingsType());
        return checked(processorKey(name), () -> {
            TableFilter tables = new TableFilter(entry.include(), entry.exclude());
            return factory.create(
                    new ProcessorRequest(name, entry.type(), service, entry.startAt(), entry.events(), tables),
                    settings);
        });
    }

    private ProcessorFactory<?> processorFactory(String name, ProcessorProperties entry) {
        return known(processorFactories, processorKey(name) + ".type", entry.type(), "type of processor");
    }

    Target createTarget(String name) {
        TargetProperties entry = properties.targets().get(name);
        if (entry == null) {
            throw new IllegalArgumentException("no target '%s' is configured".formatted(name));
        }
        return createTarget(name, entry, targetFactory(name, entry));
    }

    private <S> Target createTarget(String name, TargetProperties entry, TargetFactory<S> factory) {
        S settings = bind(targetKey(name), entry.type(), factory.settingsType());
        FormatChoice choice = FormatChoice.of(entry);
        RecordFormat format = factory.writesLines()
                ? formats.computeIfAbsent(choice, same -> sharedFormat(name, same))
                : createFormat(name, choice);
        return checked(targetKey(name), () -> factory.create(name, format, settings));
    }

    private RecordFormat createFormat(String target, FormatChoice choice) {
        return known(formatFactories, targetKey(target) + ".format", choice.name(), "format")
                .create(choice.settings(service));
    }

    /** Several targets that write the same lines share their work. */
    private RecordFormat sharedFormat(String target, FormatChoice choice) {
        RecordFormat format = createFormat(target, choice);
        long users = properties.targets().values().stream()
                .filter(entry -> FormatChoice.of(entry).equals(choice))
                .map(entry -> targetFactories.get(entry.type()))
                .filter(factory -> factory != null && factory.writesLines())
                .count();
        return users == 1 ? format : new SharedFormat(format, (int) users);
    }

    /** What is configured of the format of a target. */
    private record FormatChoice(String name, JsonSettings json, DebeziumSettings debezium) {

        static FormatChoice of(TargetProperties entry) {
            return new FormatChoice(entry.format(), entry.json(), entry.debezium());
        }

        FormatSettings settings(String service) {
            return new FormatSettings(service, json, debezium);
        }
    }

    private TargetFactory<?> targetFactory(String name, TargetProperties entry) {
        return known(targetFactories, targetKey(name) + ".type", entry.type(), "type of target");
    }

    CheckpointStore createStore() {
        return createStore(storeFactory());
    }

    private <S> CheckpointStore createStore(CheckpointStoreFactory<S> factory) {
        S settings = bind("cdc.checkpoint", factory.type(), factory.settingsType());
        return checked("cdc.checkpoint", () -> factory.create(new CheckpointRequest(service), settings));
    }

    private CheckpointStoreFactory<?> storeFactory() {
        return known(
                storeFactories, "cdc.checkpoint.type", properties.checkpoint().type(), "type of checkpoint store");
    }

    private static <F> F known(Map<String, F> factories, String key, String name, String what) {
        F factory = factories.get(name);
        if (factory == null) {
            throw new UnknownName(key, name, what, factories.keySet());
        }
        return factory;
    }

    private static <T> T checked(String key, Supplier<T> create) {
        try {
            return create.get();
        } catch (IllegalArgumentException e) {
            throw new WrongValue(key, String.valueOf(e.getMessage()));
        }
    }

    private static String processorKey(String name) {
        return "cdc.processors." + name;
    }

    private static String targetKey(String name) {
        return "cdc.targets." + name;
    }
}
