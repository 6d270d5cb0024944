package dev.corecdc.target.listener;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetSource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.ConversionService;
import tools.jackson.databind.json.JsonMapper;

/**
 * The listeners of all beans, as targets. The engine asks for them before every bean is made; so when all are made it is looked again, with their
 * real types, and a listener that was not seen at first stops the start.
 */
final class ListenerTargets implements TargetSource, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final JsonMapper mapper;
    private final ConversionService conversions;
    private final Map<String, ListenerDeclaration> declared = new LinkedHashMap<>();

    ListenerTargets(ConfigurableListableBeanFactory beans, JsonMapper mapper, ConversionService conversions) {
        this.beans = beans;
        this.mapper = mapper;
        this.conversions = conversions;
    }

    @Override
    public Map<String, Target> targets() {
        Map<String, Target> targets = new LinkedHashMap<>();
        for (ListenerDeclaration declaration : new ListenerScan(beans).declarations()) {
            ListenerDeclaration other = declared.put(declaration.name(), declaration);
            if (other != null) {
                throw new TargetException(
                        "The listeners %s of the bean '%s' and %s of the bean '%s' are both called '%s'."
                                .formatted(
                                        other.shown(),
                                        other.bean(),
                                        declaration.shown(),
                                        declaration.bean(),
                                        declaration.name()),
                        "Give one of them another name: @CdcListener(name = \"…\").",
                        null);
            }
            targets.put(declaration.name(), target(declaration));
        }
        return targets;
    }

    private Target target(ListenerDeclaration declaration) {
        ListenerCall call = new ListenerCall(beans, declaration.bean(), declaration.method());
        return declaration.parameter().kind() == ListenerParameter.Kind.DDL
                ? new DdlListener(declaration, call)
                : new RowListener(declaration, ChangeBinding.of(declaration.parameter(), mapper, conversions), call);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (ListenerDeclaration declaration : new ListenerScan(beans).declarations()) {
            if (!declared.containsKey(declaration.name())) {
                throw new TargetException(
                        "The listener %s of the bean '%s' could not be seen before the bean was made."
                                .formatted(declaration.shown(), declaration.bean()),
                        "Let the @Bean method that makes it return its class, in place of an interface or a class above it.",
                        null);
            }
            if (beans.containsSingleton(declaration.bean()) && beans.isSingleton(declaration.bean())) {
                requireCallable(declaration, beans.getBean(declaration.bean()));
            }
        }
    }

    private static void requireCallable(ListenerDeclaration declaration, Object bean) {
        Method method = declaration.method();
        if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
            throw uncallable(declaration, "the bean is proxied, and the method is final", null);
        }
        try {
            AopUtils.selectInvocableMethod(method, bean.getClass());
        } catch (IllegalStateException e) {
            throw uncallable(declaration, "the bean is proxied by its interfaces, which do not have the method", e);
        }
    }

    private static TargetException uncallable(ListenerDeclaration declaration, String why, @Nullable Exception cause) {
        return new TargetException(
                "The listener %s cannot be called: %s.".formatted(declaration.shown(), why),
                "Add the method to an interface, take 'final' away, or proxy the class: spring.aop.proxy-target-class=true.",
                cause);
    }
}
