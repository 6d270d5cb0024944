package dev.corecdc.target.listener;

import dev.corecdc.event.ChangeRecord;
import dev.corecdc.event.DdlEvent;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanUtils;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;

/**
 * What a listener's method takes.
 *
 * @param kind what it is told of each change
 * @param batch whether it takes a list of these
 * @param row what a row is bound to; null where none is bound
 */
record ListenerParameter(Kind kind, boolean batch, @Nullable Type row) {

    enum Kind {
        CHANGE,
        ROW,
        RECORD,
        DDL
    }

    /** @throws IllegalArgumentException when the method has not one parameter of a kind that there is; the message says why */
    static ListenerParameter of(Method method, Class<?> beanType) {
        if (method.getParameterCount() != 1) {
            throw new IllegalArgumentException("it has %d parameters".formatted(method.getParameterCount()));
        }
        ResolvableType type = ResolvableType.forMethodParameter(method, 0, beanType);
        boolean batch = type.resolve() == List.class || type.resolve() == Collection.class;
        return of(batch ? type.getGeneric(0) : type, batch, beanType);
    }

    private static ListenerParameter of(ResolvableType type, boolean batch, Class<?> beanType) {
        Class<?> each = type.resolve();
        if (each == ChangeRecord.class) {
            return new ListenerParameter(Kind.RECORD, batch, null);
        }
        if (each == DdlEvent.class) {
            if (batch) {
                throw new IllegalArgumentException("DDL statements come one at a time, not in a list");
            }
            return new ListenerParameter(Kind.DDL, false, null);
        }
        return each == Change.class
                ? new ListenerParameter(Kind.CHANGE, batch, row(type.getGeneric(0), beanType))
                : new ListenerParameter(Kind.ROW, batch, row(type, beanType));
    }

    private static Type row(ResolvableType type, Class<?> beanType) {
        Class<?> row = type.resolve();
        if (row == null || row == Object.class) {
            throw new IllegalArgumentException("it does not say what type a row is");
        }
        if (BeanUtils.isSimpleValueType(row)
                || row.isArray()
                || (Iterable.class.isAssignableFrom(row) && !isTree(row))
                || row == Change.class) {
            throw new IllegalArgumentException("a row cannot be a " + row.getTypeName());
        }
        Type bound = type.getType() instanceof WildcardType ? row : type.getType();
        return GenericTypeResolver.resolveType(bound, beanType);
    }

    /** A tree of JSON is one of its elements too. */
    private static boolean isTree(Class<?> row) {
        return JsonNode.class.isAssignableFrom(row);
    }
}
