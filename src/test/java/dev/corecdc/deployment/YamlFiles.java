package dev.corecdc.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** YAML files of this project, as trees. */
final class YamlFiles {

    private YamlFiles() {}

    /** @param file relative to the project */
    static JsonNode read(String file) {
        try {
            Object content = new Yaml().load(Files.readString(Path.of(file)));
            return JsonMapper.shared().valueToTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
