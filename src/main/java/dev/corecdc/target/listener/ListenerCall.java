package dev.corecdc.target.listener;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/** Calls a method of a bean, with whatever Spring has put round it. The bean is asked for each time, as its scope says. */
final class ListenerCall {

    private final BeanFactory beans;
    private final String bean;
    private final Method method;

    ListenerCall(BeanFactory beans, String bean, Method method) {
        this.beans = beans;
        this.bean = bean;
        this.method = method;
    }

    /** @throws Exception what the method threw */
    void with(Object argument) throws Exception {
        Object target = beans.getBean(bean);
        Method callable = AopUtils.selectInvocableMethod(method, target.getClass());
        ReflectionUtils.makeAccessible(callable);
        try {
            callable.invoke(target, argument);
        } catch (InvocationTargetException e) {
            throw thrown(e.getTargetException());
        }
    }

    /** A proxy wraps what the method does not declare. */
    private static Exception thrown(Throwable failure) {
        Throwable cause = failure instanceof UndeclaredThrowableException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
    }
}
