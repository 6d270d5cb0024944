package dev.corecdc.reference;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** The settings that a record is bound to, those of records in it too. */
final class SettingsOfRecord {

    private final SourceJavadoc javadoc;

    SettingsOfRecord(SourceJavadoc javadoc) {
        this.javadoc = javadoc;
    }

    /** In the order of the record. Maps and lists of records are one setting each. */
    List<Setting> in(Class<?> type) {
        return below("", type).toList();
    }

    /** The type of what a map or a list of records holds, null for all else. */
    static @Nullable Class<?> entryType(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (arguments[arguments.length - 1] instanceof Class<?> entry && entry.isRecord()) {
                return entry;
            }
        }
        return null;
    }

    private Stream<Setting> below(String prefix, Class<?> type) {
        return Stream.of(type.getRecordComponents()).flatMap(component -> {
            String key = prefix + kebab(component.getName());
            return component.getType().isRecord()
                    ? below(key + ".", component.getType())
                    : Stream.of(setting(key, component));
        });
    }

    private Setting setting(String key, RecordComponent component) {
        DefaultValue annotated = parameter(component).getAnnotation(DefaultValue.class);
        List<String> defaults = annotated == null ? List.of() : List.of(annotated.value());
        boolean optional = annotated != null || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        return new Setting(
                key,
                component.getGenericType(),
                kind(component),
                !optional,
                defaults,
                javadoc.ofComponent(component.getDeclaringRecord(), component.getName()),
                choices(component.getGenericType(), defaults));
    }

    private static String kind(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isEnum()) {
            return "one of";
        }
        if (type == Map.class) {
            return "by name";
        }
        if (type == List.class || type == Set.class) {
            return constants(component.getGenericType()).isEmpty() ? "list" : "list of";
        }
        if (type == int.class || type == long.class) {
            return "number" + range(component);
        }
        return Map.<Class<?>, String>of(
                        String.class, "text",
                        boolean.class, "`true` or `false`",
                        Duration.class, "duration",
                        DataSize.class, "size",
                        Path.class, "path")
                .getOrDefault(type, "");
    }

    private static String range(RecordComponent component) {
        Min min = parameter(component).getAnnotation(Min.class);
        Max max = parameter(component).getAnnotation(Max.class);
        return (min == null ? "" : ", from " + min.value()) + (max == null ? "" : " to " + max.value());
    }

    private Map<String, String> choices(Type type, List<String> defaults) {
        List<Enum<?>> constants = constants(type);
        // As the defaults are written, so are the others.
        boolean asInJava = constants.stream().anyMatch(constant -> defaults.contains(constant.name()));
        Map<String, String> choices = new LinkedHashMap<>();
        constants.forEach(
                constant -> choices.put(asInJava ? constant.name() : kebab(constant), javadoc.ofConstant(constant)));
        return choices;
    }

    private static List<Enum<?>> constants(Type type) {
        if (type instanceof ParameterizedType generic) {
            return constants(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> named && named.isEnum()
                ? Stream.of(named.getEnumConstants())
                        .<Enum<?>>map(constant -> (Enum<?>) constant)
                        .toList()
                : List.of();
    }

    /** The parameter of the constructor that a component is set by, which has the annotations that a component cannot have. */
    private static Parameter parameter(RecordComponent component) {
        List<RecordComponent> components =
                List.of(component.getDeclaringRecord().getRecordComponents());
        List<String> names = components.stream().map(RecordComponent::getName).toList();
        Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class[]::new);
        try {
            Constructor<?> canonical = component.getDeclaringRecord().getDeclaredConstructor(types);
            return canonical.getParameters()[names.indexOf(component.getName())];
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor", e);
        }
    }

    /** A name of Java as it is written in a configuration. */
    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
