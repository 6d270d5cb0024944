package dev.corecdc.reference;

import dev.corecdc.checkpoint.CheckpointStoreFactory;
import dev.corecdc.format.RecordFormatFactory;
import dev.corecdc.processor.ProcessorFactory;
import dev.corecdc.target.TargetFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.beans.factory.ListableBeanFactory;

/** The kinds of processors, targets, stores and formats that a service knows, as its factories tell. */
final class Kinds {

    private static final String PROCESSOR = "cdc.processors.<name>";
    private static final String TARGET = "cdc.targets.<name>";
    private static final String CHECKPOINT = "cdc.checkpoint";

    private final List<Kind> all = new ArrayList<>();
    private final List<String> formats;

    Kinds(ListableBeanFactory service) {
        service.getBeansOfType(ProcessorFactory.class).values().forEach(factory -> add((ProcessorFactory<?>) factory));
        service.getBeansOfType(TargetFactory.class).values().forEach(factory -> add((TargetFactory<?>) factory));
        service.getBeansOfType(CheckpointStoreFactory.class)
                .values()
                .forEach(factory -> add((CheckpointStoreFactory<?>) factory));
        formats = service.getBeansOfType(RecordFormatFactory.class).values().stream()
                .map(RecordFormatFactory::name)
                .toList();
    }

    private void add(ProcessorFactory<?> factory) {
        all.add(new Kind(PROCESSOR, factory.types().stream().sorted().toList(), factory.settingsType()));
    }

    private void add(TargetFactory<?> factory) {
        all.add(new Kind(TARGET, List.of(factory.type()), factory.settingsType()));
    }

    private void add(CheckpointStoreFactory<?> factory) {
        all.add(new Kind(CHECKPOINT, List.of(factory.type()), factory.settingsType()));
    }

    /** Those that a {@code type} under {@code key} chooses from, by name. */
    List<Kind> under(String key) {
        return all.stream()
                .filter(kind -> kind.key().equals(key))
                .sorted(Comparator.comparing(kind -> kind.types().toString()))
                .toList();
    }

    /** The only texts that may stand under a key, empty where there are too many; none of them has an explanation. */
    Map<String, String> namesFor(String key) {
        Stream<String> names = Stream.empty();
        if (key.equals(TARGET + ".format")) {
            names = formats.stream();
        } else if (key.endsWith(".type")) {
            names = under(key.replaceFirst("\\.type$", "")).stream().flatMap(kind -> kind.types().stream());
        }
        Map<String, String> choices = new LinkedHashMap<>();
        names.forEach(name -> choices.put(name, ""));
        if (key.equals(PROCESSOR + ".type") || key.equals(TARGET + ".type")) {
            choices.put("bean", "");
        }
        return choices;
    }

    /**
     * Processors, targets or stores of the same sort.
     *
     * @param key the section in which it is chosen
     * @param types the names that choose it
     * @param settings the record that it is configured by
     */
    record Kind(String key, List<String> types, Class<?> settings) {

        /** The sections that its settings stand in, one for each type. */
        List<String> prefixes() {
            return types.stream().map(type -> key + "." + type).toList();
        }
    }
}
