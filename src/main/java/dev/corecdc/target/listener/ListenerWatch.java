package dev.corecdc.target.listener;

import dev.corecdc.target.TargetException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Looks at each bean when it is made, by its real type: one with a listener that could not be seen before, which would be called by nobody, is
 * refused. So are those that are made late, or again and again. Safe for use by several threads.
 */
final class ListenerWatch implements BeanPostProcessor {

    private final ListenerScan scan;
    private final Set<Class<?>> plain = ConcurrentHashMap.newKeySet();

    /** The names of the targets, and of their beans; null until the engine has asked, up to when the types of the beans that were made tell. */
    private volatile @Nullable Map<String, String> targets;

    ListenerWatch(ListenerScan scan) {
        this.scan = scan;
    }

    /**
     * Holds what is made from now on against what is known now.
     *
     * @param declared all listeners that are targets
     */
    void begin(Collection<ListenerDeclaration> declared) {
        targets = declared.stream()
                .collect(Collectors.toUnmodifiableMap(ListenerDeclaration::name, ListenerDeclaration::bean));
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        // What stands behind a scoped proxy is looked at when it is made itself.
        if (targets != null && !(bean instanceof ScopedObject)) {
            Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
            if (!plain.contains(type)) {
                look(ScopedProxyUtils.isScopedTarget(name) ? ScopedProxyUtils.getOriginalBeanName(name) : name, type);
            }
        }
        return bean;
    }

    private void look(String bean, Class<?> type) {
        List<ListenerDeclaration> listeners = scan.declarations(bean, type);
        listeners.forEach(this::require);
        if (listeners.isEmpty()) {
            plain.add(type);
        }
    }

    /** @throws TargetException when the listener is no target */
    void require(ListenerDeclaration listener) {
        Map<String, String> known = targets;
        if (known == null) {
            throw new TargetException(
                    "The listener %s of the bean '%s' is no target, because nobody has asked for listeners."
                            .formatted(listener.shown(), listener.bean()),
                    "Where a bean of type StreamControl is your own, give it the targets of every bean of type TargetSource, or leave it to the service.",
                    null);
        }
        if (!listener.bean().equals(known.get(listener.name()))) {
            throw new TargetException(
                    "The listener %s of the bean '%s' could not be seen before the bean was made."
                            .formatted(listener.shown(), listener.bean()),
                    "Let the @Bean method that makes it return its class, in place of an interface or a class above it.",
                    null);
        }
    }
}
