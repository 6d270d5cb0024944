package dev.corecdc.deployment;

import static dev.corecdc.deployment.YamlFiles.names;
import static dev.corecdc.deployment.YamlFiles.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What can be told of docker-compose.yml without an engine. */
class ComposeTests {

    private static final JsonNode COMPOSE = YamlFiles.read("docker-compose.yml");
    private static final JsonNode SERVICES = COMPOSE.path("services");

    static List<String> services() {
        return names(SERVICES);
    }

    @Test
    void bothDatabasesAreThereAndMonitoringForWhoeverWantsIt() {
        assertThat(services()).containsExactly("mysql", "mongodb", "core-cdc", "prometheus", "grafana");
        assertThat(services())
                .filteredOn(name -> SERVICES.path(name).has("profiles"))
                .containsExactly("prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyImageIsOfOneVersion(String name) {
        assertThat(SERVICES.path(name).path("image").asString()).matches("[a-z/-]+:v?\\d+\\.\\d+.*");
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceSaysWhetherItIsHealthy(String name) {
        JsonNode check = SERVICES.path(name).path("healthcheck");

        assertThat(names(check)).contains("test", "interval", "timeout", "retries");
        assertThat(texts(check.path("test"))).hasSizeGreaterThan(1).startsWith("CMD");
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatItNeedsIsHealthyBeforeItStarts(String name) {
        JsonNode needed = SERVICES.path(name).path("depends_on");

        assertThat(names(needed)).allSatisfy(other -> {
            assertThat(services()).contains(other);
            assertThat(needed.path(other).path("condition").asString()).isEqualTo("service_healthy");
        });
    }

    @Test
    void theOrderIsDatabasesServicePrometheusGrafana() {
        assertThat(names(SERVICES.path("core-cdc").path("depends_on"))).containsExactly("mysql", "mongodb");
        assertThat(names(SERVICES.path("prometheus").path("depends_on"))).containsExactly("core-cdc");
        assertThat(names(SERVICES.path("grafana").path("depends_on"))).containsExactly("prometheus");
    }

    @ParameterizedTest
    @MethodSource("services")
    void portsAreOpenToThisMachineOnly(String name) {
        assertThat(texts(SERVICES.path(name).path("ports"))).isNotEmpty().allSatisfy(port -> assertThat(port)
                .matches("127\\.0\\.0\\.1:(\\d+):\\1"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsMountedIsThere(String name) {
        assertThat(texts(SERVICES.path(name).path("volumes"))).isNotEmpty().allSatisfy(volume -> {
            String source = volume.substring(0, volume.indexOf(':'));
            if (source.startsWith("./")) {
                assertThat(Path.of(source)).exists();
                assertThat(volume).endsWith(":ro");
            } else {
                assertThat(names(COMPOSE.path("volumes"))).contains(source);
            }
        });
    }

    @Test
    void mySqlWritesWhatTheServiceReads() {
        assertThat(texts(SERVICES.path("mysql").path("command")))
                .contains(
                        "--binlog-format=ROW",
                        "--binlog-row-metadata=FULL",
                        "--gtid-mode=ON",
                        "--enforce-gtid-consistency=ON");
    }

    @Test
    void theReplicaSetIsTheOneThatTheServiceAsksFor() {
        JsonNode mongodb = SERVICES.path("mongodb");
        JsonNode people = YamlFiles.read("src/docker/core-cdc/application.yml").at("/cdc/processors/people");

        assertThat(texts(mongodb.path("command"))).containsSequence("--replSet", "rs0");
        assertThat(String.join("\n", texts(mongodb.path("healthcheck").path("test"))))
                .contains("_id: 'rs0'", "host: 'mongodb:27017'");
        assertThat(people.at("/mongodb/uri").asString()).isEqualTo("mongodb://mongodb:27017/?replicaSet=rs0");
    }

    @Test
    void theServiceHasNoMoreRightsThanInACluster() {
        JsonNode service = SERVICES.path("core-cdc");

        assertThat(service.path("read_only").asBoolean()).isTrue();
        assertThat(texts(service.path("cap_drop"))).containsExactly("ALL");
        assertThat(texts(service.path("tmpfs"))).containsExactly("/tmp");
        assertThat(texts(service.path("security_opt"))).containsExactly("no-new-privileges:true");
    }

    @Test
    void theServiceIsTheOneThatTheChartRuns() {
        JsonNode chart = Chart.yaml("Chart.yaml");

        assertThat(SERVICES.path("core-cdc").path("image").asString())
                .isEqualTo("core-cdc:" + chart.path("appVersion").asString());
    }

    @Test
    void prometheusAsksWhereTheServiceAnswers() {
        JsonNode scrape = YamlFiles.read("src/docker/prometheus/prometheus.yml").at("/scrape_configs/0");

        assertThat(scrape.path("metrics_path").asString()).isEqualTo("/actuator/prometheus");
        assertThat(texts(scrape.at("/static_configs/0/targets"))).containsExactly("core-cdc:8080");
    }

    @Test
    void grafanaShowsTheDashboardOfTheChart() {
        JsonNode grafana = SERVICES.path("grafana");
        String folder = YamlFiles.read("src/docker/grafana/provisioning/dashboards/core-cdc.yml")
                .at("/providers/0/options/path")
                .asString();

        assertThat(texts(grafana.path("volumes"))).contains("./helm/core-cdc/dashboards:" + folder + ":ro");
        assertThat(grafana.at("/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asString())
                .isEqualTo(folder + "/core-cdc.json");
    }
}
