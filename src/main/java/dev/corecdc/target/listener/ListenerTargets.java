package dev.corecdc.target.listener;

import dev.corecdc.target.Target;
import dev.corecdc.target.TargetException;
import dev.corecdc.target.TargetSource;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.DefaultAdvisorChainFactory;
import org.springframework.aop.interceptor.AsyncExecutionInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.convert.ConversionService;
import tools.jackson.databind.json.JsonMapper;

/**
 * The listeners of all beans, as targets. The engine asks for them before every bean is made; so when all are made it is looked again, with their
 * real types, and a listener that was not seen at first stops the start. {@link ListenerWatch} looks at the beans that are made later.
 */
final class ListenerTargets implements TargetSource, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final JsonMapper mapper;
    private final ConversionService conversions;
    private final ListenerWatch watch;

    ListenerTargets(
            ConfigurableListableBeanFactory beans,
            JsonMapper mapper,
            ConversionService conversions,
            ListenerWatch watch) {
        this.beans = beans;
        this.mapper = mapper;
        this.conversions = conversions;
        this.watch = watch;
    }

    @Override
    public Map<String, Target> targets() {
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, ListenerDeclaration> declared = new LinkedHashMap<>();
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
        watch.begin(declared.values());
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
            watch.require(declaration);
            if (beans.containsSingleton(declaration.bean()) && beans.isSingleton(declaration.bean())) {
                requireCallable(declaration, beans.getBean(declaration.bean()));
            }
        }
    }

    private static void requireCallable(ListenerDeclaration declaration, Object bean) {
        Method method = declaration.method();
        if (isAsynchronous(bean, method)) {
            throw declaration.asynchronous();
        }
        if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(method.getModifiers())) {
            throw uncallable(declaration, "the bean is proxied, and the method is final", null);
        }
        try {
            AopUtils.selectInvocableMethod(method, bean.getClass());
        } catch (IllegalStateException e) {
            throw uncallable(declaration, "the bean is proxied by its interfaces, which do not have the method", e);
        }
    }

    private static boolean isAsynchronous(Object bean, Method method) {
        return bean instanceof Advised advised
                && DefaultAdvisorChainFactory.INSTANCE
                        .getInterceptorsAndDynamicInterceptionAdvice(advised, method, advised.getTargetClass())
                        .stream()
                        .anyMatch(AsyncExecutionInterceptor.class::isInstance);
    }

    private static TargetException uncallable(ListenerDeclaration declaration, String why, @Nullable Exception cause) {
        return new TargetException(
                "The listener %s cannot be called: %s.".formatted(declaration.shown(), why),
                "Add the method to an interface, take 'final' away, or proxy the class: spring.aop.proxy-target-class=true.",
                cause);
    }
}
