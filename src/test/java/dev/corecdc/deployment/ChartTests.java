package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for everything that the chart makes, whatever its values. */
@HelmTest
class ChartTests {

    private static final String VALUES_FILES = "dev.corecdc.deployment.Chart#valuesFiles";

    @Test
    void strictLintFindsNothing() {
        LintResult result = Chart.lint();
        assertThat(result.isFailed())
                .as(String.join("\n", result.getMessages()))
                .isFalse();
    }

    @Test
    void itRunsTheVersionThatIsBuilt() throws Exception {
        Matcher version = Pattern.compile("<artifactId>core-cdc</artifactId>\\s*<version>(.+?)</version>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Chart.yaml("Chart.yaml").path("appVersion").asString()).isEqualTo(version.group(1));
    }

    @Test
    void itsReadmeNamesEveryValue() {
        String readme = Chart.text("README.md");
        assertThat(YamlFiles.names(Chart.yaml("values.yaml")))
                .allSatisfy(key -> assertThat(readme).contains("`" + key));
    }

    /** Rendering reads every manifest by the strict model: see {@link KubernetesModelTests} for what that refuses. */
    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void kubernetesKnowsEveryFieldOfEveryManifest(String values) {
        Manifests manifests = Chart.render(values);

        assertThat(manifests.all())
                .extracting(
                        object -> object.getKind() + " " + object.getMetadata().getName())
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(3);
        assertThat(manifests.all()).allSatisfy(object -> {
            assertThat(object.getMetadata().getName()).matches("[a-z]([a-z0-9-]{0,51}[a-z0-9])?");
            assertThat(object.getMetadata().getLabels())
                    .containsKeys("app.kubernetes.io/name", "app.kubernetes.io/instance", "helm.sh/chart");
        });
    }

    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void everySelectorFindsThePod(String values) {
        Manifests manifests = Chart.render(values);
        Map<String, String> pod = manifests.pod().getMetadata().getLabels();

        assertThat(selectors(manifests)).isNotEmpty().allSatisfy(selector -> assertThat(pod)
                .containsAllEntriesOf(selector));
        assertThat(manifests.every(ServiceMonitor.class)).allSatisfy(monitor -> assertThat(
                        manifests.only(Service.class).getMetadata().getLabels())
                .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels()));
    }

    private static List<Map<String, String>> selectors(Manifests manifests) {
        List<Map<String, String>> selectors = new ArrayList<>();
        for (HasMetadata object : manifests.all()) {
            if (object instanceof StatefulSet set) {
                selectors.add(set.getSpec().getSelector().getMatchLabels());
            } else if (object instanceof Deployment deployment) {
                selectors.add(deployment.getSpec().getSelector().getMatchLabels());
            } else if (object instanceof Service service) {
                selectors.add(service.getSpec().getSelector());
            } else if (object instanceof PodDisruptionBudget budget) {
                selectors.add(budget.getSpec().getSelector().getMatchLabels());
            } else if (object instanceof NetworkPolicy policy) {
                selectors.add(policy.getSpec().getPodSelector().getMatchLabels());
            }
        }
        manifests
                .pod()
                .getSpec()
                .getTopologySpreadConstraints()
                .forEach(spread -> selectors.add(spread.getLabelSelector().getMatchLabels()));
        return selectors;
    }

    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void everyMountHasItsVolume(String values) {
        Manifests manifests = Chart.render(values);
        PodSpec pod = manifests.pod().getSpec();
        Stream<String> claims = manifests.every(StatefulSet.class).stream()
                .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
                .map(PersistentVolumeClaim::getMetadata)
                .map(metadata -> metadata.getName());

        assertThat(service(manifests).getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(pod.getVolumes().stream().map(Volume::getName), claims)
                                .toList());
        assertThat(service(manifests).getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void everyPortThatIsNamedIsThere(String values) {
        Manifests manifests = Chart.render(values);
        List<String> ports = service(manifests).getPorts().stream()
                .map(ContainerPort::getName)
                .toList();

        assertThat(manifests.only(Service.class).getSpec().getPorts())
                .extracting(ServicePort::getName)
                .containsExactlyElementsOf(ports);
        assertThat(manifests.only(Service.class).getSpec().getPorts())
                .extracting(port -> port.getTargetPort().getStrVal())
                .containsExactlyElementsOf(ports);
        assertThat(probes(manifests)).allSatisfy(probe -> assertThat(ports)
                .contains(probe.getHttpGet().getPort().getStrVal()));
        assertThat(manifests.every(ServiceMonitor.class)).allSatisfy(monitor -> assertThat(ports)
                .contains(monitor.getSpec().getEndpoints().get(0).getPort()));
    }

    private static List<Probe> probes(Manifests manifests) {
        Container service = service(manifests);
        return List.of(service.getStartupProbe(), service.getLivenessProbe(), service.getReadinessProbe());
    }

    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void thePodMayDoNothingThatItNeedNot(String values) {
        Manifests manifests = Chart.render(values);
        PodSpec pod = manifests.pod().getSpec();

        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(service(manifests).getSecurityContext().getAllowPrivilegeEscalation())
                .isFalse();
        assertThat(service(manifests).getSecurityContext().getReadOnlyRootFilesystem())
                .isTrue();
        assertThat(service(manifests).getSecurityContext().getCapabilities().getDrop())
                .containsExactly("ALL");
        assertThat(service(manifests).getResources().getLimits()).containsKey("memory");
    }

    @ParameterizedTest
    @MethodSource(VALUES_FILES)
    void noSecretIsAnywhereButInTheSecret(String values) {
        Manifests manifests = Chart.render(values);
        List<String> secrets = manifests.every(Secret.class).stream()
                .flatMap(secret -> secret.getData().values().stream())
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8))
                .toList();

        assertThat(manifests.all())
                .filteredOn(object -> !(object instanceof Secret))
                .allSatisfy(object -> assertThat(secrets)
                        .allSatisfy(secret -> assertThat(object.toString()).doesNotContain(secret)));
    }

    private static Container service(Manifests manifests) {
        List<Container> containers = manifests.pod().getSpec().getContainers();
        assertThat(containers).hasSize(1);
        return containers.get(0);
    }
}
