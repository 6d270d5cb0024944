package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the configuration and its secrets reach the service. */
@HelmTest
class ChartSecretsTests {

    @Test
    void secretsAreFilesUnderTheNamesOfProperties() {
        Manifests manifests = Chart.render("file-target.yaml");

        List<VolumeProjection> sources =
                volume(manifests, "secrets").getProjected().getSources();
        assertThat(sources)
                .extracting(source -> source.getSecret().getName())
                .containsExactly("shop-mariadb", "cdc-login");
        assertThat(sources.get(0).getSecret().getItems())
                .extracting(item -> item.getKey() + " as " + item.getPath())
                .containsExactly("password as mariadb.password");
        assertThat(sources.get(1).getSecret().getItems()).isEmpty();
        assertThat(volume(manifests, "secrets").getProjected().getDefaultMode()).isEqualTo(0440);
        assertThat(environment(manifests)).containsEntry("SPRING_CONFIG_IMPORT", "configtree:/srv/core-cdc/secrets/");
        assertThat(manifests.every(Secret.class)).isEmpty();
    }

    @Test
    void secretsAreEnvironmentVariablesWhereThatIsAskedFor() {
        Container service = service(Chart.render("environment-secrets.yaml"));

        assertThat(service.getEnv())
                .filteredOn(variable -> variable.getName().equals("MYSQL_PASSWORD"))
                .extracting(variable -> variable.getValueFrom().getSecretKeyRef())
                .extracting(key -> key.getName() + "/" + key.getKey())
                .containsExactly("shop-mysql/password");
        assertThat(service.getEnvFrom())
                .filteredOn(source -> source.getSecretRef() != null)
                .extracting(source -> source.getSecretRef().getName())
                .containsExactly("cdc-login", "shop-core-cdc");
        assertThat(service.getEnv()).extracting(EnvVar::getName).doesNotContain("SPRING_CONFIG_IMPORT");
        assertThat(service.getVolumeMounts()).noneMatch(mount -> mount.getName().equals("secrets"));
    }

    @Test
    void anotherConfigurationOrSecretMakesAnotherPod() {
        assertThat(checksums("cdc: a", "b"))
                .isEqualTo(checksums("cdc: a", "b"))
                .isNotEqualTo(checksums("cdc: b", "b"))
                .isNotEqualTo(checksums("cdc: a", "c"));
    }

    private static Map<String, String> checksums(String config, String secret) {
        return Chart.render(
                        "minimal.yaml",
                        "{ config: { %s }, secrets: { data: { CDC_PASSWORD: %s } } }".formatted(config, secret))
                .pod()
                .getMetadata()
                .getAnnotations();
    }

    private static Container service(Manifests manifests) {
        return manifests.pod().getSpec().getContainers().get(0);
    }

    private static Map<String, String> environment(Manifests manifests) {
        return service(manifests).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
    }

    private static Volume volume(Manifests manifests, String name) {
        return manifests.pod().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
