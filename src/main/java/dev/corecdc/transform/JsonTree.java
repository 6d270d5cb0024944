package dev.corecdc.transform;

import dev.corecdc.event.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as maps, lists, numbers and text. */
final class JsonTree {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonTree() {}

    static @Nullable Object of(Json json) {
        return MAPPER.readValue(json.text(), Object.class);
    }
}
