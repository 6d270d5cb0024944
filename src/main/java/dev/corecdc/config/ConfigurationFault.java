package dev.corecdc.config;

import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.origin.TextResourceOrigin;

/** The configuration asks for something that is not there. Says what is wrong and what to do. */
abstract sealed class ConfigurationFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private ConfigurationFault(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }

    /** There is no target at all. */
    static final class NoTarget extends ConfigurationFault {

        private static final long serialVersionUID = 1L;

        NoTarget() {
            super(
                    "There is no target to deliver changes to.",
                    "Configure one under 'cdc.targets', for example 'cdc.targets.console.type: log', or declare a bean of type"
                            + " dev.corecdc.target.Target.");
        }
    }

    /** A type, format, target or bean is named that does not exist. */
    static final class UnknownName extends ConfigurationFault {

        private static final long serialVersionUID = 1L;

        /**
         * @param key where the name stands
         * @param what what it names
         */
        UnknownName(String key, String name, String what, Iterable<String> known) {
            super(
                    "'%s' is '%s', but there is no such %s.".formatted(key, name, what),
                    "Use one of: %s.".formatted(String.join(", ", known)));
        }
    }

    /** A key that nothing knows. Its value is not shown: it may be a secret. */
    static final class UnknownKey extends ConfigurationFault {

        private static final long serialVersionUID = 1L;

        /** @param known the keys that there are */
        UnknownKey(ConfigurationProperty property, Collection<ConfigurationPropertyName> known) {
            super(
                    "The key '%s'%s is not known.".formatted(property.getName(), place(property)),
                    "Correct or remove it.%s".formatted(siblings(property.getName(), known)));
        }

        private static String place(ConfigurationProperty property) {
            return property.getOrigin() instanceof TextResourceOrigin origin ? " (" + origin + ")" : "";
        }

        private static String siblings(ConfigurationPropertyName key, Collection<ConfigurationPropertyName> known) {
            String names = known.stream()
                    .filter(name ->
                            name.getNumberOfElements() > 1 && name.getParent().isAncestorOf(key))
                    .collect(Collectors.groupingBy(ConfigurationPropertyName::getNumberOfElements, TreeMap::new, NAMES))
                    .values()
                    .stream()
                    .reduce("", (shallow, deep) -> deep);
            return names.isEmpty() ? "" : " Known at its place: " + names + ".";
        }

        private static final Collector<ConfigurationPropertyName, ?, String> NAMES = Collectors.mapping(
                name -> name.getLastElement(ConfigurationPropertyName.Form.DASHED), Collectors.joining(", "));
    }

    /** A value, or a combination of values, is wrong. */
    static final class WrongValue extends ConfigurationFault {

        private static final long serialVersionUID = 1L;

        /** @param key where the value stands */
        WrongValue(String key, String why) {
            this(key, why, "Correct it there.");
        }

        /** @param action what to do about it */
        WrongValue(String key, String why, String action) {
            super("The configuration under '%s' is wrong: %s.".formatted(key, why), action);
        }
    }
}
