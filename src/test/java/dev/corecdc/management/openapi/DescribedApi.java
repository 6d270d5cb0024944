package dev.corecdc.management.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.corecdc.management.Http.Answer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API as it is served, and the answers that were held against it. */
final class DescribedApi {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final Set<String> seen = new TreeSet<>();

    DescribedApi(JsonNode document) {
        this.document = document;
    }

    /** All operations, as {@code GET /path}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        for (var path : document.path("paths").properties()) {
            path.getValue().propertyNames().stream()
                    .filter(METHODS::contains)
                    .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey())
                    .forEach(operations::add);
        }
        return operations;
    }

    /** All answers of all operations, as {@code GET /path 200}. */
    Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        for (String operation : operations()) {
            operation(operation).path("responses").propertyNames().forEach(code -> answers.add(operation + " " + code));
        }
        return answers;
    }

    /** Those answers that {@link #assertDescribes} has held against the description. */
    Set<String> seen() {
        return seen;
    }

    /** Asserts that an answer is one of those described for an operation: status, type, headers, and every part of the body. */
    void assertDescribes(String operation, Answer answer) {
        String name = operation + " " + answer.status();
        JsonNode response = resolve(operation(operation).path("responses").path(String.valueOf(answer.status())));
        assertThat(response.isObject()).as("%s is described", name).isTrue();
        response.path("headers").propertyNames().forEach(header -> assertThat(answer.header(header))
                .as(name + " " + header)
                .isNotEmpty());
        String type = answer.header("Content-Type").replaceFirst(";.*", "");
        assertThat(response.path("content").propertyNames()).as(name).containsExactly(type);
        Schema schema = schema(response.path("content").path(type).path("schema"));
        assertThat(schema.validate(answer.json()))
                .as(name + " " + answer.body())
                .isEmpty();
        seen.add(name);
    }

    private JsonNode operation(String operation) {
        int space = operation.indexOf(' ');
        return document.path("paths")
                .path(operation.substring(space + 1))
                .path(operation.substring(0, space).toLowerCase(Locale.ROOT));
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    /** A schema of the description, stricter: what it does not name may not be there. */
    private Schema schema(JsonNode described) {
        ObjectNode strict = (ObjectNode) JsonMapper.shared().readTree(described.toString());
        ObjectNode components = (ObjectNode) document.path("components").deepCopy();
        for (JsonNode schema : components.path("schemas")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
        strict.set("components", components);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(strict);
    }

    /** The names that the schemas give to properties without saying what they are. */
    Set<String> undescribed() {
        Set<String> undescribed = new LinkedHashSet<>();
        for (var schema : document.path("components").path("schemas").properties()) {
            for (var property : schema.getValue().path("properties").properties()) {
                if (!property.getValue().has("description")
                        && !property.getValue().has("$ref")) {
                    undescribed.add(schema.getKey() + "." + property.getKey());
                }
            }
        }
        return undescribed;
    }

    JsonNode document() {
        return document;
    }
}
