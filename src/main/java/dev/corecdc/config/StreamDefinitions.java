package dev.corecdc.config;

import dev.corecdc.config.CdcProperties.ProcessorProperties;
import dev.corecdc.config.CdcProperties.RetryProperties;
import dev.corecdc.config.CdcProperties.TargetProperties;
import dev.corecdc.config.ConfigurationFault.NoTarget;
import dev.corecdc.config.ConfigurationFault.UnknownName;
import dev.corecdc.config.ConfigurationFault.WrongValue;
import dev.corecdc.processor.Processor;
import dev.corecdc.stream.LaneDefinition;
import dev.corecdc.stream.LaneSettings;
import dev.corecdc.stream.OnHistoryLost;
import dev.corecdc.stream.StreamDefinition;
import dev.corecdc.stream.TransformedProcessor;
import dev.corecdc.target.BulkTarget;
import dev.corecdc.target.ConcurrentTarget;
import dev.corecdc.target.SelectiveTarget;
import dev.corecdc.target.Target;
import dev.corecdc.target.TransactionalTarget;
import dev.corecdc.transform.TransformChain;
import dev.corecdc.transform.Transforms;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings processor beans and target beans together, whoever declared them, with the settings of the same name. */
class StreamDefinitions {

    private static final Logger log = LoggerFactory.getLogger(StreamDefinitions.class);

    private final CdcProperties properties;
    private final Map<String, Processor> processors;
    private final Map<String, Target> targets;
    private final Transforms transforms;

    /**
     * Checks what is configured for targets.
     *
     * @param processors by their bean names
     * @param targets by their names
     */
    StreamDefinitions(
            CdcProperties properties,
            Map<String, Processor> processors,
            Map<String, Target> targets,
            Transforms transforms) {
        this.properties = properties;
        this.transforms = transforms;
        this.processors = new LinkedHashMap<>();
        processors.forEach((name, bean) -> this.processors.put(NamedBeans.nameOf(NamedBeans.PROCESSOR, name), bean));
        this.targets = new LinkedHashMap<>(targets);
        if (targets.isEmpty()) {
            throw new NoTarget();
        }
        properties
                .processors()
                .forEach((name, entry) -> checkBean("cdc.processors", name, entry.type(), this.processors));
        this.targets.forEach(this::checkProcessors);
        properties.targets().forEach((name, entry) -> {
            checkBean("cdc.targets", name, entry.type(), this.targets);
            transforms(name, entry);
            checkParallelism(name, entry);
        });
    }

    private void checkProcessors(String name, Target target) {
        if (target instanceof SelectiveTarget selective) {
            selective.processors().stream()
                    .filter(processor -> !processors.containsKey(processor))
                    .findFirst()
                    .ifPresent(processor -> {
                        throw new WrongValue(
                                "cdc.processors",
                                "the target '%s' takes changes of the processor '%s', which is not there"
                                        .formatted(name, processor),
                                "Configure it, or name one of: %s.".formatted(String.join(", ", processors.keySet())));
                    });
        }
    }

    private void checkParallelism(String name, TargetProperties entry) {
        Target target = settings(name, targets);
        boolean several = target instanceof ConcurrentTarget && !(target instanceof TransactionalTarget);
        if (entry.parallelism() > 1 && target != null && !several) {
            throw new WrongValue(
                    "cdc.targets." + name,
                    "parallelism is %d, but a target of type '%s' takes one call at a time"
                            .formatted(entry.parallelism(), entry.type()),
                    "Leave parallelism at 1; a bean of your own allows more by implementing %s."
                            .formatted(ConcurrentTarget.class.getName()));
        }
    }

    private static void checkBean(String key, String name, String type, Map<String, ?> beans) {
        if (type.equals(NamedBeans.BEAN) && settings(name, beans) == null) {
            throw new UnknownName(key + "." + name, name, "bean", beans.keySet());
        }
    }

    List<StreamDefinition> all() {
        List<StreamDefinition> all = processors.entrySet().stream()
                .map(processor -> define(processor.getKey(), processor.getValue()))
                .toList();
        Set<String> idle = new TreeSet<>(targets.keySet());
        all.forEach(stream -> stream.lanes().forEach(lane -> idle.remove(lane.name())));
        if (!all.isEmpty() && !idle.isEmpty()) {
            log.warn("No processor has these targets: {}", String.join(", ", idle));
        }
        return all;
    }

