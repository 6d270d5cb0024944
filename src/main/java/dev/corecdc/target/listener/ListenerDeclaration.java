package dev.corecdc.target.listener;

import dev.corecdc.event.EventType;
import dev.corecdc.target.TargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;

/**
 * A method that is a target, and what it says of itself.
 *
 * @param name the target's
 * @param bean the name of its bean
 * @param tables patterns of what it takes, {@code database.table}; empty = all
 */
record ListenerDeclaration(
        String name,
        String bean,
        Method method,
        ListenerParameter parameter,
        List<String> tables,
        Set<EventType> events,
        Set<String> processors) {

    private static final String SHAPES =
            "A listener is a method with one parameter, which returns nothing: Change<Order>, Order,"
                    + " ChangeRecord, or a List of one of these, where Order is a record or bean of your own, a Map or a JsonNode; or DdlEvent.";

    private static final String ASYNCHRONOUS =
            "it is @Async, so that it returns before its work is done, and what fails then would be lost";

    /**
     * Reads what a method says of itself.
     *
     * @param texts resolves placeholders
     * @throws TargetException when it cannot be a target
     */
    static ListenerDeclaration of(
            String bean, Class<?> beanType, Method method, CdcListener listener, UnaryOperator<String> texts) {
        String shown = shown(method);
        refuseUncallable(shown, beanType, method);
        ListenerParameter parameter;
        try {
            parameter = ListenerParameter.of(method, beanType);
        } catch (IllegalArgumentException e) {
            throw new TargetException(
                    "The listener %s cannot be called: %s.".formatted(shown, e.getMessage()), SHAPES, e);
        }
        String given = texts.apply(listener.name());
        String name = given.isEmpty() ? defaultName(bean, method) : given;
        if (!name.matches("[a-z0-9-]+")) {
            throw new TargetException(
                    "The listener %s is called '%s'.".formatted(shown, name),
                    "Give it a name of a-z, 0-9 and -: @CdcListener(name = \"…\").",
                    null);
        }
        return new ListenerDeclaration(
                name,
                bean,
                method,
                parameter,
                tables(shown, all(listener.schema(), texts), all(listener.table(), texts)),
                events(shown, parameter, listener.events()),
                Set.copyOf(all(listener.processor(), texts)));
    }

    private static void refuseUncallable(String shown, Class<?> beanType, Method method) {
        String why = null;
        if (Modifier.isStatic(method.getModifiers())) {
            why = "it is static";
        } else if (Modifier.isPrivate(method.getModifiers())) {
            why = "it is private";
        } else if (method.getReturnType() != void.class) {
            why = "it returns a " + method.getReturnType().getTypeName() + ", which nobody would wait for or look at";
        } else if (AnnotatedElementUtils.hasAnnotation(method, Async.class)
                || AnnotatedElementUtils.hasAnnotation(beanType, Async.class)) {
            why = ASYNCHRONOUS;
        }
        if (why != null) {
            throw uncallable(shown, why);
        }
    }

    private static TargetException uncallable(String shown, String why) {
        return new TargetException("The listener %s cannot be called: %s.".formatted(shown, why), SHAPES, null);
    }

    /** What is to be said when something has made the method asynchronous. */
    TargetException asynchronous() {
        return uncallable(shown(), ASYNCHRONOUS);
    }

    /** The bean's name without what stands before its last dot, and the method's. */
    private static String defaultName(String bean, Method method) {
        String own = bean.substring(Math.max(bean.lastIndexOf('.'), bean.lastIndexOf('$')) + 1);
        return dashed(own) + "-" + dashed(method.getName());
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static List<String> all(String[] values, UnaryOperator<String> texts) {
        return Stream.of(values).map(texts).toList();
    }

    private static List<String> tables(String shown, List<String> schemas, List<String> tables) {
        Stream.concat(schemas.stream(), tables.stream())
                .filter(String::isBlank)
                .findFirst()
                .ifPresent(blank -> {
                    throw new TargetException(
                            "The listener %s names a schema or table without a name.".formatted(shown),
                            "Leave the attribute out to take all of them.",
                            null);
                });
        schemas.stream().filter(schema -> schema.contains(".")).findFirst().ifPresent(dotted -> {
            throw new TargetException(
                    "The listener %s names the schema '%s'.".formatted(shown, dotted),
                    "A pattern of databases has no dot; tables stand under 'table'.",
                    null);
        });
        if (schemas.isEmpty() && tables.isEmpty()) {
            return List.of();
        }
        List<String> databases = schemas.isEmpty() ? List.of("*") : schemas;
        List<String> names = tables.isEmpty() ? List.of("*") : tables;
        return databases.stream()
                .flatMap(database -> names.stream().map(table -> database + "." + table))
                .toList();
    }

    private static Set<EventType> events(String shown, ListenerParameter parameter, EventType[] named) {
        if (parameter.kind() == ListenerParameter.Kind.DDL) {
            if (named.length > 0 && !List.of(named).equals(List.of(EventType.QUERY))) {
                throw new TargetException(
                        "The listener %s takes DDL statements, and names events of rows.".formatted(shown),
                        "Leave 'events' out.",
                        null);
            }
            return Set.of(EventType.QUERY);
        }
        Set<EventType> events = EnumSet.noneOf(EventType.class);
        events.addAll(List.of(named));
        if (events.contains(EventType.QUERY)) {
            throw new TargetException(
                    "The listener %s takes rows, and names QUERY, which is a DDL statement.".formatted(shown),
                    "Write another method that takes a DdlEvent.",
                    null);
        }
        if (events.isEmpty()) {
            events.addAll(Set.of(EventType.INSERT, EventType.UPDATE));
            if (parameter.kind() != ListenerParameter.Kind.ROW) {
                events.add(EventType.DELETE);
            }
        }
        return Set.copyOf(events);
    }

    /** The method as people know it. */
    String shown() {
        return shown(method);
    }

    private static String shown(Method method) {
        return "%s.%s".formatted(method.getDeclaringClass().getName(), method.getName());
    }
}
