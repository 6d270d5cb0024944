package dev.corecdc.chart;

import dev.corecdc.CoreCdcApplication;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/**
 * Starts the service in this JVM with the configuration and the secrets that a pod of the chart has. A folder stands for the pod's working
 * directory. The processors are not started: their sources are not there.
 */
final class RenderedService {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)}");
    private static final Pattern PROCESSOR = Pattern.compile("(cdc\\.processors\\.[^.]+)\\.type");

    private static final Map<Predicate<Map.Entry<Object, Object>>, String> FEATURES = Map.of(
            property -> property.getKey().toString().matches("cdc\\.processors\\..*\\.type")
                    && property.getValue().equals("mongodb"),
            "processor/mongodb",
            property -> property.getKey().equals("cdc.checkpoint.type")
                    && property.getValue().equals("mongodb"),
            "checkpoint/mongodb");

    private final Manifests manifests;
    private final Path folder;
    private final Properties configured;

    RenderedService(Manifests manifests, Path folder) {
        this.manifests = manifests;
        this.folder = folder;
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ByteArrayResource(manifests.applicationYml().getBytes(StandardCharsets.UTF_8)));
        this.configured = new Properties();
        configured.putAll(yaml.getObject());
    }

    /** The names of the processors that are configured. */
    List<String> processors() {
        return keys(PROCESSOR).stream()
                .map(key -> key.substring("cdc.processors.".length()))
                .toList();
    }

    /** The packages of what is configured that are not part of this build: a feature is a folder that may be deleted. */
    List<String> missingFeatures() {
        return FEATURES.entrySet().stream()
                .filter(feature -> configured.entrySet().stream().anyMatch(feature.getKey()))
                .map(Map.Entry::getValue)
                .filter(feature -> !Files.isDirectory(Path.of("src/main/java/dev/corecdc", feature)))
                .toList();
    }

    ConfigurableApplicationContext start(ApplicationListener<?>... listeners) throws IOException {
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.writeString(config.resolve("application.yml"), manifests.applicationYml());
        List<String> arguments = new ArrayList<>();
        arguments.add("--spring.config.location=classpath:/,file:" + config + "/");
        ports().forEach(port -> arguments.add("--" + port + "=0"));
        keys(PROCESSOR).forEach(processor -> arguments.add("--" + processor + ".auto-startup=false"));
        moveFiles(arguments);
        provideSecrets(arguments);
        return new SpringApplicationBuilder(CoreCdcApplication.class)
                .listeners(listeners)
                .run(arguments.toArray(String[]::new));
    }

    private List<String> ports() {
        return container().getPorts().stream()
                .map(ContainerPort::getName)
                .map(name -> name.equals("management") ? "management.server.port" : "server.port")
                .toList();
    }

    /** What is relative to the working directory is relative to the folder here. */
    private void moveFiles(List<String> arguments) {
        if (!manifests.every(StatefulSet.class).isEmpty()) {
            arguments.add("--cdc.checkpoint.file.directory=" + folder.resolve("data/checkpoints"));
        }
        configured.forEach((key, value) -> {
            if (value.toString().startsWith("data/") || value.toString().startsWith("certs/")) {
                arguments.add("--" + key + "=" + folder.resolve(value.toString()));
            }
        });
    }

    /** The Secrets of the chart as they are; of those that are there already, what the configuration asks for. */
    private void provideSecrets(List<String> arguments) throws IOException {
        Map<String, String> secrets = new LinkedHashMap<>();
        keysAsked().forEach(name -> secrets.put(name, "somebody-elses"));
        manifests.every(Secret.class).forEach(secret -> secret.getData()
                .forEach((key, value) ->
                        secrets.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))));
        List<VolumeProjection> mounted = mountedSecrets();
        if (mounted.isEmpty()) {
            secrets.forEach((key, value) -> arguments.add("--" + key + "=" + value));
            return;
        }
        Path tree = Files.createDirectories(folder.resolve("secrets"));
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            Files.writeString(tree.resolve(secret.getKey()), secret.getValue());
        }
        mounted.stream()
                .map(VolumeProjection::getSecret)
                .map(SecretProjection::getItems)
                .flatMap(List::stream)
                .map(KeyToPath::getPath)
                .filter(path -> !secrets.containsKey(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalStateException("nothing asks for " + path);
                });
        arguments.add("--spring.config.import=configtree:" + tree + "/");
    }

    private List<String> keysAsked() {
        return PLACEHOLDER
                .matcher(manifests.applicationYml())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private List<VolumeProjection> mountedSecrets() {
        return manifests.pod().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .map(Volume::getProjected)
                .flatMap(projected -> projected.getSources().stream())
                .toList();
    }

    private Container container() {
        return manifests.pod().getSpec().getContainers().get(0);
    }

    private List<String> keys(Pattern pattern) {
        return configured.keySet().stream()
                .flatMap(key -> pattern.matcher(key.toString()).results())
                .map(MatchResult::group)
                .map(key -> pattern.matcher(key).replaceFirst("$1"))
                .sorted()
                .toList();
    }
}
