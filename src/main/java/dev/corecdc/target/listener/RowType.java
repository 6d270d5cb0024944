package dev.corecdc.target.listener;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * What rows are bound to, with the properties that it has as Jackson sees them.
 *
 * @param type as Jackson calls it
 * @param properties by their names; empty where every column is one, as in a map
 */
record RowType(JavaType type, Map<String, Property> properties) {

    /**
     * A property.
     *
     * @param names its name and those that stand for it too
     */
    record Property(String name, List<String> names, JavaType type) {}

    static RowType of(Type type, JsonMapper mapper) {
        JavaType bound = mapper.constructType(type);
        Map<String, Property> properties = new LinkedHashMap<>();
        if (!bound.isContainerType() && !bound.isTypeOrSubTypeOf(JsonNode.class)) {
            DeserializationConfig config = mapper.deserializationConfig();
            ClassIntrospector introspector = config.classIntrospectorInstance();
            introspector
                    .introspectForDeserialization(bound, introspector.introspectClassAnnotations(bound))
                    .findProperties()
                    .stream()
                    .filter(BeanPropertyDefinition::couldDeserialize)
                    .forEach(property -> properties.put(property.getName(), property(property)));
        }
        return new RowType(bound, properties);
    }

    private static Property property(BeanPropertyDefinition property) {
        List<String> names = new ArrayList<>(List.of(property.getName()));
        property.findAliases().stream().map(PropertyName::getSimpleName).forEach(names::add);
        return new Property(property.getName(), names, property.getPrimaryType());
    }

    /** The property that takes a column: the one of its name, else the one whose name differs in nothing but underscores and case. */
    @Nullable
    Property propertyFor(String column) {
        for (Property property : properties.values()) {
            if (property.names().contains(column)) {
                return property;
            }
        }
        String uniform = uniform(column);
        for (Property property : properties.values()) {
            if (property.names().stream().anyMatch(name -> uniform(name).equals(uniform))) {
                return property;
            }
        }
        return null;
    }

    private static String uniform(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The type as people write it. */
    String shown() {
        return type.getRawClass().getSimpleName();
    }
}
