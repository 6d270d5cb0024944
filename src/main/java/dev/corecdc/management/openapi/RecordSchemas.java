package dev.corecdc.management.openapi;

import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Describes records as they are written: every component is always there, and null only where it is {@link Nullable}. */
final class RecordSchemas implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json31.mapper().constructType(type.getType());
        if (schema != null && java != null && java.getRawClass().isRecord()) {
            complete(definition(schema, context), java.getRawClass());
        }
        return schema;
    }

    private static Schema<?> definition(Schema<?> schema, ModelConverterContext context) {
        String ref = schema.get$ref();
        Schema<?> model = ref == null ? null : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
        return model == null ? schema : model;
    }

    private static void complete(Schema<?> schema, Class<?> type) {
        if (schema.getProperties() == null) {
            return;
        }
        List<RecordComponent> components = List.of(type.getRecordComponents());
        schema.setRequired(components.stream().map(RecordComponent::getName).toList());
        for (RecordComponent component : components) {
            Schema<?> property = schema.getProperties().get(component.getName());
            if (property != null && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                property.addType("null");
            }
        }
    }
}
