package dev.corecdc.config;

import dev.corecdc.config.ConfigurationFault.WrongValue;
import dev.corecdc.target.Target;
import dev.corecdc.target.TargetSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings together all targets, whoever made them, under the names that people know them by. */
final class NamedTargets {

    private final Map<String, Target> targets = new LinkedHashMap<>();

    private NamedTargets() {}

    /** @param beans by their bean names */
    static Map<String, Target> of(Map<String, Target> beans, List<TargetSource> sources) {
        NamedTargets named = new NamedTargets();
        beans.forEach((name, target) -> named.add(NamedBeans.nameOf(NamedBeans.TARGET, name), target));
        sources.forEach(source -> source.targets().forEach(named::add));
        return named.targets;
    }

    private void add(String name, Target target) {
        if (targets.put(name, target) != null) {
            throw new WrongValue(
                    "cdc.targets." + name,
                    "two targets are called '%s': an entry there with a type of its own, a bean, or a listener"
                            .formatted(name),
                    "Give one of them another name, or if the entry is to be the settings of the other, 'type: bean'.");
        }
    }
}
