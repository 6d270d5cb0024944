package dev.corecdc.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * What Kubernetes, and the Prometheus operator, know: kinds, fields and the types of values, as fabric8's model has them.
 * Stricter than the model itself, which keeps what it does not know.
 */
final class KubernetesModel {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = kinds();
    private static final ObjectMapper STRICT = strict();

    private KubernetesModel() {}

    /** @throws IllegalArgumentException when it holds a kind, a field or a value that is not known */
    static HasMetadata read(Map<?, ?> document) {
        String kind = document.get("apiVersion") + " " + document.get("kind");
        Class<? extends HasMetadata> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("there is no kind " + kind);
        }
        return STRICT.convertValue(document, type);
    }

    private static Map<String, Class<? extends HasMetadata>> kinds() {
        Map<String, Class<? extends HasMetadata>> kinds = new TreeMap<>();
        ServiceLoader.load(KubernetesResource.class).stream()
                .map(ServiceLoader.Provider::type)
                .filter(HasMetadata.class::isAssignableFrom)
                .map(type -> type.<HasMetadata>asSubclass(HasMetadata.class))
                .forEach(type -> kinds.put(HasMetadata.getApiVersion(type) + " " + HasMetadata.getKind(type), type));
        return kinds;
    }

    private static ObjectMapper strict() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .annotationIntrospector(new NoRoomForMore())
                .build();
        for (CoercionInputShape shape : new CoercionInputShape[] {
            CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
        }) {
            mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
        }
        return mapper;
    }

    /** Leaves the model no place for fields that it does not know. */
    private static final class NoRoomForMore extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasAnySetter(Annotated member) {
            return false;
        }
    }
}
