package dev.corecdc.transform;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.IndexAccessor;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;

/** All that an expression can reach: what a record is called by, columns, and what is in documents. Nothing can be written. */
final class FilterAccess implements PropertyAccessor, IndexAccessor {

    @Override
    public Class<?>[] getSpecificTargetClasses() {
        return new Class<?>[] {FilterRoot.class, RowView.class, Map.class};
    }

    @Override
    public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
        return target instanceof FilterRoot || target instanceof RowView || target instanceof Map<?, ?>;
    }

    @Override
    public TypedValue read(EvaluationContext context, @Nullable Object target, String name) {
        return new TypedValue(value(target, name));
    }

    @Override
    public boolean canRead(EvaluationContext context, Object target, Object index) {
        return index instanceof String name && canRead(context, target, name);
    }

    @Override
    public TypedValue read(EvaluationContext context, Object target, Object index) {
        return new TypedValue(value(target, (String) index));
    }

    private static @Nullable Object value(@Nullable Object target, String name) {
        if (target instanceof FilterRoot root) {
            return root.get(name);
        }
        if (target instanceof RowView row) {
            return row.get(name);
        }
        return target instanceof Map<?, ?> document ? document.get(name) : null;
    }

    @Override
    public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
        return false;
    }

    @Override
    public void write(EvaluationContext context, @Nullable Object target, String name, @Nullable Object newValue) {
        throw new UnsupportedOperationException("nothing can be written");
    }

    @Override
    public boolean canWrite(EvaluationContext context, Object target, Object index) {
        return false;
    }

    @Override
    public void write(EvaluationContext context, Object target, Object index, @Nullable Object newValue) {
        throw new UnsupportedOperationException("nothing can be written");
    }
}
