package dev.corecdc.deployment;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

/** The service with the configuration and the secrets that a pod of the chart has. */
final class RenderedService {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]+)}");

    private final Manifests manifests;
    private final Path folder;
    private final ServiceConfiguration configuration;

    /** @param folder stands for the pod's working directory */
    RenderedService(Manifests manifests, Path folder) {
        this.manifests = manifests;
        this.folder = folder;
        this.configuration = new ServiceConfiguration(manifests.applicationYml(), folder);
    }

    ServiceConfiguration configuration() {
        return configuration;
    }

    /** @param others properties that go before those that the pod has */
    ConfigurableApplicationContext start(Map<String, String> others, ApplicationListener<?>... listeners)
            throws IOException {
        List<VolumeProjection> mounted = mountedSecrets();
        Map<String, String> more = new LinkedHashMap<>(others);
        if (mounted.isEmpty()) {
            more.putAll(secrets());
        } else {
            more.put("spring.config.import", "configtree:" + writeTree(mounted) + "/");
        }
        boolean separate = manifests.pod().getSpec().getContainers().get(0).getPorts().stream()
                .anyMatch(port -> port.getName().equals("management"));
        if (separate) {
            more.put("management.server.port", "0");
        }
        return configuration.start(more, listeners);
    }

    /** What the Secrets of the chart hold, and of those that are there already what the configuration asks for. */
    private Map<String, String> secrets() {
        Map<String, String> secrets = new LinkedHashMap<>();
        PLACEHOLDER
                .matcher(manifests.applicationYml())
                .results()
                .forEach(asked -> secrets.put(asked.group(1), "somebody-elses"));
        for (Secret secret : manifests.every(Secret.class)) {
            secret.getData()
                    .forEach((key, value) ->
                            secrets.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return secrets;
    }

    private List<VolumeProjection> mountedSecrets() {
        return manifests.pod().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .map(Volume::getProjected)
                .flatMap(projected -> projected.getSources().stream())
                .toList();
    }

    private Path writeTree(List<VolumeProjection> mounted) throws IOException {
        Map<String, String> secrets = secrets();
        mounted.stream()
                .flatMap(source -> source.getSecret().getItems().stream())
                .map(KeyToPath::getPath)
                .filter(path -> !secrets.containsKey(path))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalStateException("nothing in the configuration asks for " + path);
                });
        Path tree = Files.createDirectories(folder.resolve("secrets"));
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            Files.writeString(tree.resolve(secret.getKey()), secret.getValue());
        }
        return tree;
    }
}
