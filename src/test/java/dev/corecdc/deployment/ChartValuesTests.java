package dev.corecdc.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What single values do. */
@HelmTest
class ChartValuesTests {

    @Test
    void withAVolumeItIsAStatefulSetOfOne() {
        StatefulSet set = Chart.render("file-target.yaml").only(StatefulSet.class);

        assertThat(set.getSpec().getReplicas()).isOne();
        // Else a pod that cannot start would keep its mended successor waiting for ever.
        assertThat(set.getSpec().getPodManagementPolicy()).isEqualTo("Parallel");
        PersistentVolumeClaim claim = set.getSpec().getVolumeClaimTemplates().get(0);
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
        assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOncePod");
        assertThat(claim.getSpec().getResources().getRequests()).containsEntry("storage", new Quantity("20Gi"));
        // A claim template cannot be changed, so nothing in it may change with a version.
        assertThat(claim.getMetadata().getLabels())
                .containsOnlyKeys("app.kubernetes.io/name", "app.kubernetes.io/instance");
    }

    @Test
    void withoutAVolumeItIsADeploymentThatNeverHasTwoPods() {
        Deployment deployment = Chart.render("database-store.yaml").only(Deployment.class);

        assertThat(deployment.getSpec().getReplicas()).isOne();
        assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    }

    @Test
    void aClaimThatIsThereIsUsed() {
        Manifests manifests = Chart.render("own-image.yaml");

        assertThat(manifests.only(StatefulSet.class).getSpec().getVolumeClaimTemplates())
                .isEmpty();
        assertThat(volume(manifests, "data").getPersistentVolumeClaim().getClaimName())
                .isEqualTo("orders");
    }

