package dev.corecdc.target.listener;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the methods of beans that are marked as listeners, as far as the types of the beans are known. Makes no bean. */
final class ListenerScan {

    private final ConfigurableListableBeanFactory beans;

    ListenerScan(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    /** In the order of the beans; of one bean by the names of the methods. */
    List<ListenerDeclaration> declarations() {
        List<ListenerDeclaration> declarations = new ArrayList<>();
        for (String bean : beans.getBeanNamesForType(Object.class)) {
            Class<?> type = type(bean);
            if (type != null) {
                declarations.addAll(declarations(bean, type));
            }
        }
        return declarations;
    }

    /** Of one bean, by the names of the methods. */
    List<ListenerDeclaration> declarations(String bean, Class<?> type) {
        if (!AnnotationUtils.isCandidateClass(type, CdcListener.class)) {
            return List.of();
        }
        MetadataLookup<CdcListener> mark =
                method -> AnnotatedElementUtils.findMergedAnnotation(method, CdcListener.class);
        Map<Method, CdcListener> marked = MethodIntrospector.selectMethods(type, mark);
        return marked.entrySet().stream()
                .map(entry -> ListenerDeclaration.of(bean, type, entry.getKey(), entry.getValue(), this::resolved))
                .sorted(Comparator.comparing(ListenerDeclaration::name))
                .toList();
    }

    private String resolved(String text) {
        return Objects.requireNonNullElse(beans.resolveEmbeddedValue(text), "");
    }

    /** The class that the bean is of, under whatever proxy; null for what stands behind another bean. */
    private @Nullable Class<?> type(String bean) {
        if (ScopedProxyUtils.isScopedTarget(bean)) {
            return null;
        }
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
        if (type == null || !ScopedObject.class.isAssignableFrom(type)) {
            return type;
        }
        Class<?> scoped = AutoProxyUtils.determineTargetClass(beans, ScopedProxyUtils.getTargetBeanName(bean));
        return scoped == null ? type : scoped;
    }
}
