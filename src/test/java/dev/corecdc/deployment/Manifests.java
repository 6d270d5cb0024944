package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * The objects that the chart made, as their types.
 *
 * @param all in the order of the chart
 */
record Manifests(List<HasMetadata> all) {

    /**
     * Reads what Helm has rendered.
     *
     * @throws IllegalArgumentException when it holds a kind, a field or a value that Kubernetes does not know
     */
    static Manifests of(String rendered) {
        List<HasMetadata> all = new ArrayList<>();
        for (Object document : new Yaml().loadAll(rendered)) {
            if (document != null) {
                all.add(KubernetesModel.read((Map<?, ?>) document));
            }
        }
        return new Manifests(all);
    }

    <T extends HasMetadata> List<T> every(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The only one of its type. */
    <T extends HasMetadata> T only(Class<T> type) {
        List<T> every = every(type);
        assertThat(every).as(type.getSimpleName()).hasSize(1);
        return every.get(0);
    }

    /** The pod, whatever it belongs to. */
    PodTemplateSpec pod() {
        List<StatefulSet> sets = every(StatefulSet.class);
        return sets.isEmpty()
                ? only(Deployment.class).getSpec().getTemplate()
                : only(StatefulSet.class).getSpec().getTemplate();
    }

    String applicationYml() {
        return every(ConfigMap.class).stream()
                .map(map -> map.getData().get("application.yml"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