    @ParameterizedTest
    @CsvSource({
        "minimal.yaml, 160",
        "management-port.yaml, 490",
        "own-image.yaml, 90",
    })
    void theGracePeriodIsAboveTheSumOfTheShutdownPhases(String values, long seconds) {
        assertThat(Chart.render(values).pod().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({"45s, 235", "45, 15", "1500ms, 20", "PT45S, 235", "PT1M30S, 460", "pt1m, 310", "1h, 18010", "1us, 15"})
    void theGracePeriodKnowsDurationsAsSpringBootDoes(String phase, long seconds) {
        String more = "config: { spring.lifecycle.timeout-per-shutdown-phase: " + phase + " }";
        assertThat(Chart.render("minimal.yaml", more).pod().getSpec().getTerminationGracePeriodSeconds())
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "minimal.yaml, http, HTTP, /actuator/health",
        "management-port.yaml, management, HTTP, /manage/health",
        "tls.yaml, http, HTTPS, /actuator/health",
    })
    void probesGoWhereTheConfigurationPutsHealth(String values, String port, String scheme, String path) {
        Container service = service(Chart.render(values));

        assertThat(List.of(service.getStartupProbe(), service.getLivenessProbe(), service.getReadinessProbe()))
                .extracting(Probe::getHttpGet)
                .extracting(get -> get.getPort().getStrVal(), HTTPGetAction::getScheme, HTTPGetAction::getPath)
                .containsExactly(
                        tuple(port, scheme, path + "/liveness"),
                        tuple(port, scheme, path + "/liveness"),
                        tuple(port, scheme, path + "/readiness"));
    }

    @Test
    void probesKeepTheirDefaultsKeyByKey() {
        Container service = service(Chart.render("management-port.yaml"));

        assertThat(service.getStartupProbe().getFailureThreshold()).isEqualTo(120);
        assertThat(service.getStartupProbe().getPeriodSeconds()).isEqualTo(2);
        assertThat(service.getLivenessProbe().getPeriodSeconds()).isEqualTo(20);
    }

    @Test
    void numbersStayWhatTheyAre() {
        String more = "config: { a: 4294967295, b: 1000000, c: 0.1 }";
        assertThat(Chart.render("minimal.yaml", more).applicationYml())
                .contains("a: 4294967295\n", "b: 1000000\n", "c: 0.1\n");
    }

    @Test
    void theServiceHasAPortForManagementOnlyWhereThereIsOne() {
        assertThat(Chart.render("minimal.yaml").only(Service.class).getSpec().getPorts())
                .extracting(port -> port.getName() + " " + port.getPort())
                .containsExactly("http 8080");
        assertThat(Chart.render("management-port.yaml")
                        .only(Service.class)
                        .getSpec()
                        .getPorts())
                .extracting(port -> port.getName() + " " + port.getPort())
                .containsExactly("http 80", "management 8081");
    }

    @Test
    void theIngressLeadsToThePortOfTheApi() {
        Ingress ingress = Chart.render("ingress.yaml").only(Ingress.class);

        assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
        assertThat(ingress.getSpec().getRules())
                .flatExtracting(rule -> rule.getHttp().getPaths())
                .extracting(path -> path.getPathType() + " " + path.getPath() + " "
                        + path.getBackend().getService().getPort().getName())
                .containsExactly("Prefix / http", "Exact /api http", "Prefix /actuator http");
    }

    @ParameterizedTest
    @CsvSource({
        "monitoring.yaml, http, http, /actuator/prometheus",
        "management-port.yaml, management, http, /manage/prometheus",
        "tls.yaml, http, https, /actuator/prometheus",
    })
    void theMonitorScrapesWhereTheConfigurationPutsTheMeters(String values, String port, String scheme, String path) {
        Endpoint endpoint = Chart.render(values)
                .only(ServiceMonitor.class)
                .getSpec()
                .getEndpoints()
                .get(0);

        assertThat(endpoint.getPort()).isEqualTo(port);
        assertThat(endpoint.getScheme()).isEqualTo(scheme);
        assertThat(endpoint.getPath()).isEqualTo(path);
    }

    @Test
    void aClosedNetworkStillHasNames() {
        NetworkPolicySpec open =
                Chart.render("management-port.yaml").only(NetworkPolicy.class).getSpec();
        NetworkPolicySpec closed =
                Chart.render("locked-down.yaml").only(NetworkPolicy.class).getSpec();

        assertThat(open.getPolicyTypes()).containsExactly("Ingress");
        assertThat(open.getIngress().get(0).getFrom()).isEmpty();
        assertThat(closed.getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(closed.getIngress().get(0).getFrom()).hasSize(1);
        assertThat(closed.getEgress().get(0).getPorts())
                .extracting(port -> port.getProtocol() + " " + port.getPort().getIntVal())
                .containsExactly("UDP 53", "TCP 53");
        assertThat(closed.getEgress().get(1).getPorts().get(0).getPort().getIntVal())
                .isEqualTo(3306);
    }

    @Test
    void aRoleIsThereOnlyForRightsThatSomebodyNeeds() {
        assertThat(Chart.render("minimal.yaml").every(Role.class)).isEmpty();

        Manifests manifests = Chart.render("locked-down.yaml");
        assertThat(manifests.only(Role.class).getRules().get(0).getVerbs()).containsExactly("use");
        RoleBinding binding = manifests.only(RoleBinding.class);
        assertThat(binding.getRoleRef().getName())
                .isEqualTo(manifests.only(Role.class).getMetadata().getName());
        assertThat(binding.getSubjects().get(0).getName())
                .isEqualTo(manifests.only(ServiceAccount.class).getMetadata().getName())
                .isEqualTo(manifests.pod().getSpec().getServiceAccountName());
        assertThat(binding.getSubjects().get(0).getNamespace()).isEqualTo(Chart.NAMESPACE);
    }

    @Test
    void theBudgetLetsNodesBeDrainedUnlessToldOtherwise() {
        assertThat(Chart.render("minimal.yaml")
                        .only(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isOne();
        assertThat(Chart.render("locked-down.yaml")
                        .only(PodDisruptionBudget.class)
                        .getSpec()
                        .getMinAvailable()
                        .getIntVal())
                .isOne();
    }

    @Test
    void servicesOfOneNamespaceSpreadOverTheNodes() {
        assertThat(Chart.render("locked-down.yaml").pod().getSpec().getTopologySpreadConstraints())
                .extracting(TopologySpreadConstraint::getTopologyKey, spread -> spread.getLabelSelector()
                        .getMatchLabels())
                .containsExactly(
                        tuple("topology.kubernetes.io/zone", Map.of("example.com/zone", "restricted")),
                        tuple("kubernetes.io/hostname", Map.of("app.kubernetes.io/name", "core-cdc")));
    }

    @Test
    void theImageIsThatOfTheDigestOrOfTheTagOrOfTheChart() {
        assertThat(service(Chart.render("minimal.yaml")).getImage())
                .isEqualTo("core-cdc:"
                        + Chart.yaml("Chart.yaml").path("appVersion").asString());
        assertThat(service(Chart.render("own-image.yaml")).getImage()).isEqualTo("orders-cdc:7");
        assertThat(service(Chart.render("locked-down.yaml")).getImage())
                .startsWith("registry.example.com/data/core-cdc@sha256:9f86");
    }

    private static Container service(Manifests manifests) {
        return manifests.pod().getSpec().getContainers().get(0);
    }

    private static Volume volume(Manifests manifests, String name) {
        return manifests.pod().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
