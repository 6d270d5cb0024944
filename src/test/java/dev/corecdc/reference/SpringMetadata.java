package dev.corecdc.reference;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.ClassUtils;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what Spring Boot's annotation processor leaves out: settings of records that are not annotated, and the names that a text
 * may be. Below a name of the user's choice there is nothing to write: the format knows no such keys (Spring Boot, issue 9945).
 */
final class SpringMetadata {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SpringMetadata() {}

    /** Sorted by name, as the annotation processor does. */
    static String of(List<Section> sections) {
        ObjectNode metadata = JSON.createObjectNode();
        ArrayNode groups = metadata.putArray("groups");
        ArrayNode properties = metadata.putArray("properties");
        ArrayNode hints = metadata.putArray("hints");
        for (Section section : sections) {
            section.prefixes().stream().filter(SpringMetadata::isWhole).forEach(prefix -> {
                if (!section.source().isAnnotationPresent(ConfigurationProperties.class)) {
                    groups.add(group(prefix, section));
                    section.settings().forEach(setting -> properties.add(property(prefix, setting, section)));
                }
                section.settings().stream()
                        .filter(setting -> setting.type() == String.class
                                && !setting.choices().isEmpty())
                        .forEach(setting -> hints.add(hint(prefix, setting)));
            });
        }
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return JSON.writer()
                        .with(new DefaultPrettyPrinter()
                                .withArrayIndenter(lines)
                                .withObjectIndenter(lines))
                        .writeValueAsString(metadata)
                + "\n";
    }

    private static boolean isWhole(String prefix) {
        return !prefix.contains("<") && !prefix.contains("[");
    }

    private static ObjectNode group(String prefix, Section section) {
        return JSON.createObjectNode()
                .put("name", prefix)
                .put("type", section.source().getName())
                .put("description", plain(section.about()));
    }

    private static ObjectNode property(String prefix, Setting setting, Section section) {
        ObjectNode property = JSON.createObjectNode()
                .put("name", prefix + "." + setting.key())
                .put("type", nameOf(setting.type()))
                .put("description", plain(setting.meaning()))
                .put("sourceType", section.source().getName());
        if (setting.defaults().size() == 1) {
            property.put("defaultValue", setting.defaults().get(0));
        } else if (!setting.defaults().isEmpty()) {
            setting.defaults().forEach(property.putArray("defaultValue")::add);
        }
        return property;
    }

    private static ObjectNode hint(String prefix, Setting setting) {
        ObjectNode hint = JSON.createObjectNode().put("name", prefix + "." + setting.key());
        ArrayNode values = hint.putArray("values");
        setting.choices().keySet().forEach(choice -> values.addObject().put("value", choice));
        return hint;
    }

    private static String nameOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            return nameOf(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(SpringMetadata::nameOf)
                            .collect(Collectors.joining(",", "<", ">"));
        }
        return type instanceof Class<?> named
                ? ClassUtils.resolvePrimitiveIfNecessary(named).getName()
                : type.getTypeName();
    }

    private static String plain(String text) {
        return text.replace("`", "");
    }
}