    private StreamDefinition define(String name, Processor processor) {
        ProcessorProperties entry = settings(name, properties.processors());
        if (entry == null) {
            return new StreamDefinition(name, processor, true, "latest", OnHistoryLost.FAIL, lanes(name, List.of()));
        }
        boolean filters = !entry.include().isEmpty() || !entry.exclude().isEmpty();
        if (entry.type().equals(NamedBeans.BEAN) && filters) {
            throw new WrongValue(
                    "cdc.processors." + name, "include and exclude are not for a processor of type 'bean'");
        }
        return new StreamDefinition(
                name,
                transformed(name, processor, entry),
                entry.autoStartup(),
                entry.startAt(),
                entry.onHistoryLost(),
                lanes(name, entry.targets()));
    }

    private Processor transformed(String name, Processor processor, ProcessorProperties entry) {
        TransformChain chain = checked("cdc.processors." + name, () -> transforms.of(entry.transforms()));
        return chain.isEmpty() ? processor : new TransformedProcessor(processor, chain);
    }

    private static TransformChain checked(String key, Supplier<TransformChain> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new WrongValue(key, String.valueOf(e.getMessage()));
        }
    }

    private List<LaneDefinition> lanes(String processor, List<String> wanted) {
        if (wanted.isEmpty()) {
            List<LaneDefinition> all = targets.entrySet().stream()
                    .filter(target -> isFor(target.getValue(), processor))
                    .map(target -> lane(target.getKey(), target.getValue()))
                    .toList();
            if (all.isEmpty()) {
                throw new WrongValue(
                        "cdc.processors." + processor,
                        "every target takes only changes of other processors",
                        "Add a target for it.");
            }
            return all;
        }
        return wanted.stream().distinct().map(name -> lane(processor, name)).toList();
    }

    private static boolean isFor(Target target, String processor) {
        return !(target instanceof SelectiveTarget selective)
                || selective.processors().isEmpty()
                || selective.processors().contains(processor);
    }

    private LaneDefinition lane(String processor, String name) {
        Target target = targets.get(name);
        if (target == null) {
            throw new UnknownName("cdc.processors." + processor + ".targets", name, "target", targets.keySet());
        }
        if (!isFor(target, processor)) {
            throw new WrongValue(
                    "cdc.processors." + processor + ".targets",
                    "'%s' takes only changes of other processors".formatted(name));
        }
        return lane(name, target);
    }

    private LaneDefinition lane(String name, Target target) {
        TargetProperties entry = settings(name, properties.targets());
        LaneSettings settings = gathering(target, entry == null ? LaneSettings.DEFAULT : settings(entry));
        TransformChain chain = chosen(name, target, entry == null ? TransformChain.NONE : transforms(name, entry));
        return entry == null
                ? new LaneDefinition(name, target, false, true, true, settings, chain)
                : new LaneDefinition(name, target, entry.executeDdl(), entry.sendData(), entry.ddl(), settings, chain);
    }

    /** What a target says itself that it takes goes first. */
    private static TransformChain chosen(String name, Target target, TransformChain configured) {
        if (!(target instanceof SelectiveTarget selective)) {
            return configured;
        }
        return checked("cdc.targets." + name, () -> {
            ChosenTables tables = new ChosenTables(selective.tables(), List.of());
            return Transforms.chosen(tables, selective.events(), configured);
        });
    }

    private static LaneSettings gathering(Target target, LaneSettings settings) {
        return settings.batchSize() == 0 && target instanceof BulkTarget bulk
                ? settings.gathering(bulk.bulk())
                : settings;
    }

    private TransformChain transforms(String name, TargetProperties entry) {
        if (entry.executeDdl() && !entry.transforms().rename().isEmpty()) {
            throw new WrongValue(
                    "cdc.targets." + name,
                    "execute-ddl and transforms.rename exclude each other: the text of a statement has the names of the"
                            + " source");
        }
        return checked("cdc.targets." + name, () -> transforms.of(entry.transforms(), ChosenTables::new));
    }

    private static LaneSettings settings(TargetProperties entry) {
        RetryProperties retry = entry.retry();
        return new LaneSettings(
                LaneSettings.doubling(retry.firstDelay(), retry.maxDelay(), retry.maxAttempts()),
                entry.onFailure(),
                entry.batchSize(),
                entry.linger(),
                entry.order(),
                entry.maxDeadLetters(),
                entry.parallelism());
    }

    /** The entry of a name; {@code my-target} also stands for the bean {@code myTarget}. */
    private static <T> @Nullable T settings(String name, Map<String, T> entries) {
        T exact = entries.get(name);
        if (exact != null) {
            return exact;
        }
        return entries.entrySet().stream()
                .filter(entry -> uniform(entry.getKey()).equals(uniform(name)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static String uniform(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
